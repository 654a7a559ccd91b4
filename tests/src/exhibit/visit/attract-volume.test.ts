import { expect, test } from 'vitest'
import { getAttractVolume } from '../../../../src/exhibit/visit/attract-volume.ts'

const at = (hours: number, minutes: number) => new Date(2026, 8, 7, hours, minutes)

test('the volume between visits is 0 in quiet hours, also past midnight', () => {
  const volume = { cap: 1, attract: 0.2, quiet: [{ from: '22:00', to: '08:00' }] }
  expect(getAttractVolume({ volume }, at(23, 0))).toBe(0)
  expect(getAttractVolume({ volume }, at(7, 59))).toBe(0)
  expect(getAttractVolume({ volume }, at(8, 0))).toBe(0.2)
})
