import { expect, test } from 'vitest'
import { getVolumes } from '../../../../src/exhibit/visit/volume-plan.ts'

// A Monday.
const at = (hours: number, minutes: number, day = 7) => new Date(2026, 8, day, hours, minutes)
const plan = { cap: 1, attract: 0.2, quiet: [], hours: [] }

test('the volume between visits is 0 in quiet hours, also past midnight', () => {
  const volume = { ...plan, quiet: [{ from: '22:00', to: '08:00' }] }
  const getAttract = (date: Date) => getVolumes({ volume }, date).attract
  expect(getAttract(at(23, 0))).toBe(0)
  expect(getAttract(at(7, 59))).toBe(0)
  expect(getAttract(at(8, 0))).toBe(0.2)
})

test('volumes have hours and weekdays; the first entry that holds is used, and quiet hours stay quiet', () => {
  const volume = {
    ...plan,
    quiet: [{ from: '20:00', to: '20:30' }],
    hours: [
      { from: '22:00', to: '02:00', days: ['monday' as const], cap: 0.3, attract: 0.05 },
      { from: '18:00', to: '06:00', days: [], cap: 0.5 },
      { from: '19:00', to: '21:00', days: [], attract: 0.1 },
    ],
  }
  const get = (date: Date) => getVolumes({ volume }, date)
  expect(get(at(12, 0))).toEqual({ cap: 1, attract: 0.2 })
  expect(get(at(18, 0))).toEqual({ cap: 0.5, attract: 0.2 })
  expect(get(at(19, 0))).toEqual({ cap: 0.5, attract: 0.1 })
  expect(get(at(20, 15))).toEqual({ cap: 0.5, attract: 0 })
  expect(get(at(23, 0))).toEqual({ cap: 0.3, attract: 0.05 })
  // Monday's night lasts until Tuesday, 2:00; Tuesday has none.
  expect(get(at(1, 59, 8))).toEqual({ cap: 0.3, attract: 0.05 })
  expect(get(at(2, 0, 8))).toEqual({ cap: 0.5, attract: 0.2 })
  expect(get(at(23, 0, 8))).toEqual({ cap: 0.5, attract: 0.2 })
})

test('volumes follow the clocks of the exhibit’s time zone', () => {
  const volume = { ...plan, hours: [{ from: '18:00', to: '19:00', days: [], cap: 0.5 }] }
  const time = new Date('2027-01-05T09:30:00Z')
  expect(getVolumes({ volume, timeZone: 'Asia/Seoul' }, time).cap).toBe(0.5)
  expect(getVolumes({ volume, timeZone: 'Europe/Berlin' }, time).cap).toBe(1)
})
