import { expect, test, vi } from 'vitest'
import { createWarmWorker } from '../../audio/warm-worker.ts'

class FakeWorker extends EventTarget {
  terminate = vi.fn()
  postMessage = vi.fn()
}
const setup = () => {
  const created: FakeWorker[] = []
  const warm = createWarmWorker(() => {
    const worker = new FakeWorker()
    created.push(worker)
    return worker as unknown as Worker
  })
  return { created, warm }
}

test('a warmed worker is the one that is taken', () => {
  const { created, warm } = setup()
  warm.warm()
  warm.warm()
  expect(created).toHaveLength(1)
  expect(warm.take().worker).toBe(created[0])
  expect(warm.take().worker).toBe(created[1])
})

test('a worker that crashed while it waited is not taken', () => {
  const { created, warm } = setup()
  warm.warm()
  created[0]!.dispatchEvent(new Event('error'))
  expect(warm.take().worker).toBe(created[1])
})

test('a worker given back waits for the next job, a second one ends', () => {
  const { created, warm } = setup()
  const [first, second] = [warm.take(), warm.take()]
  warm.giveBack(first)
  warm.giveBack(second)
  expect(created[1]!.terminate).toHaveBeenCalledOnce()
  expect(warm.take()).toBe(first)
})
