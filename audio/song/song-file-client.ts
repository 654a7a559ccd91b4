import * as Comlink from 'comlink'
import type { SpectrogramImage } from '../analysis/analysis-types.ts'
import type { BlockStream } from '../block-stream.ts'
import { SongError } from '../song-error.ts'
import { type PackedSong, packSong, unpackSong } from './chunk-table.ts'
import type { Song } from './song.ts'
import type { SongBundle } from './song-file.ts'
import type { Reply, SongFileService } from './song-file-worker.ts'

/** One piece of work in a worker of its own, which ends with it, or at once when `signal` is aborted. */
async function runInWorker<T>(
  work: (service: Comlink.Remote<SongFileService>) => Promise<Reply<T>>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./song-file-worker.ts', import.meta.url), { type: 'module' })
  const stop = new AbortController()
  try {
    const failure = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop.signal })
      worker.addEventListener('error', (event) => reject(new Error(event.message)), { signal: stop.signal })
    })
    const answer = await Promise.race([work(Comlink.wrap<SongFileService>(worker)), failure])
    if ('error' in answer) throw SongError.fromData(answer.error)
    return answer.value
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof SongError) throw error
    throw new SongError('outOfMemory', {}, { cause: error })
  } finally {
    stop.abort()
    worker.terminate()
  }
}

/**
 * readSongFile in a worker.
 * @throws {SongError} one sentence; or the signal's reason when aborted
 */
export async function readSongFileInWorker(file: Blob, name: string, signal: AbortSignal): Promise<SongBundle> {
  const { rows, audio } = await runInWorker((service) => service.read(file, name), signal)
  const song = await unpackSong(rows)
  signal.throwIfAborted()
  return { song, audio }
}

/**
 * writeSongFile in a worker.
 * @throws {SongError} if the Song could not be opened again
 */
export const writeSongFileInWorker = ({ song, audio }: SongBundle): Promise<Blob> =>
  runInWorker((service) => service.write(transferSong(song), Comlink.transfer(audio, [audio.buffer])))

/** The Song as a JSON document, or as a table; of a long one that takes a while. */
export const formatJsonInWorker = (song: Song): Promise<Blob> =>
  runInWorker((service) => service.json(transferSong(song)))
export const formatCsvInWorker = (song: Song): Promise<Blob> =>
  runInWorker((service) => service.csv(transferSong(song)))

function transferSong(song: Song): PackedSong {
  const rows = packSong(song)
  return Comlink.transfer(rows, [rows.table.rows.buffer])
}

/** The picture of a sound's spectrum, made in a worker into which the stream is poured. */
export async function computeSpectrogramInWorker(stream: BlockStream, signal: AbortSignal): Promise<SpectrogramImage> {
  const { port1: inlet, port2: blocks } = new MessageChannel()
  const { sampleRate, channels, frames } = stream
  const sound = Comlink.transfer({ sampleRate, channels, frames, blocks }, [blocks])
  try {
    const [image] = await Promise.all([
      runInWorker((service) => service.spectrum(sound), signal),
      stream.sendTo(inlet, () => {}, signal),
    ])
    return image
  } finally {
    inlet.close()
  }
}
