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
    const { handleError } = createErrorMonitor({ reportFault, reloadPage })
    for (let i = 0; i < 240; i++) handleError(new Error('x'), 'x', i * 16)
    expect(reportFault).toHaveBeenCalledTimes(4)
    expect(reloadPage).not.toHaveBeenCalled()
    handleError(new Error('y'), 'y', 4000)
    expect(reloadPage).toHaveBeenCalledExactlyOnceWith(false)
  })

  test('only counts errors that are rare', () => {
    const { handleError } = createErrorMonitor({ reportFault, reloadPage })
    for (let i = 0; i < 20; i++) handleError(new Error('x'), 'x', i * 20_000)
    expect(reportFault).toHaveBeenCalledTimes(20)
    expect(reloadPage).not.toHaveBeenCalled()
  })

  test('counts a full disk as such, and ignores undelivered ResizeObserver notifications', () => {
    const { handleError } = createErrorMonitor({ reportFault, reloadPage })
    handleError(Object.assign(new Error('no'), { name: 'QuotaExceededError' }), 'no', 0)
    handleError(null, 'ResizeObserver loop completed with undelivered notifications.', 0)
    expect(reportFault.mock.calls).toEqual([['storage-full']])
  })

  test('fails for a minute after five errors in a minute, and while ten come in ten minutes', () => {
    const { handleError, isFailing } = createErrorMonitor({ reportFault, reloadPage })
    for (let i = 0; i < 4; i++) handleError(new Error('x'), 'x', i * 2000)
    expect(isFailing(8000)).toBe(false)
    handleError(new Error('x'), 'x', 8000)
    expect([isFailing(8000), isFailing(67_000), isFailing(68_000)]).toEqual([true, true, false])
    const slow = createErrorMonitor({ reportFault, reloadPage })
    for (let i = 0; i < 10; i++) {
      expect(slow.isFailing(i * 50_000)).toBe(false)
      slow.handleError(new Error('y'), 'y', i * 50_000)
    }
    expect([slow.isFailing(450_000), slow.isFailing(600_000)]).toEqual([true, false])
  })
})
