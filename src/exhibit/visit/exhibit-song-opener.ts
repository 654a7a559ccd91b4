import { isWorkerCrash } from '../../../audio/start-worker.ts'
import type { ExhibitSong } from '../../../protocol/exhibit-config.ts'
import type { FaultKind } from '../../../protocol/fault-kinds.ts'
import type { FaultCounter } from '../../kiosk/fault-counter.ts'
import { readTimeouts } from '../../kiosk/watchdog/timeouts.ts'
import type { SongFile } from '../../session/loaded-song.ts'
import type { Session } from '../../session/session.ts'
import { fetchShippedSong } from '../../session/shipped-song.ts'
import { withTimeout } from '../../session/with-timeout.ts'

type SongSession = Pick<Session, 'open' | 'cancel' | 'setError'> & { store: Pick<Session['store'], 'getState'> }

/** Opens songs of the exhibit; a new request supersedes the one before. */
export function createExhibitSongOpener(session: SongSession, faults: FaultCounter) {
  let lastRequest = 0
  /** Keys of songs that did not open the last time. */
  const failedKeys = new Set<string>()

  /**
   * Opens a song, at a second attempt past all caches. A song that fails is counted once until it opens.
   * @param onShown called when its form is shown before its sound is there
   * @returns false if the song does not open or the request is superseded
   */
  return async (song: ExhibitSong, onShown: () => void = () => {}): Promise<boolean> => {
    const request = ++lastRequest
    const isCurrent = () => request === lastRequest
    let fault: FaultKind | null = null
    for (const cache of ['default', 'reload'] as const) {
      fault = await attemptOpen(song, cache, isCurrent, onShown)
      if (!isCurrent()) return false
      if (fault === null) {
        failedKeys.delete(song.key)
        return true
      }
      session.setError(null)
    }
    // Each crash of a worker is counted when it happens.
    if (fault && fault !== 'worker-crashed' && !failedKeys.has(song.key)) faults.report(fault)
    failedKeys.add(song.key)
    return false
  }

  /** @returns why the song did not open; null if it did or the request is superseded */
  async function attemptOpen(
    { file, shipped, title, artist }: ExhibitSong,
    cache: RequestCache,
    isCurrent: () => boolean,
    onShown: () => void,
  ): Promise<FaultKind | null> {
    const { songOpenMs } = readTimeouts()
    let isMissing = false
    // At the second attempt it may be the Song that is at fault.
    const shippedSong = fetchShippedSong(cache === 'default' ? shipped : undefined, document.baseURI)
    const fetchFile = async (): Promise<SongFile> => {
      // On a slow line the sound must not delay the form.
      await shippedSong
      const signal = AbortSignal.timeout(songOpenMs)
      const response = await fetch(new URL(file, document.baseURI), { cache, signal }).catch(() => null)
      const blob = response?.ok ? await response.blob().catch(() => null) : null
      if (blob) return { name: file.split('/').at(-1) ?? file, blob, title, artist }
      isMissing = true
      throw new Error(`${file} could not be fetched.`)
    }
    const songFile = fetchFile()
    const opening = session.open(songFile, shippedSong)
    void shippedSong.then((cached) => {
      if (cached && isCurrent() && session.store.getState().song === cached.analysis.song) onShown()
    })
    // Fetching has a time limit of its own.
    await songFile.catch(() => {})
    const outcome = await withTimeout(opening, songOpenMs, 'The song did not open in time.').catch(() => null)
    if (!isCurrent()) return null
    if (outcome === null) {
      // A worker that hangs does not report a crash.
      session.cancel()
      faults.report('worker-crashed')
      return 'worker-crashed'
    }
    if (outcome.type === 'opened') return null
    if (isMissing) return 'song-missing'
    return outcome.type === 'failed' && isWorkerCrash(outcome.error) ? 'worker-crashed' : 'song-broken'
  }
}
