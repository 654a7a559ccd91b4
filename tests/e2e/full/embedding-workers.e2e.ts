import { expect, test } from 'vitest'
import { embed } from '../../../audio/analysis/embedding/embed.ts'
import { openModulePage } from '../harness/pages.ts'
import { WAIT_TIMEOUT_MS } from '../harness/snapshot.ts'
import { createClusteredRows } from './embedding-workers/clustered-rows.ts'
import type { EmbeddingReply, EmbeddingTask } from './embedding-workers/test-worker.ts'

const startWorker = `window.start = (task, wanted) => new Promise((resolve, reject) => {
  const worker = new Worker('/tests/e2e/full/embedding-workers/test-worker.ts', { type: 'module' })
  const stop = new Int32Array(new SharedArrayBuffer(4))
  window.end = (asked) => {
    if (asked) Atomics.store(stop, 0, 1)
    worker.terminate()
  }
  worker.onerror = (event) => reject(new Error(event.message))
  worker.onmessage = ({ data }) => {
    if (wanted === 'started' ? data === wanted : data !== 'started') resolve(data)
  }
  worker.postMessage({ ...task, stop })
})`

async function openWorkers() {
  const opened = await openModulePage()
  await opened.page.evaluate(startWorker)
  const start = (task: EmbeddingTask, wanted: 'started' | 'answer'): Promise<EmbeddingReply> =>
    opened.page.evaluate(`start(${JSON.stringify(task)}, '${wanted}')`)
  const workersLeft = () => expect.poll(() => opened.page.workers().length, { timeout: WAIT_TIMEOUT_MS })
  return { ...opened, start, workersLeft }
}

test('further workers give the bits of one, and those of Node', async () => {
  const { start, monitor, close } = await openWorkers()
  const count = 300
  const { form, map } = embed(createClusteredRows(count), 30)
  for (const helpers of [0, 1, 2]) {
    const there = await start({ engine: 'exact', count, workerCount: helpers }, 'answer')
    expect(there.usedPool).toBe(helpers > 0)
    expect(there.numbers).toEqual([form, map].map(({ values }) => Array.from(values)))
  }
  monitor.expectNoErrors()
  await close()
})

test('the classic engine makes form and map in a worker of its own', async () => {
  const { page, start, monitor, close } = await openWorkers()
  const { numbers, snapshotCount: stills } = await start({ engine: 'classic', count: 24 }, 'answer')
  expect(numbers.map((values) => values.length)).toEqual([72, 48])
  expect(numbers.flat().every(Number.isFinite)).toBe(true)
  expect(stills).toBeGreaterThan(20)
  expect(page.workers()).toHaveLength(2)
  monitor.expectNoErrors()
  await close()
})

test.each([
  ['exact', 2000, true],
  ['exact', 2000, false],
  ['classic', 250, true],
  ['classic', 250, false],
] as const)(
  '%s: ending the worker that analyzes ends those it started (%i chunks, asked to stop: %s)',
  async (engine, count, asked) => {
    const { page, start, workersLeft, monitor, close } = await openWorkers()
    await start({ engine, count }, 'started')
    // With one processor the exact engine starts no further workers.
    const alone = engine === 'exact' && (await page.evaluate('navigator.hardwareConcurrency')) === 1
    expect(page.workers().length > 1).toBe(!alone)
    await page.evaluate(`end(${asked})`)
    await workersLeft().toBe(0)
    monitor.expectNoErrors()
    await close()
  },
)
