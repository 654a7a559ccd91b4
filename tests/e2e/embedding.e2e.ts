import { expect, test } from 'vitest'
import { embedSong } from '../../audio/embedding/engines.ts'
import type { EmbeddingTask } from './embedding/worker.ts'
import { synthetic } from './embedding/rows.ts'
import { openModulePage } from './harness/pages.ts'
import { until } from './harness/snapshot.ts'

type Answer = { numbers: number[][]; quality: object; hired: number; stills: number }

const startWorker = `window.task = (task, news) => new Promise((resolve, reject) => {
  const worker = new Worker('/tests/e2e/embedding/worker.ts', { type: 'module' })
  window.lastWorker = worker
  worker.onerror = (event) => reject(new Error(event.message))
  worker.onmessage = ({ data }) => {
    if (!data.started) resolve(data)
    else if (task.forever) resolve('started')
  }
  worker.postMessage(task)
})`

async function openWorkers() {
  const opened = await openModulePage()
  await opened.page.evaluate(startWorker)
  const run = (task: EmbeddingTask): Promise<Answer> => opened.page.evaluate(`task(${JSON.stringify(task)})`)
  return { ...opened, run }
}

test('further workers give the bits of one, and those of Node', async () => {
  const { run, guard, close } = await openWorkers()
  const count = 1500
  const here = await embedSong(synthetic(count), { engine: 'exact', perplexity: 30 })
  const numbers = [here.form, here.map].map(({ values }) => Array.from(values))
  for (const helpers of [0, 1, 2]) {
    const there = await run({ engine: 'exact', count, helpers })
    expect(there.hired).toBe(helpers)
    expect(there.numbers).toEqual(numbers)
    expect(there.quality).toEqual(here.quality)
  }
  guard.expectClean()
  await close()
})

test('the classic engine makes form and map in a worker of its own, which then ends', async () => {
  const { page, run, guard, close } = await openWorkers()
  const { numbers, stills } = await run({ engine: 'classic', count: 24 })
  expect(numbers.map((values) => values.length)).toEqual([72, 48])
  expect(numbers.flat().every(Number.isFinite)).toBe(true)
  expect(stills).toBeGreaterThan(20)
  await until(async () => page.workers().length === 1)
  guard.expectClean()
  await close()
})

test.each([
  ['exact', { engine: 'exact', count: 1600, helpers: 2, forever: true }, 3],
  ['classic', { engine: 'classic', count: 200, forever: true }, 2],
] as const)('%s: ending the worker that analyzes ends those it started', async (_, task, workers) => {
  const { page, run, guard, close } = await openWorkers()
  expect(await run(task)).toBe('started')
  expect(page.workers()).toHaveLength(workers)
  await page.evaluate('lastWorker.terminate()')
  await until(async () => page.workers().length === 0)
  guard.expectClean()
  await close()
})
