import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createErrorMonitor } from '../../../../src/kiosk/watchdog/watch-errors.ts'

const reportFault = vi.fn()
const reloadPage = vi.fn()
beforeEach(() => {
  reportFault.mockClear()
  reloadPage.mockClear()
})

describe('createErrorMonitor', () => {
  test('reloads the page after five errors in a minute; counts the same error once per second', () => {
    const monitor = createErrorMonitor({ reportFault, reloadPage })
    for (let i = 0; i < 240; i++) monitor(new Error('x'), 'x', i * 16)
    expect(reportFault).toHaveBeenCalledTimes(4)
    expect(reloadPage).not.toHaveBeenCalled()
    monitor(new Error('y'), 'y', 4000)
    expect(reloadPage).toHaveBeenCalledExactlyOnceWith(false)
  })

  test('only counts errors that are rare', () => {
    const monitor = createErrorMonitor({ reportFault, reloadPage })
    for (let i = 0; i < 20; i++) monitor(new Error('x'), 'x', i * 20_000)
    expect(reportFault).toHaveBeenCalledTimes(20)
    expect(reloadPage).not.toHaveBeenCalled()
  })

  test('counts a full disk as such, and ignores undelivered ResizeObserver notifications', () => {
    const monitor = createErrorMonitor({ reportFault, reloadPage })
    monitor(Object.assign(new Error('no'), { name: 'QuotaExceededError' }), 'no', 0)
    monitor(null, 'ResizeObserver loop completed with undelivered notifications.', 0)
    expect(reportFault.mock.calls).toEqual([['storage-full']])
  })
})
