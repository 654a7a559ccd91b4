import { isClockSet } from './clock.ts'
import { type BuiltExhibitConfig, daysOfWeek } from './exhibit-config.ts'
import { parseDay, readZonedTime, toInstant } from './zoned-time.ts'

const MINUTES_PER_DAY = 24 * 60

type TimeSpan = { readonly from: string; readonly to: string }
type Hours = NonNullable<BuiltExhibitConfig['hours']>
/** When an exhibit is open, by the clocks of its time zone. */
export type Opening = { readonly hours?: Hours | undefined; readonly timeZone?: string | undefined }

/** Minutes since midnight of a time such as `09:30`. */
export const parseMinutes = (time: string): number => Number(time.slice(0, -3)) * 60 + Number(time.slice(-2))

/** Whether a minute of the day is in a time span, which may pass midnight. Its end is not part of it. */
export const isWithinTimeSpan = ({ from, to }: TimeSpan, minute: number): boolean => {
  const [first, last] = [parseMinutes(from), parseMinutes(to)]
  return first <= last ? first <= minute && minute < last : minute >= first || minute < last
}

/** Whether two time spans have a minute in common. */
export const doTimeSpansOverlap = (a: TimeSpan, b: TimeSpan): boolean =>
  Array.from({ length: MINUTES_PER_DAY }, (_, minute) => minute).some(
    (minute) => isWithinTimeSpan(a, minute) && isWithinTimeSpan(b, minute),
  )

/** @param day since 1 January 1970, a Thursday */
export const getDayOfWeek = (day: number): (typeof daysOfWeek)[number] =>
  daysOfWeek[(((day + 3) % 7) + 7) % 7] as (typeof daysOfWeek)[number]

/** The times of a date, or null if it is closed: the first entry of `dates` with it, then its weekday, then every day. */
function findTimes(hours: Hours, day: number): { open: string; close: string } | null {
  const exception = hours.dates.find(({ date, from = date, to = date }) =>
    from !== undefined && to !== undefined ? parseDay(from) <= day && day <= parseDay(to) : false,
  )
  const weekday = getDayOfWeek(day)
  const { open, close } = exception ?? hours.days[weekday] ?? (hours.closed.includes(weekday) ? {} : hours)
  return open === undefined || close === undefined ? null : { open, close }
}

/**
 * What begins on a date, in milliseconds since 1970: an end that is not after its beginning is on the next date. A
 * change to or from summer time neither opens twice nor leaves an opening out.
 */
function findOpening({ hours, timeZone }: Opening, day: number): { from: number; to: number } | null {
  const times = hours ? findTimes(hours, day) : null
  if (!times) return null
  const [open, close] = [parseMinutes(times.open), parseMinutes(times.close)]
  return {
    from: toInstant(timeZone, { day, minute: open }),
    to: toInstant(timeZone, close > open ? { day, minute: close } : { day: day + 1, minute: close }),
  }
}

/** Whether the exhibit is open. While the clock is not set, it is: a visitor before a closed piece is worse than a piece at night. */
export function isOpen(opening: Opening, date: Date): boolean {
  if (!opening.hours || !isClockSet(date.getTime())) return true
  const at = date.getTime()
  const { day } = readZonedTime(opening.timeZone, at)
  return [day - 1, day].some((begin) => {
    const span = findOpening(opening, begin)
    return span !== null && span.from <= at && at < span.to
  })
}

/** The longest time that an exhibit can be closed by `dates`, with a year's holidays. */
const MAX_DAYS_AHEAD = 800

/** The next time after a date at which the exhibit opens; null if it has no hours, or none that come. */
export function findNextOpening(opening: Opening, after: Date): Date | null {
  if (!opening.hours) return null
  const { day } = readZonedTime(opening.timeZone, after.getTime())
  for (let ahead = 0; ahead <= MAX_DAYS_AHEAD; ahead++) {
    const span = findOpening(opening, day + ahead)
    if (span && span.to > span.from && span.from > after.getTime()) return new Date(span.from)
  }
  return null
}
