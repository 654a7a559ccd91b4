import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  appendReload,
  computeReloadDelay,
  createReloader,
  type ReloaderOptions,
} from '../../../../src/kiosk/watchdog/reloader.ts'

const MINUTE_MS = 60_000
const WINDOW_MS = 10 * MINUTE_MS
const NOW_MS = 1_800_000_000_000

describe('computeReloadDelay', () => {
  test('allows three reloads within ten minutes, then one ten minutes after the last', () => {
    const times = [NOW_MS - 9 * MINUTE_MS, NOW_MS - 5 * MINUTE_MS]
    expect(computeReloadDelay(times, NOW_MS, WINDOW_MS)).toBe(0)
    expect(computeReloadDelay([...times, NOW_MS - MINUTE_MS], NOW_MS, WINDOW_MS)).toBe(9 * MINUTE_MS)
    expect(computeReloadDelay([...times, NOW_MS - 10 * MINUTE_MS], NOW_MS, WINDOW_MS)).toBe(0)
  })

  test('ignores times in the future', () => {
    expect(
      computeReloadDelay([NOW_MS + MINUTE_MS, NOW_MS + 2 * MINUTE_MS, NOW_MS + 3 * MINUTE_MS], NOW_MS, WINDOW_MS),
    ).toBe(0)
  })

  test('never allows more than three in any ten minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * MINUTE_MS }), { maxLength: 40 }), (gaps) => {
        let stored: number[] = []
        const reloads: number[] = []
        let now = NOW_MS
        for (const gap of gaps) {
          now += gap
          now += computeReloadDelay(stored, now, WINDOW_MS)
          expect(computeReloadDelay(stored, now, WINDOW_MS)).toBe(0)
          stored = appendReload(stored, now, WINDOW_MS)
          expect(stored.length).toBeLessThanOrEqual(4)
          reloads.push(now)
          expect(reloads.filter((time) => time > now - 10 * MINUTE_MS).length).toBeLessThanOrEqual(3)
        }
      }),
    )
  })
})

describe('createReloader', () => {
  let options: ReloaderOptions
  let scheduled: [act: () => void, milliseconds: number][]
  let endVisit: (() => void) | undefined
  beforeEach(() => {
    scheduled = []
    endVisit = undefined
    let stored: number[] = []
    options = {
      now: () => NOW_MS,
      schedule: (callback, milliseconds) => scheduled.push([callback, milliseconds]),
      readTimes: () => stored,
      writeTimes: (times) => {
        stored = times
        return true
      },
      isIdle: () => false,
      runWhenIdle: (callback) => {
        endVisit = callback
      },
      showHoldingScreen: vi.fn(),
      reportFault: vi.fn(),
      reloadPage: vi.fn(),
    }
  })

  test('reloads at once if it is urgent, and counts once', () => {
    const reloadPage = createReloader(options, 1000, WINDOW_MS)
    reloadPage(true)
    reloadPage(true)
    expect(options.reloadPage).toHaveBeenCalledOnce()
    expect(options.reportFault).toHaveBeenCalledOnce()
    expect(options.readTimes()).toEqual([NOW_MS])
  })

  test('waits for the end of the visit if it is not urgent, up to a limit', () => {
    const reloadPage = createReloader(options, 1000, WINDOW_MS)
    reloadPage(false)
    expect(options.reloadPage).not.toHaveBeenCalled()
    expect(scheduled[0]?.[1]).toBe(1000)
    endVisit?.()
    scheduled[0]?.[0]()
    expect(options.reloadPage).toHaveBeenCalledOnce()
  })

  test('reloads at once when a waiting reload becomes urgent', () => {
    const reloadPage = createReloader(options, 1000, WINDOW_MS)
    reloadPage(false)
    reloadPage(true)
    expect(options.reloadPage).toHaveBeenCalledOnce()
  })

  test('shows the holding screen while an urgent reload waits for the time window', () => {
    options.writeTimes([NOW_MS - 3, NOW_MS - 2, NOW_MS - 1])
    createReloader(options, 1000, WINDOW_MS)(true)
    expect(options.reloadPage).not.toHaveBeenCalled()
    expect(options.showHoldingScreen).toHaveBeenCalled()
    const [[callback, milliseconds] = []] = scheduled
    expect(milliseconds).toBe(10 * MINUTE_MS - 1)
    callback?.()
    expect(options.reloadPage).toHaveBeenCalledOnce()
  })

  test('shows no holding screen if the reload is not urgent', () => {
    options.writeTimes([NOW_MS - 3, NOW_MS - 2, NOW_MS - 1])
    options.isIdle = () => true
    const reloadPage = createReloader(options, 1000, WINDOW_MS)
    reloadPage(false)
    expect(options.showHoldingScreen).not.toHaveBeenCalled()
    expect(scheduled[0]?.[1]).toBe(10 * MINUTE_MS - 1)
    reloadPage(true)
    expect(options.showHoldingScreen).toHaveBeenCalled()
    expect(options.reloadPage).not.toHaveBeenCalled()
  })

  test('waits a whole window if the times cannot be stored', () => {
    options.writeTimes = () => false
    createReloader(options, 1000, WINDOW_MS)(true)
    expect(options.reloadPage).not.toHaveBeenCalled()
    expect(options.showHoldingScreen).toHaveBeenCalled()
    expect(scheduled[0]?.[1]).toBe(10 * MINUTE_MS)
  })
})
