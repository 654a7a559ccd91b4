import type { Seconds } from '../../../audio/units.ts'

/** The part of the song that is shown; changed in place, so that following the playhead makes no garbage. */
export type TimeWindow = { from: Seconds; span: Seconds; duration: Seconds }

/** One cannot look closer than this. */
const MIN_SPAN_SECONDS: Seconds = 2
/** The playhead is kept at this share of a view that follows it: more is seen of what comes. */
const PLAYHEAD_POSITION = 0.38
/** How quickly the view eases after it, per second. */
const FOLLOW_RATE_PER_SECOND = 3
/** Without easing the view turns like a page: when the playhead has passed this share … */
const PAGE_TURN_POSITION = 0.94
/** … it continues here. */
const PAGE_START_POSITION = 0.06

export const createTimeWindow = (duration: Seconds): TimeWindow => ({ from: 0, span: duration, duration })

export const showsWholeSong = ({ span, duration }: TimeWindow): boolean => span >= duration

/** @returns the place of `time` in a view `width` wide; outside of the view it is below 0 or above `width`. */
export const timeToX = ({ from, span }: TimeWindow, time: Seconds, width: number): number =>
  span > 0 ? ((time - from) / span) * width : 0

/** The inverse of `xOf`, kept within the song. */
export const xToTime = ({ from, span, duration }: TimeWindow, x: number, width: number): Seconds =>
  width > 0 ? Math.min(duration, Math.max(0, from + (x / width) * span)) : 0

/** Shows `span` seconds from `from` on, or as near to it as the song and the closest zoom allow. */
export function setTimeWindow(window: TimeWindow, from: Seconds, span: Seconds): void {
  const { duration } = window
  window.span = Math.min(duration, Math.max(Math.min(MIN_SPAN_SECONDS, duration), span))
  window.from = Math.max(0, Math.min(from, duration - window.span))
}

/** Shows `factor` times as many seconds; what is at `time` stays where it is on the screen, except at the song's ends. */
export function zoomTimeWindow(window: TimeWindow, factor: number, time: Seconds): void {
  const share = window.span > 0 ? (time - window.from) / window.span : 0
  const least = Math.min(MIN_SPAN_SECONDS, window.duration)
  const span = Math.min(window.duration, Math.max(least, window.span * factor))
  setTimeWindow(window, time - share * span, span)
}

export const panTimeWindow = (window: TimeWindow, by: Seconds): void =>
  setTimeWindow(window, window.from + by, window.span)

/** Moves as little as needed to show `start` to `end` with a little around it; the start, where both do not fit. */
export function revealRange(window: TimeWindow, start: Seconds, end: Seconds): void {
  const { from, span } = window
  const margin = span * PAGE_START_POSITION
  if (start - margin < from || end - start + 2 * margin > span) setTimeWindow(window, start - margin, span)
  else if (end + margin > from + span) setTimeWindow(window, end + margin - span, span)
}

export const containsTime = ({ from, span }: TimeWindow, time: Seconds): boolean => time >= from && time <= from + span

/** Eases the view after the playhead; with `still`, it turns like a page. */
export function followPlayhead(window: TimeWindow, time: Seconds, dt: Seconds, still: boolean): void {
  const { from, span } = window
  if (!still) {
    const target = time - PLAYHEAD_POSITION * span
    setTimeWindow(window, from + (target - from) * (1 - Math.exp(-dt * FOLLOW_RATE_PER_SECOND)), span)
  } else if (time < from || time > from + PAGE_TURN_POSITION * span)
    setTimeWindow(window, time - PAGE_START_POSITION * span, span)
}

const TICK_STEPS_SECONDS: readonly Seconds[] = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200]

/** Distance between marks of time, so that at most `most` of them are seen. */
export const selectTickStep = (span: Seconds, most: number): Seconds =>
  TICK_STEPS_SECONDS.find((step) => span / step <= most) ??
  (TICK_STEPS_SECONDS.at(-1) as Seconds) * Math.ceil(span / most / 1200)
