import * as Comlink from 'comlink'
import type { TagsService } from './file-tags-worker.ts'
import type { SongFile } from './open-song.ts'

/** A file's tags, with its cover made small. */
export type FileTags = { title?: string; artist?: string; cover?: Blob }

/** Milliseconds; longer than readTags takes at most, unless it hangs. */
const READ_TIMEOUT_MS = 8000

/** Reads a file's tags in a worker of their own, which no strange file can make the page wait for. Never throws. */
export async function readFileTags(file: SongFile, signal: AbortSignal): Promise<FileTags> {
  if (typeof Worker === 'undefined') return {}
  let worker: Worker | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    const mine = new Worker(new URL('./file-tags-worker.ts', import.meta.url), { type: 'module' })
    worker = mine
    const givenUp = new Promise<FileTags>((resolve) => {
      timer = setTimeout(() => resolve({}), READ_TIMEOUT_MS)
      mine.addEventListener('error', () => resolve({}))
      signal.addEventListener('abort', () => resolve({}), { once: true })
    })
    const service = Comlink.wrap<TagsService>(mine)
    return await Promise.race([service.read(file.blob, file.name), givenUp])
  } catch {
    return {}
  } finally {
    clearTimeout(timer)
    worker?.terminate()
  }
}
