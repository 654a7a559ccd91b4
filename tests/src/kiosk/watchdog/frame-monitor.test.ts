import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createFrameMonitor } from '../../../../src/kiosk/watchdog/frame-monitor.ts'

const reportFault = vi.fn()
const reloadPage = vi.fn()
beforeEach(() => {
  reportFault.mockClear()
  reloadPage.mockClear()
})

describe('createFrameMonitor', () => {
  let frameCount: number
  let isVisible: boolean
  let hasXRSession: boolean
  let isBrowserDrawing: boolean
  let requested: (() => void)[]
  let isMissing: boolean
  let now: number
  const restartLoop = vi.fn()
  let checkFrames: (now: number) => boolean
  beforeEach(() => {
    frameCount = 0
    isVisible = true
    hasXRSession = false
    isBrowserDrawing = true
    requested = []
    now = 0
    restartLoop.mockClear()
    checkFrames = createFrameMonitor(
      {
        getFrameCount: () => frameCount,
        isVisible: () => isVisible,
        requestFrame: (callback) => (isBrowserDrawing ? callback() : requested.push(callback)),
        restartLoop,
        endXRSession: () => hasXRSession,
        reportFault,
        reloadPage,
      },
      8000,
    )
    checkFrames(0)
  })
  const passTime = (seconds: number, frames = 0) => {
    for (let i = 0; i < seconds; i++) {
      frameCount += frames
      now += 1000
      isMissing = checkFrames(now)
    }
  }

  test('reports nothing while frames continue or the page is hidden', () => {
    passTime(100, 1)
    isVisible = false
    passTime(100)
    isVisible = true
    passTime(7)
    expect(reportFault).not.toHaveBeenCalled()
  })

  test('restarts a stalled loop, then reloads the page; counts once', () => {
    passTime(8)
    expect(reportFault).toHaveBeenCalledOnce()
    expect(restartLoop).toHaveBeenCalledOnce()
    expect(reloadPage).not.toHaveBeenCalled()
    passTime(8)
    expect(reloadPage).toHaveBeenCalled()
    expect(reportFault).toHaveBeenCalledOnce()
  })

  test('counts another stall after frames have continued', () => {
    passTime(8)
    passTime(1, 5)
    passTime(8)
    expect(reportFault).toHaveBeenCalledTimes(2)
    expect(reloadPage).not.toHaveBeenCalled()
  })

  test('ends the XR session before it reloads the page', () => {
    hasXRSession = true
    passTime(16)
    expect(reloadPage).not.toHaveBeenCalled()
    hasXRSession = false
    passTime(8)
    expect(reloadPage).toHaveBeenCalled()
  })

  test('waits while the browser itself has no frames, says so, and mends the loop when it has some again', () => {
    isBrowserDrawing = false
    passTime(3600)
    expect(isMissing).toBe(true)
    expect([reportFault.mock.calls, restartLoop.mock.calls, reloadPage.mock.calls]).toEqual([[], [], []])
    expect(requested).toHaveLength(1)
    // The screen is on again, and the page goes on by itself.
    isBrowserDrawing = true
    requested.pop()?.()
    passTime(1, 10)
    expect(isMissing).toBe(false)
    expect(reportFault).not.toHaveBeenCalled()
    // Once more, and the page does not go on.
    isBrowserDrawing = false
    passTime(100)
    isBrowserDrawing = true
    requested.pop()?.()
    passTime(8)
    expect(restartLoop).toHaveBeenCalledOnce()
  })

  test('ignores the time during which the machine slept', () => {
    passTime(5)
    now += 3_600_000
    passTime(7)
    expect(reportFault).not.toHaveBeenCalled()
  })
})
