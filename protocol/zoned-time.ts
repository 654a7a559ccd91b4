const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** The date and the time that clocks of a time zone show. */
export type ZonedTime = {
  /** Since 1 January 1970. */
  day: number
  /** Since midnight. */
  minute: number
}

const formats = new Map<string, Intl.DateTimeFormat | null>()

/** Null if the zone is not known here. */
function findFormat(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  let format: Intl.DateTimeFormat | null = null
  try {
    const twoDigits = '2-digit'
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: twoDigits, day: twoDigits, hour: twoDigits, minute: twoDigits, second: twoDigits },
    } as Intl.DateTimeFormatOptions)
  } catch {
    // A browser with an older list of zones: its own is used.
  }
  formats.set(timeZone, format)
  return format
}

/** Whether it is a name of the IANA Time Zone Database, such as `Europe/Berlin`; offsets have no summer time. */
export const isTimeZone = (name: string): boolean => /^[A-Za-z]/.test(name) && findFormat(name) !== null

/**
 * How far clocks of a zone are ahead of UTC at a time. Milliseconds.
 * @param timeZone left out: the one of this computer
 */
function readOffset(timeZone: string | undefined, at: number): number {
  const format = timeZone === undefined ? null : findFormat(timeZone)
  if (!format) return -new Date(at).getTimezoneOffset() * MINUTE_MS
  const parts: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

/** @param at milliseconds since 1970 */
export function readZonedTime(timeZone: string | undefined, at: number): ZonedTime {
  const local = at + readOffset(timeZone, at)
  const day = Math.floor(local / DAY_MS)
  return { day, minute: Math.floor((local - day * DAY_MS) / MINUTE_MS) }
}

/**
 * The instant at which clocks of a zone show a time: the first one if they show it twice; if they leave it out, as long
 * after the leap as it is after the leap's beginning (Temporal's “compatible”).
 * @param minute may be beyond the day
 * @returns milliseconds since 1970
 */
export function toInstant(timeZone: string | undefined, { day, minute }: ZonedTime): number {
  const local = day * DAY_MS + minute * MINUTE_MS
  const before = readOffset(timeZone, local - DAY_MS)
  const after = readOffset(timeZone, local + DAY_MS)
  if (readOffset(timeZone, local - before) === before) return local - before
  return local - (readOffset(timeZone, local - after) === after ? after : before)
}

/** The day of a date such as `2027-12-24`; NaN if the calendar does not have it. */
export function parseDay(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(date) ? at / DAY_MS : Number.NaN
}

/** Noon of a day in UTC, for formats of its name. */
export const toNoon = (day: number): Date => new Date((day + 0.5) * DAY_MS)

/** The date of a time, such as `2027-12-24`. */
export const formatDate = (timeZone: string | undefined, at: number): string =>
  toNoon(readZonedTime(timeZone, at).day).toISOString().slice(0, 10)
