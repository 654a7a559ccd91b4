import * as Comlink from 'comlink'
import type { FileTags, SongFile } from '../loaded-song.ts'
import { withTimeout } from '../with-timeout.ts'
import type { FileTagsService } from './file-tags-worker.ts'

/** Milliseconds; longer than reading tags takes unless a damaged file blocks the worker. */
const READ_TIMEOUT_MS = 8000

/** Reads a file's tags in a worker, so that a damaged file cannot block the page. Never throws. */
export async function readFileTags(file: SongFile, signal: AbortSignal): Promise<FileTags> {
  if (typeof Worker === 'undefined') return {}
  let worker: Worker | undefined
  try {
    const tagsWorker = new Worker(new URL('./file-tags-worker.ts', import.meta.url), { type: 'module' })
    worker = tagsWorker
    const stopped = new Promise<FileTags>((resolve) => {
      tagsWorker.addEventListener('error', () => resolve({}))
      signal.addEventListener('abort', () => resolve({}), { once: true })
    })
    const service = Comlink.wrap<FileTagsService>(tagsWorker)
    const tags = Promise.race([service.read(file.blob, file.name), stopped])
    return await withTimeout(tags, READ_TIMEOUT_MS, 'The file’s tags were not read in time.')
  } catch {
    return {}
  } finally {
    worker?.terminate()
  }
}
