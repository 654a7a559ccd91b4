import { expect, test, vi } from 'vitest'
import { addWorkerCrashListener, isWorkerCrash, startWorker, WorkerCrashError } from '../../audio/start-worker.ts'

const onCrash = vi.fn()
addWorkerCrashListener(onCrash)

function createFakeWorker() {
  const terminate = vi.fn()
  return Object.assign(new EventTarget(), { terminate }) as unknown as Worker & { terminate: typeof terminate }
}
const createError = (message: string) => Object.assign(new Event('error'), { message })

test('a crash rejects, and is reported once for each worker', async () => {
  onCrash.mockClear()
  const { worker, failure } = startWorker(createFakeWorker())
  worker.dispatchEvent(createError('out of memory'))
  worker.dispatchEvent(createError('again'))
  worker.dispatchEvent(new Event('messageerror'))
  await expect(failure).rejects.toEqual(new WorkerCrashError('out of memory'))
  expect(onCrash).toHaveBeenCalledOnce()
})

test('an aborted signal rejects with its reason and is not a crash', async () => {
  onCrash.mockClear()
  const controller = new AbortController()
  const { failure } = startWorker(createFakeWorker(), controller.signal)
  controller.abort(new Error('canceled'))
  await expect(failure).rejects.toThrow('canceled')
  expect(onCrash).not.toHaveBeenCalled()
})

test('a stopped worker is terminated and reports nothing', () => {
  onCrash.mockClear()
  const fake = createFakeWorker()
  const { worker, stop } = startWorker(fake)
  stop()
  worker.dispatchEvent(createError('late'))
  expect(fake.terminate).toHaveBeenCalledOnce()
  expect(onCrash).not.toHaveBeenCalled()
})

test('a crash is found among the causes of an error', () => {
  const crash = new WorkerCrashError('crashed')
  expect(isWorkerCrash(crash)).toBe(true)
  expect(isWorkerCrash(new Error('outer', { cause: new Error('inner', { cause: crash }) }))).toBe(true)
  expect(isWorkerCrash(new Error('other'))).toBe(false)
  expect(isWorkerCrash(null)).toBe(false)
})
