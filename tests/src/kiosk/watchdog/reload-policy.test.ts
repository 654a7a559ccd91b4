import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  appendReload,
  computeReloadDelay,
  createReloader,
  type ReloaderOptions,
} from '../../../../src/kiosk/watchdog/reload-policy.ts'

const MINUTE = 60_000
const WITHIN = 10 * MINUTE
const NOW = 1_800_000_000_000

describe('how often', () => {
  test('three times within ten minutes, then ten minutes after the last', () => {
    const times = [NOW - 9 * MINUTE, NOW - 5 * MINUTE]
    expect(computeReloadDelay(times, NOW, WITHIN)).toBe(0)
    expect(computeReloadDelay([...times, NOW - MINUTE], NOW, WITHIN)).toBe(9 * MINUTE)
    expect(computeReloadDelay([...times, NOW - 10 * MINUTE], NOW, WITHIN)).toBe(0)
  })

  test('a clock that was set back forbids nothing', () => {
    expect(computeReloadDelay([NOW + MINUTE, NOW + 2 * MINUTE, NOW + 3 * MINUTE], NOW, WITHIN)).toBe(0)
  })

  test('never more than three in any ten minutes, whenever pages fail', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { maxLength: 40 }), (gaps) => {
        let kept: number[] = []
        const done: number[] = []
        let now = NOW
        for (const gap of gaps) {
          now += gap
          now += computeReloadDelay(kept, now, WITHIN)
          expect(computeReloadDelay(kept, now, WITHIN)).toBe(0)
          kept = appendReload(kept, now, WITHIN)
          expect(kept.length).toBeLessThanOrEqual(4)
          done.push(now)
          expect(done.filter((time) => time > now - 10 * MINUTE).length).toBeLessThanOrEqual(3)
        }
      }),
    )
  })
})

describe('a reload', () => {
  let source: ReloaderOptions
  let waiting: [act: () => void, milliseconds: number][]
  let leave: (() => void) | undefined
  beforeEach(() => {
    waiting = []
    leave = undefined
    let kept: number[] = []
    source = {
      now: () => NOW,
      schedule: (act, milliseconds) => waiting.push([act, milliseconds]),
      readTimes: () => kept,
      writeTimes: (times) => {
        kept = times
        return true
      },
      isIdle: () => false,
      runWhenIdle: (act) => {
        leave = act
      },
      showHoldingScreen: vi.fn(),
      reportFault: vi.fn(),
      reloadPage: vi.fn(),
    }
  })

  test('is at once where nothing is seen any more, and counted once', () => {
    const reload = createReloader(source, 1000, WITHIN)
    reload(true)
    reload(true)
    expect(source.reloadPage).toHaveBeenCalledOnce()
    expect(source.reportFault).toHaveBeenCalledOnce()
    expect(source.readTimes()).toEqual([NOW])
  })

  test('waits for the end of the visit where something still is, but not for ever', () => {
    const reload = createReloader(source, 1000, WITHIN)
    reload(false)
    expect(source.reloadPage).not.toHaveBeenCalled()
    expect(waiting[0]?.[1]).toBe(1000)
    leave?.()
    waiting[0]?.[0]()
    expect(source.reloadPage).toHaveBeenCalledOnce()
  })

  test('that was to wait is at once when nothing is seen any more', () => {
    const reload = createReloader(source, 1000, WITHIN)
    reload(false)
    reload(true)
    expect(source.reloadPage).toHaveBeenCalledOnce()
  })

  test('that comes too often waits, with something calm to be seen', () => {
    source.writeTimes([NOW - 3, NOW - 2, NOW - 1])
    createReloader(source, 1000, WITHIN)(true)
    expect(source.reloadPage).not.toHaveBeenCalled()
    expect(source.showHoldingScreen).toHaveBeenCalled()
    const [[act, milliseconds] = []] = waiting
    expect(milliseconds).toBe(10 * MINUTE - 1)
    act?.()
    expect(source.reloadPage).toHaveBeenCalledOnce()
  })

  test('that comes too often covers nothing that can still be seen', () => {
    source.writeTimes([NOW - 3, NOW - 2, NOW - 1])
    source.isIdle = () => true
    const reload = createReloader(source, 1000, WITHIN)
    reload(false)
    expect(source.showHoldingScreen).not.toHaveBeenCalled()
    expect(waiting[0]?.[1]).toBe(10 * MINUTE - 1)
    reload(true)
    expect(source.showHoldingScreen).toHaveBeenCalled()
    expect(source.reloadPage).not.toHaveBeenCalled()
  })

  test('is no endless loop where nothing can be kept', () => {
    source.writeTimes = () => false
    createReloader(source, 1000, WITHIN)(true)
    expect(source.reloadPage).not.toHaveBeenCalled()
    expect(source.showHoldingScreen).toHaveBeenCalled()
    expect(waiting[0]?.[1]).toBe(10 * MINUTE)
  })
})
