import type { CancelFlag } from '../dsp/cancellation.ts'
import { createSharedMemory } from '../dsp/wasm-kernels.ts'
import type { SongSettings } from '../song/song.ts'
import { SongError } from '../song-error.ts'
import type { EmbeddingSnapshots } from './embedding/embed.ts'
import type { EmbeddingWorkers, MapJob } from './embedding/engines.ts'
import type { Points } from './embedding/points.ts'
import { runTsne, type SnapshotCallback } from './embedding/tsne.ts'
import type { WorkerPool } from './embedding/tsne-worker-pool.ts'
import type { CancellableMapJob, MapMessage } from './map-worker.ts'
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

/**
 * Starts the worker of the map. It has to be started before it is needed: an engine starts it only between two tasks of
 * the analysis worker.
 */
function startMapWorker(cancelFlag: CancelFlag | null): NonNullable<EmbeddingWorkers['runMap']> {
  const worker = new Worker(new URL('./map-worker.ts', import.meta.url), { type: 'module', name: 'songwalk-map' })
  const failure = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      event.preventDefault()
      reject(new Error(event.message))
    }
  })
  failure.catch(() => {})
  const runInWorker = (job: MapJob, onMap: SnapshotCallback) =>
    new Promise<Points>((resolve) => {
      worker.onmessage = ({ data: { points, iteration, iterations } }: MessageEvent<MapMessage>) => {
        onMap(points, iteration, iterations)
        if (iteration === iterations) resolve(points)
      }
      worker.postMessage({ ...job, cancelFlag } satisfies CancellableMapJob)
    })
  return (job, onMap) =>
    Promise.race([runInWorker(job, onMap), failure]).catch(() => runTsne(job.pairs, job.start, onMap))
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

/** The embedding workers of a browser for the engine of the settings. */
export const createEmbeddingWorkers = (
  cancelFlag: CancelFlag | null,
  engine: SongSettings['engine'],
): EmbeddingWorkers => ({
  startWorkerPool: (bytes) => startWorkerPool(bytes),
  ...(engine === 'exact' && navigator.hardwareConcurrency > 1 ? { runMap: startMapWorker(cancelFlag) } : {}),
  runTsneJs: (job, snapshots, onProgress) => runTsneJsInWorker({ ...job, cancelFlag }, snapshots, onProgress),
})
