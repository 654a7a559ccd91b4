import * as Comlink from 'comlink'
import { type StartedWorker, startWorker } from '../../../audio/start-worker.ts'
import type { FileTags, SongFile } from '../loaded-song.ts'
import { withTimeout } from '../with-timeout.ts'
import type { FileTagsService } from './file-tags-worker.ts'

/** Milliseconds; longer than reading tags takes unless a damaged file blocks the worker. */
const READ_TIMEOUT_MS = 8000

/** Reads a file's tags in a worker, so that a damaged file cannot block the page. Never throws. */
export async function readFileTags(file: SongFile, signal: AbortSignal): Promise<FileTags> {
  if (typeof Worker === 'undefined') return {}
  let started: StartedWorker | undefined
  try {
    started = startWorker(new Worker(new URL('./file-tags-worker.ts', import.meta.url), { type: 'module' }), signal)
    const service = Comlink.wrap<FileTagsService>(started.worker)
    const tags = Promise.race([service.read(file.blob, file.name), started.failure])
    return await withTimeout(tags, READ_TIMEOUT_MS, 'The file’s tags were not read in time.')
  } catch {
    return {}
  } finally {
    started?.stop()
  }
}
