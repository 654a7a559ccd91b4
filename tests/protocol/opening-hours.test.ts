import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { BuiltExhibitConfigSchema, daysOfWeek } from '../../protocol/exhibit-config.ts'
import {
  doTimeSpansOverlap,
  findNextOpening,
  isOpen,
  isWithinTimeSpan,
  type Opening,
} from '../../protocol/opening-hours.ts'

const song = { title: 'Song', key: '0'.repeat(16), file: 'songs/a.songwalk', duration: 3, chunks: 30 }
/** As a page reads it from exhibit.json. */
const readOpening = (hours: object, timeZone?: string): Opening =>
  v.parse(BuiltExhibitConfigSchema, {
    ...{ title: 'T', version: '1', songs: [song], hours },
    ...(timeZone && { timeZone }),
  })

/** A local time in the week of Monday, 7 September 2026. */
const at = (day: number, time: string) => {
  const [hours, minutes] = time.split(':').map(Number)
  return new Date(2026, 8, 6 + day, hours, minutes)
}
const [monday, tuesday, thursday, friday, saturday, sunday] = [1, 2, 4, 5, 6, 7]

describe('opening hours of an earlier exhibit.json', () => {
  const hours = readOpening({ open: '10:00', close: '18:00', closed: ['monday'] })

  test('begin at the opening minute and end before the closing minute', () => {
    expect(isOpen(hours, at(tuesday, '9:59'))).toBe(false)
    expect(isOpen(hours, at(tuesday, '10:00'))).toBe(true)
    expect(isOpen(hours, at(tuesday, '17:59'))).toBe(true)
    expect(isOpen(hours, at(tuesday, '18:00'))).toBe(false)
  })

  test('do not apply on closed days', () => {
    expect(isOpen(hours, at(monday, '12:00'))).toBe(false)
    expect(isOpen(hours, at(sunday, '12:00'))).toBe(true)
  })

  test('do not apply while the clock is not set', () => {
    const late = new Date(1970, 0, 5, 3, 0)
    expect([isOpen(hours, late), isOpen(hours, new Date(2026, 0, 5, 3, 0))]).toEqual([true, false])
  })

  test('that are left out mean always open', () => {
    expect(isOpen({}, at(monday, '3:00'))).toBe(true)
  })

  test('that pass midnight belong to the day on which they begin', () => {
    const night = readOpening({ open: '20:00', close: '02:00', closed: ['sunday'] })
    expect(isOpen(night, at(saturday, '23:00'))).toBe(true)
    expect(isOpen(night, at(sunday, '1:00'))).toBe(true)
    expect(isOpen(night, at(sunday, '21:00'))).toBe(false)
    expect(isOpen(night, at(monday + 7, '1:00'))).toBe(false)
  })

  test('come again on the next day that is not closed', () => {
    // 2027-03-01 is a Monday.
    const next = (day: number, hour: number) => findNextOpening(hours, new Date(2027, 2, day, hour))
    expect(next(2, 17)).toEqual(new Date(2027, 2, 3, 10))
    expect(next(2, 9)).toEqual(new Date(2027, 2, 2, 10))
    expect(next(7, 17)).toEqual(new Date(2027, 2, 9, 10))
    const night = readOpening({ open: '22:00', close: '02:00' })
    expect(findNextOpening(night, new Date(2027, 2, 3, 1))).toEqual(new Date(2027, 2, 3, 22))
    expect(findNextOpening({}, new Date())).toBeNull()
  })
})

describe('hours by weekday', () => {
  const hours = readOpening({
    open: '10:00',
    close: '18:00',
    closed: ['monday'],
    days: { thursday: { open: '10:00', close: '22:00' }, saturday: { open: '18:00', close: '01:30' } },
  })

  test('replace those of every day', () => {
    expect(isOpen(hours, at(thursday, '21:59'))).toBe(true)
    expect(isOpen(hours, at(friday, '18:00'))).toBe(false)
    expect(isOpen(hours, at(saturday, '17:00'))).toBe(false)
  })

  test('of a late evening end on the next date, beside the hours of that date', () => {
    expect(isOpen(hours, at(sunday, '1:29'))).toBe(true)
    expect(isOpen(hours, at(sunday, '1:30'))).toBe(false)
    expect(isOpen(hours, at(sunday, '10:00'))).toBe(true)
    expect(findNextOpening(hours, at(sunday, '0:30'))).toEqual(at(sunday, '10:00'))
  })

  test('without those of every day leave the other days closed', () => {
    const weekend = readOpening({ days: { sunday: { open: '11:00', close: '17:00' } } })
    expect(isOpen(weekend, at(sunday, '11:00'))).toBe(true)
    for (const day of [monday, tuesday, saturday]) expect(isOpen(weekend, at(day, '12:00'))).toBe(false)
    expect(findNextOpening(weekend, at(sunday, '18:00'))).toEqual(at(sunday + 7, '11:00'))
  })
})

