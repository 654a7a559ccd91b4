import { type BuiltExhibitConfig, daysOfWeek } from './exhibit-config.ts'

const MINUTES_PER_DAY = 24 * 60

type TimeSpan = { readonly from: string; readonly to: string }

/** Minutes since midnight of a time such as `09:30`. */
export const parseMinutes = (time: string): number => Number(time.slice(0, -3)) * 60 + Number(time.slice(-2))

/** Whether a minute of the day is in a time span, which may pass midnight. Its end is not part of it. */
const containsMinute = ({ from, to }: TimeSpan, minute: number): boolean => {
  const [first, last] = [parseMinutes(from), parseMinutes(to)]
  return first <= last ? first <= minute && minute < last : minute >= first || minute < last
}

const getMinuteOfDay = (date: Date): number => date.getHours() * 60 + date.getMinutes()

/** Whether a local time is in a time span. */
export const isWithinTimeSpan = (span: TimeSpan, date: Date): boolean => containsMinute(span, getMinuteOfDay(date))

/** Whether two time spans have a minute in common. */
export const doTimeSpansOverlap = (a: TimeSpan, b: TimeSpan): boolean =>
  Array.from({ length: MINUTES_PER_DAY }, (_, minute) => minute).some(
    (minute) => containsMinute(a, minute) && containsMinute(b, minute),
  )

/** Whether the exhibit is open; hours that pass midnight belong to the day on which they begin. */
export function isOpen(hours: BuiltExhibitConfig['hours'], date: Date): boolean {
  if (!hours) return true
  if (!isWithinTimeSpan({ from: hours.open, to: hours.close }, date)) return false
  const minute = getMinuteOfDay(date)
  const beganYesterday = parseMinutes(hours.open) > parseMinutes(hours.close) && minute < parseMinutes(hours.close)
  // getDay() begins with Sunday, daysOfWeek with Monday.
  const day = daysOfWeek[(date.getDay() + 6 - (beganYesterday ? 1 : 0)) % 7]
  return !hours.closed.some((closed) => closed === day)
}

const DAYS_AHEAD = 8

/** The next local time after a date at which the exhibit opens; null if it has no hours. */
export function findNextOpening(hours: BuiltExhibitConfig['hours'], after: Date): Date | null {
  if (!hours) return null
  for (let day = 0; day <= DAYS_AHEAD; day++) {
    const minutes = parseMinutes(hours.open)
    const opening = new Date(after.getFullYear(), after.getMonth(), after.getDate() + day, 0, minutes)
    if (opening > after && isOpen(hours, opening)) return opening
  }
  return null
}
