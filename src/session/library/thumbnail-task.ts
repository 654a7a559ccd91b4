import * as Comlink from 'comlink'
import { packSong } from '../../../audio/song/chunk-table.ts'
import type { Song } from '../../../audio/song/song.ts'
import type { ThumbnailService } from './thumbnail-worker.ts'

/**
 * The form as a small picture on nothing, drawn in a worker: ten thousand boxes take long.
 * @throws where the browser has no workers, or no canvas in them
 */
export async function drawThumbnail(song: Song): Promise<Blob> {
  const worker = new Worker(new URL('./thumbnail-worker.ts', import.meta.url), { type: 'module' })
  try {
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => reject(new Error(event.message)))
    })
    const rows = packSong(song)
    const service = Comlink.wrap<ThumbnailService>(worker)
    return await Promise.race([service.draw(Comlink.transfer(rows, [rows.table.rows.buffer])), broken])
  } finally {
    worker.terminate()
  }
}