describe('exceptions for dates', () => {
  const hours = readOpening({
    open: '10:00',
    close: '18:00',
    closed: ['monday'],
    days: { thursday: { open: '10:00', close: '02:00' } },
    dates: [
      { date: '2026-09-11', open: '20:00', close: '03:00' },
      { from: '2026-09-11', to: '2026-12-31' },
      { date: '2027-01-04', open: '12:00', close: '13:00' },
    ],
  })

  test('close single dates and ranges, both ends included; the first entry with a date holds', () => {
    expect(isOpen(hours, at(thursday, '12:00'))).toBe(true)
    // The evening before still ends after midnight.
    expect(isOpen(hours, at(friday, '1:59'))).toBe(true)
    expect(isOpen(hours, at(friday, '12:00'))).toBe(false)
    expect(isOpen(hours, at(friday, '20:00'))).toBe(true)
    expect(isOpen(hours, at(saturday, '2:59'))).toBe(true)
    expect(isOpen(hours, at(saturday, '12:00'))).toBe(false)
    expect(isOpen(hours, new Date(2026, 11, 31, 12))).toBe(false)
    expect(isOpen(hours, new Date(2027, 0, 1, 12))).toBe(true)
  })

  test('open a weekday that is closed', () => {
    expect(isOpen(hours, new Date(2027, 0, 4, 12, 30))).toBe(true)
    expect(isOpen(hours, new Date(2027, 0, 4, 14))).toBe(false)
  })

  test('are left out when the next opening is looked for, also months ahead', () => {
    expect(findNextOpening(hours, at(saturday, '4:00'))).toEqual(new Date(2027, 0, 1, 10))
    const closed = readOpening({ open: '10:00', close: '11:00', dates: [{ from: '2026-01-01', to: '2027-12-31' }] })
    expect(findNextOpening(closed, new Date(2026, 0, 2))).toEqual(new Date(2028, 0, 1, 10))
  })
})

