import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { getDayOfWeek, isWithinTimeSpan, parseMinutes } from '../../../protocol/opening-hours.ts'
import { readZonedTime, type ZonedTime } from '../../../protocol/zoned-time.ts'

type VolumePlan = Pick<BuiltExhibitConfig, 'volume' | 'timeZone'>
type VolumeTime = BuiltExhibitConfig['volume']['hours'][number]

/** Times that pass midnight belong to the day on which they begin. */
function holds(time: VolumeTime, { day, minute }: ZonedTime): boolean {
  if (!isWithinTimeSpan(time, minute)) return false
  const [from, to] = [parseMinutes(time.from), parseMinutes(time.to)]
  const began = from > to && minute < to ? day - 1 : day
  return time.days.length === 0 || time.days.includes(getDayOfWeek(began))
}

/** The exhibit's volumes at a time, 0-1: the loudest a visitor can set, and between visits; silent in quiet hours. */
export function getVolumes({ volume, timeZone }: VolumePlan, date: Date): { cap: number; attract: number } {
  const now = readZonedTime(timeZone, date.getTime())
  const times = volume.hours.filter((time) => holds(time, now))
  const cap = times.find((time) => time.cap !== undefined)?.cap ?? volume.cap
  const isQuiet = volume.quiet.some((span) => isWithinTimeSpan(span, now.minute))
  const attract = times.find((time) => time.attract !== undefined)?.attract ?? volume.attract
  return { cap, attract: isQuiet ? 0 : attract }
}
