import type { Seconds } from '../../../audio/units.ts'

/** The part of the song that is shown; changed in place, so that following the playhead makes no garbage. */
export type TimeWindow = { from: Seconds; span: Seconds; duration: Seconds }

/** One cannot look closer than this. */
const SHORTEST_SPAN: Seconds = 2
/** The playhead is kept at this share of a view that follows it: more is seen of what comes. */
const FOLLOW_AT = 0.38
/** How quickly the view eases after it, per second. */
const FOLLOW_RATE = 3
/** Without easing the view turns like a page: when the playhead has passed this share … */
const PAGE_END = 0.94
/** … it continues here. */
const PAGE_START = 0.06

export const wholeSong = (duration: Seconds): TimeWindow => ({ from: 0, span: duration, duration })

export const isWhole = ({ span, duration }: TimeWindow): boolean => span >= duration

/** @returns the place of `time` in a view `width` wide; outside of the view it is below 0 or above `width`. */
export const xOf = ({ from, span }: TimeWindow, time: Seconds, width: number): number =>
  span > 0 ? ((time - from) / span) * width : 0

/** The inverse of `xOf`, kept within the song. */
export const timeOf = ({ from, span, duration }: TimeWindow, x: number, width: number): Seconds =>
  width > 0 ? Math.min(duration, Math.max(0, from + (x / width) * span)) : 0

/** Shows `span` seconds from `from` on, or as near to it as the song and the closest zoom allow. */
export function showWindow(window: TimeWindow, from: Seconds, span: Seconds): void {
  const { duration } = window
  window.span = Math.min(duration, Math.max(Math.min(SHORTEST_SPAN, duration), span))
  window.from = Math.max(0, Math.min(from, duration - window.span))
}

/** Shows `factor` times as many seconds; what is at `time` stays where it is on the screen, except at the song's ends. */
export function zoomAbout(window: TimeWindow, factor: number, time: Seconds): void {
  const share = window.span > 0 ? (time - window.from) / window.span : 0
  const least = Math.min(SHORTEST_SPAN, window.duration)
  const span = Math.min(window.duration, Math.max(least, window.span * factor))
  showWindow(window, time - share * span, span)
}

export const pan = (window: TimeWindow, by: Seconds): void => showWindow(window, window.from + by, window.span)

/** Moves as little as needed to show `start` to `end` with a little around it; the start, where both do not fit. */
export function reveal(window: TimeWindow, start: Seconds, end: Seconds): void {
  const { from, span } = window
  const margin = span * PAGE_START
  if (start - margin < from || end - start + 2 * margin > span) showWindow(window, start - margin, span)
  else if (end + margin > from + span) showWindow(window, end + margin - span, span)
}

export const shows = ({ from, span }: TimeWindow, time: Seconds): boolean => time >= from && time <= from + span

/** Eases the view after the playhead; with `still`, it turns like a page. */
export function follow(window: TimeWindow, time: Seconds, dt: Seconds, still: boolean): void {
  const { from, span } = window
  if (!still) {
    const target = time - FOLLOW_AT * span
    showWindow(window, from + (target - from) * (1 - Math.exp(-dt * FOLLOW_RATE)), span)
  } else if (time < from || time > from + PAGE_END * span) showWindow(window, time - PAGE_START * span, span)
}

const STEPS: readonly Seconds[] = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200]

/** Distance between marks of time, so that at most `most` of them are seen. */
export const tickStep = (span: Seconds, most: number): Seconds =>
  STEPS.find((step) => span / step <= most) ?? (STEPS.at(-1) as Seconds) * Math.ceil(span / most / 1200)
