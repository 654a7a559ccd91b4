import type { ClassicNews } from './classic-worker.ts'
import type { ClassicJob } from './embedding/classic.ts'
import type { Crew } from './embedding/crew.ts'
import type { Stills } from './embedding/embed.ts'
import type { EmbeddingHelp } from './embedding/engines.ts'
import type { Points } from './embedding/points.ts'
import { SongError } from './errors.ts'
import { createSharedMemory } from './simd.ts'

/** More would wait for each other: the shares are eight, and what one worker does alone grows in proportion. */
const mostHelpers = 4
const fittingHelpers = (): number => Math.min(mostHelpers, navigator.hardwareConcurrency - 1)

/**
 * Starts further workers for the embedding, one for each processor beyond this worker's own. They are workers of this
 * worker: ending it ends them.
 * @returns undefined where no memory can be shared, or none could be started
 */
export async function hireCrew(bytes: number, helpers = fittingHelpers()): Promise<Crew | undefined> {
  const memory = helpers < 1 ? null : createSharedMemory(bytes)
  if (!memory) return undefined
  const workers = Array.from(
    { length: helpers },
    () => new Worker(new URL('./crew-worker.ts', import.meta.url), { type: 'module', name: 'songwalk-crew' }),
  )
  const ready = workers.map(
    (worker) =>
      new Promise<boolean>((resolve) => {
        worker.onmessage = () => resolve(true)
        worker.onerror = () => resolve(false)
        worker.postMessage(memory)
      }),
  )
  const end = (): void => {
    for (const worker of workers) worker.terminate()
  }
  if ((await Promise.all(ready)).includes(true)) return { memory, end }
  end()
  return undefined
}

/** The engine `classic` in a worker of its own, which ends with the promise. */
function runClassic(
  job: ClassicJob,
  { onForm, onMap }: Stills,
  onProgress?: (fraction: number) => void,
): Promise<{ form: Points; map: Points }> {
  const worker = new Worker(new URL('./classic-worker.ts', import.meta.url), {
    type: 'module',
    name: 'songwalk-classic',
  })
  return new Promise<{ form: Points; map: Points }>((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message))
    worker.onmessage = ({ data }: MessageEvent<ClassicNews>) => {
      if (data.kind === 'progress') onProgress?.(data.fraction)
      else if (data.kind === 'form') onForm?.(data.points, data.iteration, data.iterations)
      else if (data.kind === 'map') onMap?.(data.points, data.iteration, data.iterations)
      else if (data.kind === 'sentence') reject(new SongError(data.sentence))
      else resolve(data)
    }
    worker.postMessage(job)
  }).finally(() => worker.terminate())
}

/** What a worker of a browser can give to the embedding. */
export const embeddingWorkers: EmbeddingHelp = { hireCrew: (bytes) => hireCrew(bytes), runClassic }
