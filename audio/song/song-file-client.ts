import * as Comlink from 'comlink'
import type { SpectrumImage } from '../analysis/analysis-types.ts'
import type { BlockStream } from '../block-stream.ts'
import { SongError } from '../errors.ts'
import { fromRows, inRows, type SongInRows } from './chunk-table.ts'
import type { Song } from './song.ts'
import type { PackedSong } from './song-file.ts'
import type { Answer, SongFileService } from './song-file-worker.ts'

/** One piece of work in a worker of its own, which ends with it, or at once when `signal` is aborted. */
async function inWorker<T>(
  work: (service: Comlink.Remote<SongFileService>) => Promise<Answer<T>>,
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
    if ('sentence' in answer) throw new SongError(answer.sentence)
    return answer.value
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof SongError) throw error
    throw new SongError('There was not enough memory for this file; reload the page or choose a smaller one.', {
      cause: error,
    })
  } finally {
    stop.abort()
    worker.terminate()
  }
}

/**
 * readSongFile in a worker.
 * @throws {SongError} one sentence; or the signal's reason when aborted
 */
export async function readInWorker(file: Blob, name: string, signal: AbortSignal): Promise<PackedSong> {
  const { rows, audio } = await inWorker((service) => service.read(file, name), signal)
  const song = await fromRows(rows)
  signal.throwIfAborted()
  return { song, audio }
}

/**
 * writeSongFile in a worker.
 * @throws {SongError} if the Song could not be opened again
 */
export const writeInWorker = ({ song, audio }: PackedSong): Promise<Blob> =>
  inWorker((service) => service.write(movedRows(song), Comlink.transfer(audio, [audio.buffer])))

/** The Song as a JSON document, or as a table; of a long one that takes a while. */
export const jsonInWorker = (song: Song): Promise<Blob> => inWorker((service) => service.json(movedRows(song)))
export const csvInWorker = (song: Song): Promise<Blob> => inWorker((service) => service.csv(movedRows(song)))

function movedRows(song: Song): SongInRows {
  const rows = inRows(song)
  return Comlink.transfer(rows, [rows.table.rows.buffer])
}

/** The picture of a sound's spectrum, made in a worker into which the stream is poured. */
export async function spectrumInWorker(stream: BlockStream, signal: AbortSignal): Promise<SpectrumImage> {
  const { port1: inlet, port2: blocks } = new MessageChannel()
  const { sampleRate, channels, frames } = stream
  const sound = Comlink.transfer({ sampleRate, channels, frames, blocks }, [blocks])
  try {
    const [image] = await Promise.all([
      inWorker((service) => service.spectrum(sound), signal),
      stream.pour(inlet, () => {}, signal),
    ])
    return image
  } finally {
    inlet.close()
  }
}
