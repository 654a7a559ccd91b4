import { beforeEach, expect, test, vi } from 'vitest'
import type { PageToWorkerMessage, WorkerToPageMessage } from '../../../../src/kiosk/offline/worker-messages.ts'
import { watchUpdates } from '../../../../src/kiosk/watchdog/watch-updates.ts'

let told: PageToWorkerMessage[]
let idle: boolean
let lives: boolean
let leave: (() => void) | undefined
let container: EventTarget & { controller: { postMessage: (message: PageToWorkerMessage) => void } | null }
const note = vi.fn()
const reload = vi.fn()
const register = vi.fn(async () => {})

const follow = () =>
  watchUpdates(
    {
      version: '1',
      checkIntervalMs: 60_000,
      trialMs: 30_000,
      isIdle: () => idle,
      runWhenIdle: (act) => {
        leave = act
      },
      isReady: () => lives,
      reportFault: note,
      reloadPage: reload,
    },
    container as unknown as ServiceWorkerContainer,
  )
const hear = (data: WorkerToPageMessage) => container.dispatchEvent(Object.assign(new Event('message'), { data }))

beforeEach(() => {
  vi.stubGlobal('navigator', {})
  told = []
  idle = false
  lives = false
  leave = undefined
  const controller = { postMessage: (message: PageToWorkerMessage) => told.push(message) }
  container = Object.assign(new EventTarget(), { controller, register })
  note.mockClear()
  reload.mockClear()
  register.mockReset().mockResolvedValue(undefined)
  return () => vi.unstubAllGlobals()
})

test('it asks at once, and tells that this version lives as soon as it does', () => {
  const look = follow()
  look()
  look()
  expect(told).toEqual([{ type: 'check' }])
  lives = true
  look()
  look()
  expect(told).toEqual([{ type: 'check' }, { type: 'alive', version: '1' }])
})

test('what waits is taken when nobody is there, and shown even then only if that is still so', () => {
  const look = follow()
  hear({ type: 'waiting' })
  look()
  expect(told.filter(({ type }) => type === 'idle')).toEqual([])
  idle = true
  look()
  look()
  expect(told.filter(({ type }) => type === 'idle')).toEqual([{ type: 'idle', trial: 30_000 }])
  idle = false
  hear({ type: 'taken' })
  expect(reload).not.toHaveBeenCalled()
  leave?.()
  expect(reload).toHaveBeenCalledOnce()
})

test('what went wrong is counted', () => {
  follow()
  hear({ type: 'faults', kinds: ['update-broken', 'storage-full'] })
  expect(note.mock.calls.map(([kind]) => kind)).toEqual(['update-broken', 'storage-full'])
})

test('where no service worker can be had, nothing happens', async () => {
  register.mockRejectedValue(new DOMException('no certificate', 'SecurityError'))
  container.controller = null
  const look = follow()
  lives = true
  await Promise.resolve()
  look()
  expect(told).toEqual([])
  watchUpdates({} as never, undefined as never)()
})
