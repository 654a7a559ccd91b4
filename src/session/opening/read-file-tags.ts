import { type StartedWorker, startWorker } from '../../../audio/start-worker.ts'
import { createWarmWorker } from '../../../audio/warm-worker.ts'
import type { FileTags, SongFile } from '../loaded-song.ts'
import { withTimeout } from '../with-timeout.ts'
import type { FileTagsService } from './file-tags-worker.ts'

/** Milliseconds; longer than reading tags takes unless a damaged file blocks the worker. */
const READ_TIMEOUT_MS = 8000

const tagsWorker = createWarmWorker<FileTagsService>(
  () => new Worker(new URL('./file-tags-worker.ts', import.meta.url), { type: 'module' }),
)

/** Starts the worker of the next file. */
export const warmTagsWorker = tagsWorker.warm

/** Reads a file's tags in a worker, so that a damaged file cannot block the page. Never throws. */
export async function readFileTags(file: SongFile, signal: AbortSignal): Promise<FileTags> {
  if (typeof Worker === 'undefined') return {}
  let started: StartedWorker | undefined
  try {
    const served = tagsWorker.take()
    started = startWorker(served.worker, signal)
    const reading = Promise.race([served.service.read(file.blob, file.name), started.failure])
    const tags = await withTimeout(reading, READ_TIMEOUT_MS, 'The file’s tags were not read in time.')
    started.release()
    tagsWorker.giveBack(served)
    return tags
  } catch {
    started?.stop()
    return {}
  }
}
