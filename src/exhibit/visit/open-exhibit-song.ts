import type { ExhibitSong } from '../../../protocol/exhibit-config.ts'
import type { FaultKind } from '../../../protocol/fault-kinds.ts'
import type { FaultCounter } from '../../kiosk/faults.ts'
import { readTimeouts } from '../../kiosk/watchdog/timeouts.ts'
import { getCrashCount } from '../../kiosk/watchdog/watch-workers.ts'
import type { SongFile } from '../../session/loaded-song.ts'
import type { Session } from '../../session/session.ts'

type SongOpener = Pick<Session, 'open' | 'currentSong' | 'cancel' | 'setError'>
/** Of each room: how many openings it has seen, and which songs did not open the last time. */
const openingStates = new WeakMap<SongOpener, { turn: number; failing: Set<string> }>()

const delay = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/**
 * Opens a song of the exhibit; one that fails is tried once more past all caches, and counted once until it opens.
 * @returns whether it is open; false also if another one was asked for meanwhile
 */
export async function openExhibitSong(session: SongOpener, song: ExhibitSong, faults: FaultCounter): Promise<boolean> {
  const openingState = openingStates.get(session) ?? { turn: 0, failing: new Set() }
  openingStates.set(session, openingState)
  const request = ++openingState.turn
  let failure: FaultKind | null = null
  for (const cache of ['default', 'reload'] as const) {
    failure = await attempt(session, song, cache, () => openingState.turn === request)
    if (openingState.turn !== request) return false
    if (failure === null) {
      openingState.failing.delete(song.key)
      return true
    }
    session.setError(null)
  }
  // A worker that crashed has been counted as it did; one that only hangs has not.
  if (failure && failure !== 'worker-crashed' && !openingState.failing.has(song.key)) faults.report(failure)
  openingState.failing.add(song.key)
  return false

  async function attempt(
    session: SongOpener,
    { file, title, artist }: ExhibitSong,
    cache: RequestCache,
    isCurrent: () => boolean,
  ): Promise<FaultKind | null> {
    const signal = AbortSignal.timeout(readTimeouts().songOpenMs)
    const response = await fetch(new URL(file, document.baseURI), { cache, signal }).catch(() => null)
    const blob = response?.ok ? await response.blob().catch(() => null) : null
    if (!blob) return 'song-missing'
    if (!isCurrent()) return null
    const previousSong = session.currentSong()
    const crashed = getCrashCount()
    const songFile: SongFile = { name: file.split('/').at(-1) ?? file, blob, title, artist }
    const timeout = delay(readTimeouts().songOpenMs).then(() => 'late' as const)
    const outcome = await Promise.race([session.open(songFile), timeout])
    if (!isCurrent()) return null
    if (outcome === 'late') {
      session.cancel()
      faults.report('worker-crashed')
      return 'worker-crashed'
    }
    const currentSong = session.currentSong()
    if (currentSong !== null && currentSong !== previousSong) return null
    return getCrashCount() > crashed ? 'worker-crashed' : 'song-broken'
  }
}
