import { expect, test } from 'vitest'
import { watchBattery } from '../../../src/kiosk/battery.ts'

const open = async (battery: { level: number; charging: boolean }, isHeadset = false) => {
  const read = watchBattery(isHeadset, { getBattery: async () => battery })
  await Promise.resolve()
  return read
}

test('a charge is told in hundredths, and follows the battery', async () => {
  const battery = { level: 0.4567, charging: false }
  const read = await open(battery)
  expect(read()).toEqual({ level: 0.46, charging: false })
  Object.assign(battery, { level: 0.5, charging: true })
  expect(read()).toEqual({ level: 0.5, charging: true })
})

test('a computer without one tells nothing; a headset that is full does', async () => {
  expect((await open({ level: 1, charging: true }))()).toBeNull()
  expect((await open({ level: 1, charging: true }, true))()).toEqual({ level: 1, charging: true })
  expect((await open({ level: Number.NaN, charging: true }))()).toBeNull()
})

test('a browser that does not tell, or refuses, is no fault', async () => {
  expect(watchBattery(false, {})()).toBeNull()
  const read = watchBattery(false, { getBattery: () => Promise.reject(new Error('refused')) })
  await new Promise((resolve) => setTimeout(resolve))
  expect(read()).toBeNull()
})
