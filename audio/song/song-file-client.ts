import * as Comlink from 'comlink'
import { SongError } from '../song-error.ts'
import { startWorker } from '../start-worker.ts'
import { type PackedSong, packSong, unpackSong } from './chunk-table.ts'
import type { Song } from './song.ts'
import type { SongBundle } from './song-file.ts'
import type { Reply, SongFileService } from './song-file-worker.ts'

/** Runs a job in a worker of its own, which is terminated when the promise settles or `signal` is aborted. */
async function runInWorker<T>(
  job: (service: Comlink.Remote<SongFileService>) => Promise<Reply<T>>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted()
  const { worker, failure, stop } = startWorker(
    new Worker(new URL('./song-file-worker.ts', import.meta.url), { type: 'module' }),
    signal,
  )
  try {
    const reply = await Promise.race([job(Comlink.wrap<SongFileService>(worker)), failure])
    if ('error' in reply) throw SongError.fromData(reply.error)
    return reply.value
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof SongError) throw error
    throw new SongError('outOfMemory', {}, { cause: error })
  } finally {
    stop()
  }
}

/**
 * readSongFile in a worker.
 * @throws {SongError} as readSongFile, or if memory runs out; or the signal's reason
 */
export async function readSongFileInWorker(file: Blob, name: string, signal: AbortSignal): Promise<SongBundle> {
  const { packed, audio } = await runInWorker((service) => service.read(file, name), signal)
  const song = await unpackSong(packed)
  signal.throwIfAborted()
  return { song, audio }
}

/**
 * writeSongFile in a worker.
 * @throws {SongError} if the Song is not valid
 */
export const writeSongFileInWorker = ({ song, audio }: SongBundle): Promise<Blob> =>
  runInWorker((service) => service.write(transferSong(song), Comlink.transfer(audio, [audio.buffer])))

/** The Song as JSON or CSV; formatting a long one takes seconds. */
export const formatJsonInWorker = (song: Song): Promise<Blob> =>
  runInWorker((service) => service.json(transferSong(song)))
export const formatCsvInWorker = (song: Song): Promise<Blob> =>
  runInWorker((service) => service.csv(transferSong(song)))

function transferSong(song: Song): PackedSong {
  const packed = packSong(song)
  return Comlink.transfer(packed, [packed.table.rows.buffer])
}
