import type { CancelFlag } from '../dsp/cancellation.ts'
import { createSharedMemory } from '../dsp/wasm-kernels.ts'
import { SongError } from '../song-error.ts'
import type { EmbeddingSnapshots } from './embedding/embed.ts'
import type { EmbeddingWorkers } from './embedding/engines.ts'
import type { Points } from './embedding/points.ts'
import type { WorkerPool } from './embedding/tsne-worker-pool.ts'
import type { CancellableTsneJsJob, TsneJsMessage } from './tsne-js-worker.ts'

/** There are only eight shares, and the part that only one worker computes becomes the bottleneck. */
const MAX_POOL_WORKERS = 4
const choosePoolSize = (): number => Math.min(MAX_POOL_WORKERS, navigator.hardwareConcurrency - 1)

// These workers are children of the analysis worker and end with it, never before: if one is terminated at the moment
// when the analysis worker is, Chromium can keep the latter, with all its memory, until the page is closed.

/**
 * Starts a worker pool for the embedding, one worker for each processor but one.
 * @returns undefined where memory cannot be shared or no worker starts
 */
export async function startWorkerPool(bytes: number, size = choosePoolSize()): Promise<WorkerPool | undefined> {
  const memory = size < 1 ? null : createSharedMemory(bytes)
  if (!memory) return undefined
  const workers = Array.from(
    { length: size },
    () => new Worker(new URL('./tsne-worker.ts', import.meta.url), { type: 'module', name: 'songwalk-tsne' }),
  )
  const started = workers.map(
    (worker) =>
      new Promise<boolean>((resolve) => {
        worker.onmessage = () => resolve(true)
        worker.onerror = () => resolve(false)
        worker.postMessage(memory)
      }),
  )
  return (await Promise.all(started)).includes(true) ? { memory } : undefined
}

/** The engine `classic` in a worker of its own. */
function runTsneJsInWorker(
  job: CancellableTsneJsJob,
  { onForm, onMap }: EmbeddingSnapshots,
  onProgress?: (fraction: number) => void,
): Promise<{ form: Points; map: Points }> {
  const worker = new Worker(new URL('./tsne-js-worker.ts', import.meta.url), {
    type: 'module',
    name: 'songwalk-tsne-js',
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

/** The embedding workers of a browser. */
export const createEmbeddingWorkers = (cancelFlag: CancelFlag | null): EmbeddingWorkers => ({
  startWorkerPool: (bytes) => startWorkerPool(bytes),
  runTsneJs: (job, snapshots, onProgress) => runTsneJsInWorker({ ...job, cancelFlag }, snapshots, onProgress),
})
