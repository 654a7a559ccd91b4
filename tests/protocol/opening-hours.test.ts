import { describe, expect, test } from 'vitest'
import { doTimeSpansOverlap, findNextOpening, isOpen, isWithinTimeSpan } from '../../protocol/opening-hours.ts'

/** A local time in the week of Monday, 7 September 2026. */
const at = (day: number, time: string) => {
  const [hours, minutes] = time.split(':').map(Number)
  return new Date(2026, 8, 6 + day, hours, minutes)
}
const [monday, tuesday, saturday, sunday] = [1, 2, 6, 7]

describe('opening hours', () => {
  const hours = { open: '10:00', close: '18:00', closed: ['monday' as const] }

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

  test('that are left out mean always open', () => {
    expect(isOpen(undefined, at(monday, '3:00'))).toBe(true)
  })

  test('that pass midnight belong to the day on which they begin', () => {
    const night = { open: '20:00', close: '02:00', closed: ['sunday' as const] }
    expect(isOpen(night, at(saturday, '23:00'))).toBe(true)
    expect(isOpen(night, at(sunday, '1:00'))).toBe(true)
    expect(isOpen(night, at(sunday, '21:00'))).toBe(false)
    expect(isOpen(night, at(monday + 7, '1:00'))).toBe(false)
  })
})

describe('a time span', () => {
  test('that ends when it begins contains no minute', () => {
    expect(isWithinTimeSpan({ from: '12:00', to: '12:00' }, at(monday, '12:00'))).toBe(false)
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

test('the next opening is the next day that is not closed', () => {
  const hours = { open: '10:00', close: '18:00', closed: ['monday' as const] }
  // 2027-03-01 is a Monday.
  const next = (day: number, hour: number) => findNextOpening(hours, new Date(2027, 2, day, hour))
  expect(next(2, 17)).toEqual(new Date(2027, 2, 3, 10))
  expect(next(2, 9)).toEqual(new Date(2027, 2, 2, 10))
  expect(next(7, 17)).toEqual(new Date(2027, 2, 9, 10))
  expect(findNextOpening({ ...hours, open: '22:00', close: '02:00' }, new Date(2027, 2, 3, 1))).toEqual(
    new Date(2027, 2, 3, 22),
  )
  expect(findNextOpening(undefined, new Date())).toBeNull()
})
