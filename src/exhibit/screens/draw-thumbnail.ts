import * as Comlink from 'comlink'
import { packSong } from '../../../audio/song/chunk-table.ts'
import type { Song } from '../../../audio/song/song.ts'
import { startWorker } from '../../../audio/start-worker.ts'
import type { ThumbnailService } from './thumbnail-worker.ts'

/**
 * Draws a song's embedding in a worker, because thousands of boxes would block the page.
 * @throws if the browser has no workers, or no 2D canvas in them
 */
export async function drawThumbnail(song: Song): Promise<Blob> {
  const { worker, failure, stop } = startWorker(
    new Worker(new URL('./thumbnail-worker.ts', import.meta.url), { type: 'module' }),
  )
  try {
    const packedSong = packSong(song)
    const service = Comlink.wrap<ThumbnailService>(worker)
    return await Promise.race([service.draw(Comlink.transfer(packedSong, [packedSong.table.rows.buffer])), failure])
  } finally {
    stop()
  }
}
