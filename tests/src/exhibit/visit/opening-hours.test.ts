import { describe, expect, test } from 'vitest'
import { getAttractVolume, isOpen, isWithinTimeSpan } from '../../../../src/exhibit/visit/opening-hours.ts'

/** In the week of Monday, 7 September 2026, by the clock on the wall. */
const at = (day: number, time: string) => {
  const [hours, minutes] = time.split(':').map(Number)
  return new Date(2026, 8, 6 + day, hours, minutes)
}
const [monday, tuesday, saturday, sunday] = [1, 2, 6, 7]

describe('opening hours', () => {
  const hours = { open: '10:00', close: '18:00', closed: ['monday' as const] }

  test('from the first minute to the one before the last', () => {
    expect(isOpen(hours, at(tuesday, '9:59'))).toBe(false)
    expect(isOpen(hours, at(tuesday, '10:00'))).toBe(true)
    expect(isOpen(hours, at(tuesday, '17:59'))).toBe(true)
    expect(isOpen(hours, at(tuesday, '18:00'))).toBe(false)
  })

  test('not on days when the house is closed', () => {
    expect(isOpen(hours, at(monday, '12:00'))).toBe(false)
    expect(isOpen(hours, at(sunday, '12:00'))).toBe(true)
  })

  test('always, where there are none', () => {
    expect(isOpen(undefined, at(monday, '3:00'))).toBe(true)
  })

  test('a long night belongs to the day on which it began', () => {
    const night = { open: '20:00', close: '2:00'.padStart(5, '0'), closed: ['sunday' as const] }
    expect(isOpen(night, at(saturday, '23:00'))).toBe(true)
    expect(isOpen(night, at(sunday, '1:00'))).toBe(true)
    expect(isOpen(night, at(sunday, '21:00'))).toBe(false)
    expect(isOpen(night, at(monday + 7, '1:00'))).toBe(false)
  })
})

test('while nobody is there it is silent in quiet hours, also past midnight', () => {
  const volume = { cap: 1, attract: 0.2, quiet: [{ from: '22:00', to: '08:00' }] }
  expect(getAttractVolume({ volume }, at(monday, '23:00'))).toBe(0)
  expect(getAttractVolume({ volume }, at(monday, '7:59'))).toBe(0)
  expect(getAttractVolume({ volume }, at(monday, '8:00'))).toBe(0.2)
  expect(isWithinTimeSpan({ from: '12:00', to: '12:00' }, at(monday, '12:00'))).toBe(false)
})