describe('a time zone', () => {
  test('is that of the exhibit, wherever the device is', () => {
    const hours = { open: '10:00', close: '18:00', closed: ['monday'] }
    const [berlin, seoul] = [readOpening(hours, 'Europe/Berlin'), readOpening(hours, 'Asia/Seoul')]
    const time = new Date('2027-01-05T08:30:00Z')
    expect(isOpen(berlin, time)).toBe(false)
    expect(isOpen(seoul, time)).toBe(true)
    expect(findNextOpening(berlin, time)).toEqual(new Date('2027-01-05T09:00:00Z'))
    expect(findNextOpening(seoul, time)).toEqual(new Date('2027-01-06T01:00:00Z'))
    // Sunday evening in Berlin is Monday in Seoul.
    expect(
      isOpen(
        readOpening({ open: '00:00', close: '23:59', closed: ['monday'] }, 'Asia/Seoul'),
        new Date('2027-01-03T16:00:00Z'),
      ),
    ).toBe(false)
  })

  test('that a browser does not know is that of the device', () => {
    const unknown = readOpening({ open: '10:00', close: '18:00' }, 'Mars/Olympus_Mons')
    expect(isOpen(unknown, at(tuesday, '10:00'))).toBe(true)
    expect(isOpen(unknown, at(tuesday, '9:59'))).toBe(false)
  })

  const isOpenAt = (hours: object, utc: string) => isOpen(readOpening(hours, 'Europe/Berlin'), new Date(utc))

  test('whose clocks go forward in the night shortens an opening and loses none', () => {
    // 28 March 2027, 2:00 becomes 3:00.
    const night = { open: '22:00', close: '02:30' }
    expect(isOpenAt(night, '2027-03-28T00:59:00Z')).toBe(true)
    expect(isOpenAt(night, '2027-03-28T01:29:00Z')).toBe(true)
    expect(isOpenAt(night, '2027-03-28T01:30:00Z')).toBe(false)
    const morning = { open: '02:30', close: '06:00' }
    expect(isOpenAt(morning, '2027-03-28T01:31:00Z')).toBe(true)
    expect(isOpenAt(morning, '2027-03-28T03:59:00Z')).toBe(true)
    expect(isOpenAt(morning, '2027-03-28T04:00:00Z')).toBe(false)
    expect(
      findNextOpening(
        readOpening({ open: '10:00', close: '18:00' }, 'Europe/Berlin'),
        new Date('2027-03-27T20:00:00Z'),
      ),
    ).toEqual(new Date('2027-03-28T08:00:00Z'))
  })

  test('whose clocks go back in the night never opens twice', () => {
    // 31 October 2027, 3:00 becomes 2:00.
    const night = { open: '22:00', close: '02:30' }
    expect(isOpenAt(night, '2027-10-31T00:29:00Z')).toBe(true)
    for (const utc of ['2027-10-31T00:30:00Z', '2027-10-31T01:00:00Z', '2027-10-31T01:29:00Z'])
      expect(isOpenAt(night, utc)).toBe(false)
    const morning = { open: '02:30', close: '06:00' }
    for (const utc of ['2027-10-31T00:30:00Z', '2027-10-31T01:00:00Z', '2027-10-31T04:59:00Z'])
      expect(isOpenAt(morning, utc)).toBe(true)
    expect(isOpenAt(morning, '2027-10-31T05:00:00Z')).toBe(false)
  })
})

test('for any hours and zone: the next opening is open, nothing opens before it, and all that is given is kept', () => {
  const minute = fc.nat(24 * 60 - 1)
  const toText = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
  const times = fc
    .tuple(minute, minute)
    .filter(([open, close]) => open !== close)
    .map(([open, close]) => ({ open: toText(open), close: toText(close) }))
  const date = fc.integer({ min: 1, max: 28 }).map((day) => `2027-03-${String(day).padStart(2, '0')}`)
  const hours = fc.record({
    usual: times,
    closed: fc.uniqueArray(fc.constantFrom(...daysOfWeek), { maxLength: 6 }),
    days: fc.dictionary(fc.constantFrom(...daysOfWeek), times),
    dates: fc.array(fc.tuple(date, fc.option(times)).map(([day, own]) => ({ date: day, ...own }))),
  })
  const zone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  fc.assert(
    fc.property(hours, zone, fc.nat(60 * 24 * 60), ({ usual, ...more }, timeZone, start) => {
      const opening = readOpening({ ...usual, ...more }, timeZone)
      const after = new Date(Date.UTC(2027, 2, 1) + start * 60_000)
      const next = findNextOpening(opening, after)
      if (next === null) throw new Error('It never opens.')
      expect(isOpen(opening, next)).toBe(true)
      let wasOpen = isOpen(opening, after)
      for (let time = after.getTime() + 60_000; time < next.getTime(); time += 7 * 60_000) {
        const isNow = isOpen(opening, new Date(time))
        expect(isNow && !wasOpen).toBe(false)
        wasOpen = isNow
      }
    }),
    { numRuns: 60 },
  )
})

describe('a time span', () => {
  test('that ends when it begins contains no minute', () => {
    expect(isWithinTimeSpan({ from: '12:00', to: '12:00' }, 720)).toBe(false)
  })

  test.each([
    [{ from: '09:00', to: '10:00' }, { from: '09:59', to: '12:00' }, true],
    [{ from: '09:00', to: '10:00' }, { from: '10:00', to: '12:00' }, false],
    [{ from: '22:00', to: '08:00' }, { from: '07:00', to: '09:00' }, true],
    [{ from: '22:00', to: '08:00' }, { from: '08:00', to: '22:00' }, false],
  ])('%o and %o have a minute in common: %s', (a, b, overlap) => {
    expect(doTimeSpansOverlap(a, b)).toBe(overlap)
    expect(doTimeSpansOverlap(b, a)).toBe(overlap)
  })
})
