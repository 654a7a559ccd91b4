import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  containsTime,
  createTimeWindow,
  followPlayhead,
  panTimeWindow,
  revealRange,
  selectTickStep,
  setTimeWindow,
  showsWholeSong,
  timeToX,
  xToTime,
  zoomTimeWindow,
} from '../../../../src/app/spectrogram/time-window.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
/** Any view of any song, from a click to an hour. */
const anyWindow = fc.tuple(fc.double({ min: 0.2, max: 4000, noNaN: true }), share, share).map(([duration, a, b]) => {
  const window = createTimeWindow(duration)
  setTimeWindow(window, a * duration, b * duration)
  return window
})
const inside = ({ from, span, duration }: ReturnType<typeof createTimeWindow>) => {
  expect(from).toBeGreaterThanOrEqual(0)
  expect(from + span).toBeLessThanOrEqual(duration * (1 + 1e-12))
  expect(span).toBeGreaterThanOrEqual(Math.min(2, duration) * (1 - 1e-12))
}

describe('time window', () => {
  test('shows the whole song at first', () => {
    const window = createTimeWindow(163)
    expect(showsWholeSong(window)).toBe(true)
    expect(timeToX(window, 0, 1000)).toBe(0)
    expect(timeToX(window, 163, 1000)).toBe(1000)
    expect(xToTime(window, 500, 1000)).toBe(81.5)
  })

  test('timeToX and xToTime are inverse', () => {
    fc.assert(
      fc.property(anyWindow, share, (window, at) => {
        const time = window.from + at * window.span
        expect(xToTime(window, timeToX(window, time, 1060), 1060)).toBeCloseTo(time, 6)
      }),
    )
  })

  test('pixels outside the song are clamped to its ends', () => {
    const window = createTimeWindow(10)
    expect(xToTime(window, -40, 100)).toBe(0)
    expect(xToTime(window, 140, 100)).toBe(10)
    expect(xToTime(window, 5, 0)).toBe(0)
    expect(timeToX(createTimeWindow(0), 0, 100)).toBe(0)
  })

  test('stays within the song and shows at least two seconds after any change', () => {
    const factor = fc.double({ min: 1e-4, max: 1e4, noNaN: true })
    fc.assert(
      fc.property(anyWindow, factor, share, share, (window, by, at, to) => {
        zoomTimeWindow(window, by, window.from + at * window.span)
        inside(window)
        panTimeWindow(window, (to - 0.5) * 3 * window.duration)
        inside(window)
      }),
    )
  })

  test('zooming keeps the time under the pointer, except at the ends of the song', () => {
    fc.assert(
      fc.property(anyWindow, fc.double({ min: 0.2, max: 5, noNaN: true }), share, (window, by, at) => {
        const time = window.from + at * window.span
        const before = timeToX(window, time, 1)
        zoomTimeWindow(window, by, time)
        const atEdge = window.from === 0 || window.from + window.span > window.duration * (1 - 1e-9)
        if (!atEdge) expect(timeToX(window, time, 1)).toBeCloseTo(before, 6)
        expect(containsTime(window, Math.min(time, window.from + window.span))).toBe(true)
      }),
    )
  })

  test('revealRange moves as little as needed', () => {
    const window = createTimeWindow(100)
    setTimeWindow(window, 20, 10)
    revealRange(window, 24, 25)
    expect(window.from).toBe(20)
    revealRange(window, 34, 35)
    expect(window.from).toBeCloseTo(25.6)
    revealRange(window, 3, 4)
    expect(window.from).toBeCloseTo(2.4)
    revealRange(window, 40, 80)
    expect(window.from).toBeCloseTo(39.4)
    expect(window.span).toBe(10)
  })
})

describe('followPlayhead', () => {
  test('moves smoothly until the playhead is left of the center', () => {
    const window = createTimeWindow(300)
    setTimeWindow(window, 0, 10)
    let last = window.from
    for (let k = 0; k < 300; k++) {
      followPlayhead(window, 20, 1 / 60, false)
      expect(window.from - last).toBeLessThan(1)
      last = window.from
    }
    expect(timeToX(window, 20, 1)).toBeCloseTo(0.38, 3)
  })

  test('turns pages with reduced motion', () => {
    const window = createTimeWindow(300)
    setTimeWindow(window, 0, 10)
    const seen = new Set<number>()
    for (let time = 0; time < 30; time += 0.1) {
      followPlayhead(window, time, 0.1, true)
      expect(containsTime(window, time)).toBe(true)
      seen.add(window.from)
    }
    expect(seen.size).toBe(4)
  })
})

test.each([
  [163, 10, 30],
  [2, 10, 0.5],
  [3600, 10, 600],
  [36000, 10, 3600],
])('selectTickStep: %d s with at most %d ticks has one every %d s', (span, most, step) => {
  expect(selectTickStep(span, most)).toBe(step)
})
