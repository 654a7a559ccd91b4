import { type BuiltExhibitConfig, daysOfWeek } from '../../../protocol/exhibit-config.ts'

/** Weekdays in a row with the same times, from Monday (0); null: closed. */
export type WeekTimes = { first: number; last: number; times: { open: string; close: string } | null }

/** A week without exceptions. */
export function listWeekTimes({
  open,
  close,
  closed,
  days,
}: NonNullable<BuiltExhibitConfig['hours']>): readonly WeekTimes[] {
  const usual = open !== undefined && close !== undefined ? { open, close } : null
  const groups: WeekTimes[] = []
  for (const [day, name] of daysOfWeek.entries()) {
    const times = days[name] ?? (closed.includes(name) ? null : usual)
    const before = groups.at(-1)
    if (before && before.times?.open === times?.open && before.times?.close === times?.close) before.last = day
    else groups.push({ first: day, last: day, times })
  }
  return groups
}
