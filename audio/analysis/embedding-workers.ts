import type { CancelFlag } from '../dsp/cancellation.ts'
import { createSharedMemory } from '../dsp/wasm-kernels.ts'
import { SongError } from '../song-error.ts'
import type { EmbeddingSnapshots } from './embedding/embed.ts'
import type { EmbeddingWorkers } from './embedding/engines.ts'
import type { Points } from './embedding/points.ts'
import type { WorkerPool } from './embedding/tsne-worker-pool.ts'
import type { CancellableTsneJsJob, TsneJsMessage } from './tsne-js-worker.ts'

/** More would wait for each other: the shares are eight, and what one worker does alone grows in proportion. */
const MAX_POOL_WORKERS = 4
const choosePoolSize = (): number => Math.min(MAX_POOL_WORKERS, navigator.hardwareConcurrency - 1)

// All here are workers of the analysis worker and end with it, never before: where one ends in the moment in which the
// analysis worker is ended, Chromium may keep the latter, with all its memory, for as long as the page is open.

/**
 * Starts further workers for the embedding, one for each processor beyond this worker's own.
 * @returns undefined where no memory can be shared, or none could be started
 */
export async function startWorkerPool(bytes: number, helpers = choosePoolSize()): Promise<WorkerPool | undefined> {
  const memory = helpers < 1 ? null : createSharedMemory(bytes)
  if (!memory) return undefined
  const workers = Array.from(
    { length: helpers },
    () => new Worker(new URL('./tsne-worker.ts', import.meta.url), { type: 'module', name: 'songwalk-crew' }),
  )
  const ready = workers.map(
    (worker) =>
      new Promise<boolean>((resolve) => {
        worker.onmessage = () => resolve(true)
        worker.onerror = () => resolve(false)
        worker.postMessage(memory)
      }),
  )
  return (await Promise.all(ready)).includes(true) ? { memory } : undefined
}

/** The engine `classic` in a worker of its own. */
function runTsneJsInWorker(
  job: CancellableTsneJsJob,
  { onForm, onMap }: EmbeddingSnapshots,
  onProgress?: (fraction: number) => void,
): Promise<{ form: Points; map: Points }> {
  const worker = new Worker(new URL('./tsne-js-worker.ts', import.meta.url), {
    type: 'module',
    name: 'songwalk-classic',
  })
  return new Promise<{ form: Points; map: Points }>((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message))
    worker.onmessage = ({ data }: MessageEvent<TsneJsMessage>) => {
      if (data.kind === 'progress') onProgress?.(data.fraction)
      else if (data.kind === 'form') onForm?.(data.points, data.iteration, data.iterations)
      else if (data.kind === 'map') onMap?.(data.points, data.iteration, data.iterations)
      else if (data.kind === 'error') reject(SongError.fromData(data.error))
      else resolve(data)
    }
    worker.postMessage(job)
  })
}

/** What a worker of a browser can give to the embedding, until the flag is raised. */
export const createEmbeddingWorkers = (stop: CancelFlag | null): EmbeddingWorkers => ({
  startWorkerPool: (bytes) => startWorkerPool(bytes),
  runTsneJs: (job, stills, onProgress) => runTsneJsInWorker({ ...job, stop }, stills, onProgress),
})
