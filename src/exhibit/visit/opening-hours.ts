import { type BuiltExhibitConfig, daysOfWeek } from '../../../protocol/exhibit-config.ts'

const parseMinutes = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

const getMinuteOfDay = (at: Date): number => at.getHours() * 60 + at.getMinutes()

/** By the clock on the wall; a span can go past midnight. */
export function isWithinTimeSpan({ from, to }: { from: string; to: string }, at: Date): boolean {
  const [first, last, now] = [parseMinutes(from), parseMinutes(to), getMinuteOfDay(at)]
  return first <= last ? first <= now && now < last : now >= first || now < last
}

/** Whether visitors can come; what opens in the evening belongs to the day on which it opened. */
export function isOpen(hours: BuiltExhibitConfig['hours'], at: Date): boolean {
  if (!hours) return true
  if (!isWithinTimeSpan({ from: hours.open, to: hours.close }, at)) return false
  const pastMidnight =
    parseMinutes(hours.open) > parseMinutes(hours.close) && getMinuteOfDay(at) < parseMinutes(hours.close)
  // 0 is Sunday; the list begins with Monday.
  const day = daysOfWeek[(at.getDay() + 6 - (pastMidnight ? 1 : 0)) % 7]
  return !hours.closed?.some((closed) => closed === day)
}

/** How loud it is while nobody is there. */
export const getAttractVolume = ({ volume }: Pick<BuiltExhibitConfig, 'volume'>, at: Date): number =>
  volume.quiet?.some((span) => isWithinTimeSpan(span, at)) ? 0 : (volume.attract ?? 0)
