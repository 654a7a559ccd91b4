import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { embed } from '../../../../audio/analysis/embedding/embed.ts'
import { computePoolMemoryBytes } from '../../../../audio/analysis/embedding/gradient.ts'
import type { WorkerPool } from '../../../../audio/analysis/embedding/tsne-worker-pool.ts'
import { createSharedMemory } from '../../../../audio/dsp/wasm-kernels.ts'
import { noise } from '../../../wav.ts'

const threads: Worker[] = []
afterEach(async () => {
  await Promise.all(threads.splice(0).map((worker) => worker.terminate()))
})

// Node cannot load TypeScript in a worker thread.
const thread = new URL('./tsne-thread.ts', import.meta.url).href
const start = `import('tsx/esm/api').then(({ tsImport }) => tsImport('${thread}', '${import.meta.url}'))`

const count = 203
const rows = Array.from({ length: count }, (_, i) => noise(26, 9 + i))

async function startThreadPool(size: number): Promise<WorkerPool> {
  const memory = createSharedMemory(computePoolMemoryBytes(count, 135 * count)) as WebAssembly.Memory
  for (let n = 0; n < size; n++) {
    const worker = new Worker(start, { eval: true, workerData: memory })
    threads.push(worker)
    await once(worker, 'message')
  }
  return { memory }
}

test('form and map have the same bits with and without workers, also with landmarks', async () => {
  const alone = embed(rows, 30, {}, undefined, { executor: 'simd' })
  for (const size of [0, 1, 2]) {
    const pooled = embed(rows, 30, {}, undefined, { executor: await startThreadPool(size) })
    expect(pooled.form.values).toEqual(alone.form.values)
    expect(pooled.map.values).toEqual(alone.map.values)
  }
  const withLandmarks = embed(rows, 30, {}, undefined, { executor: await startThreadPool(1), maxLandmarks: 90 })
  expect(withLandmarks.form.values).toEqual(
    embed(rows, 30, {}, undefined, { executor: 'plain', maxLandmarks: 90 }).form.values,
  )
})
