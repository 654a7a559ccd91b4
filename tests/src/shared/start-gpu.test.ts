import { afterEach, beforeEach, expect, test, vi } from 'vitest'

type FakeWorker = { onmessage?: () => void; onerror?: () => void; terminate: ReturnType<typeof vi.fn> }
const workers: FakeWorker[] = []
vi.mock('../../../src/shared/gpu-worker.ts?worker&inline', () => ({
  default: class implements FakeWorker {
    terminate = vi.fn()
    constructor() {
      workers.push(this)
    }
  },
}))

beforeEach(() => {
  workers.length = 0
  vi.resetModules()
  vi.useFakeTimers()
  vi.stubGlobal('OffscreenCanvas', class {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Starts the GPU; tells whether it is waited for. */
async function start() {
  const { gpuStart } = await import('../../../src/shared/start-gpu.ts')
  let isWaiting = true
  void gpuStart.then(() => {
    isWaiting = false
  })
  await Promise.resolve()
  return async () => {
    await vi.advanceTimersByTimeAsync(0)
    return isWaiting
  }
}

test.each(['onmessage', 'onerror'] as const)('the worker ends with its answer: %s', async (answer) => {
  const isWaiting = await start()
  expect(await isWaiting()).toBe(true)
  workers[0]?.[answer]?.()
  expect(await isWaiting()).toBe(false)
  expect(workers[0]?.terminate).toHaveBeenCalled()
})

test('a worker that is silent is not waited for for long', async () => {
  const isWaiting = await start()
  await vi.advanceTimersByTimeAsync(5000)
  expect(await isWaiting()).toBe(false)
  expect(workers[0]?.terminate).toHaveBeenCalled()
})

test('without canvases in workers nothing is waited for', async () => {
  vi.stubGlobal('OffscreenCanvas', undefined)
  const isWaiting = await start()
  expect(await isWaiting()).toBe(false)
  expect(workers).toEqual([])
})
