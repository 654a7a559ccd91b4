import { beforeEach, expect, test, vi } from 'vitest'
import type { PageToWorkerMessage, WorkerToPageMessage } from '../../../../src/kiosk/offline/worker-messages.ts'
import { watchUpdates } from '../../../../src/kiosk/watchdog/watch-updates.ts'

let sentMessages: PageToWorkerMessage[]
let isIdle: boolean
let isReady: boolean
let endVisit: (() => void) | undefined
let container: EventTarget & { controller: { postMessage: (message: PageToWorkerMessage) => void } | null }
const reportFault = vi.fn()
const reloadPage = vi.fn()
const register = vi.fn(async () => {})

const startWatch = () =>
  watchUpdates(
    {
      version: '1',
      checkIntervalMs: 60_000,
      trialMs: 30_000,
      isIdle: () => isIdle,
      runWhenIdle: (callback) => {
        endVisit = callback
      },
      isReady: () => isReady,
      reportFault,
      reloadPage,
    },
    container as unknown as ServiceWorkerContainer,
  )
const receive = (data: WorkerToPageMessage) => container.dispatchEvent(Object.assign(new Event('message'), { data }))

beforeEach(() => {
  vi.stubGlobal('navigator', {})
  sentMessages = []
  isIdle = false
  isReady = false
  endVisit = undefined
  const controller = { postMessage: (message: PageToWorkerMessage) => sentMessages.push(message) }
  container = Object.assign(new EventTarget(), { controller, register })
  reportFault.mockClear()
  reloadPage.mockClear()
  register.mockReset().mockResolvedValue(undefined)
  return () => vi.unstubAllGlobals()
})

test('checks for an update at once, and confirms this version as soon as it is ready', () => {
  const poll = startWatch()
  poll()
  poll()
  expect(sentMessages).toEqual([{ type: 'check' }])
  isReady = true
  poll()
  poll()
  expect(sentMessages).toEqual([{ type: 'check' }, { type: 'alive', version: '1' }])
})

test('activates a waiting update when idle, and reloads for it only when still idle', () => {
  const poll = startWatch()
  receive({ type: 'waiting' })
  poll()
  expect(sentMessages.filter(({ type }) => type === 'idle')).toEqual([])
  isIdle = true
  poll()
  poll()
  expect(sentMessages.filter(({ type }) => type === 'idle')).toEqual([{ type: 'idle', trial: 30_000 }])
  isIdle = false
  receive({ type: 'taken' })
  expect(reloadPage).not.toHaveBeenCalled()
  endVisit?.()
  expect(reloadPage).toHaveBeenCalledOnce()
})

test('counts the faults of the service worker', () => {
  startWatch()
  receive({ type: 'faults', kinds: ['update-broken', 'storage-full'] })
  expect(reportFault.mock.calls.map(([kind]) => kind)).toEqual(['update-broken', 'storage-full'])
})

test('does nothing without a service worker', async () => {
  register.mockRejectedValue(new DOMException('no certificate', 'SecurityError'))
  container.controller = null
  const poll = startWatch()
  isReady = true
  await Promise.resolve()
  poll()
  expect(sentMessages).toEqual([])
  watchUpdates({} as never, undefined as never)()
})
