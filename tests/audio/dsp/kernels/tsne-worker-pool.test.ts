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
  await Promise.all(threads.splice(0).map((helper) => helper.terminate()))
})

// A thread of Node reads no TypeScript by itself.
const thread = new URL('./tsne-thread.ts', import.meta.url).href
const start = `import('tsx/esm/api').then(({ tsImport }) => tsImport('${thread}', '${import.meta.url}'))`

const count = 203
const rows = Array.from({ length: count }, (_, i) => noise(26, 9 + i))

async function crewOf(helpers: number): Promise<WorkerPool> {
  const memory = createSharedMemory(computePoolMemoryBytes(count, 90 * count)) as WebAssembly.Memory
  for (let n = 0; n < helpers; n++) {
    const helper = new Worker(start, { eval: true, workerData: memory })
    threads.push(helper)
    await once(helper, 'message')
  }
  return { memory }
}

test('form and map have the same bits whoever computes them, with landmarks too', async () => {
  const alone = embed(rows, 30, {}, undefined, { executor: 'simd' })
  for (const helpers of [0, 1, 2]) {
    const together = embed(rows, 30, {}, undefined, { executor: await crewOf(helpers) })
    expect(together.form.values).toEqual(alone.form.values)
    expect(together.map.values).toEqual(alone.map.values)
  }
  const placed = embed(rows, 30, {}, undefined, { executor: await crewOf(1), maxLandmarks: 90 })
  expect(placed.form.values).toEqual(
    embed(rows, 30, {}, undefined, { executor: 'plain', maxLandmarks: 90 }).form.values,
  )
})
