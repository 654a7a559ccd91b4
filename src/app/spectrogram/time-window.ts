import type { Seconds } from '../../../audio/units.ts'

/** The visible part of the song; mutated in place, so that following the playhead allocates nothing. */
export type TimeWindow = { from: Seconds; span: Seconds; duration: Seconds }

/** The closest zoom. */
const MIN_SPAN_SECONDS: Seconds = 2
/** The playhead's share of the width in a view that follows it; the larger part shows what comes. */
const PLAYHEAD_POSITION = 0.38
/** How quickly the view follows the playhead, per second. */
const FOLLOW_RATE_PER_SECOND = 3
/** With reduced motion the view turns like a page when the playhead passes this share of the width. */
const PAGE_TURN_POSITION = 0.94
/** The playhead's share of the width after the view has turned. */
const PAGE_START_POSITION = 0.06

export const createTimeWindow = (duration: Seconds): TimeWindow => ({ from: 0, span: duration, duration })

export const showsWholeSong = ({ span, duration }: TimeWindow): boolean => span >= duration

/** @returns the x of `time` in a view `width` wide; below 0 or above `width` if it is outside */
export const timeToX = ({ from, span }: TimeWindow, time: Seconds, width: number): number =>
  span > 0 ? ((time - from) / span) * width : 0

/** The inverse of `timeToX`, clamped to the song. */
export const xToTime = ({ from, span, duration }: TimeWindow, x: number, width: number): Seconds =>
  width > 0 ? Math.min(duration, Math.max(0, from + (x / width) * span)) : 0

/** Shows `span` seconds from `from`, clamped to the song and the closest zoom. */
export function setTimeWindow(window: TimeWindow, from: Seconds, span: Seconds): void {
  const { duration } = window
  window.span = Math.min(duration, Math.max(Math.min(MIN_SPAN_SECONDS, duration), span))
  window.from = Math.max(0, Math.min(from, duration - window.span))
}

/** Shows `factor` times as many seconds; `time` keeps its x, except at the ends of the song. */
export function zoomTimeWindow(window: TimeWindow, factor: number, time: Seconds): void {
  const share = window.span > 0 ? (time - window.from) / window.span : 0
  const least = Math.min(MIN_SPAN_SECONDS, window.duration)
  const span = Math.min(window.duration, Math.max(least, window.span * factor))
  setTimeWindow(window, time - share * span, span)
}

export const panTimeWindow = (window: TimeWindow, by: Seconds): void =>
  setTimeWindow(window, window.from + by, window.span)

/** Moves as little as needed to show `start` to `end` with a margin; the start if both do not fit. */
export function revealRange(window: TimeWindow, start: Seconds, end: Seconds): void {
  const { from, span } = window
  const margin = span * PAGE_START_POSITION
  if (start - margin < from || end - start + 2 * margin > span) setTimeWindow(window, start - margin, span)
  else if (end + margin > from + span) setTimeWindow(window, end + margin - span, span)
}

export const containsTime = ({ from, span }: TimeWindow, time: Seconds): boolean => time >= from && time <= from + span

/** Moves the view with the playhead: smoothly, or like a page with reduced motion. */
export function followPlayhead(window: TimeWindow, time: Seconds, dt: Seconds, still: boolean): void {
  const { from, span } = window
  if (!still) {
    const target = time - PLAYHEAD_POSITION * span
    setTimeWindow(window, from + (target - from) * (1 - Math.exp(-dt * FOLLOW_RATE_PER_SECOND)), span)
  } else if (time < from || time > from + PAGE_TURN_POSITION * span)
    setTimeWindow(window, time - PAGE_START_POSITION * span, span)
}

const TICK_STEPS_SECONDS: readonly Seconds[] = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200]

/** Interval of time marks, so that at most `most` of them are visible. */
export const selectTickStep = (span: Seconds, most: number): Seconds =>
  TICK_STEPS_SECONDS.find((step) => span / step <= most) ??
  (TICK_STEPS_SECONDS.at(-1) as Seconds) * Math.ceil(span / most / 1200)
