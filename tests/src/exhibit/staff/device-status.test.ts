import { expect, test } from 'vitest'
import { getDeviceStatus } from '../../../../src/exhibit/staff/device-status.ts'

test.each([
  ['good', { scene: 'free', fps: 60, age: 2 }],
  ['slow', { scene: 'attract', fps: 12, age: 2 }],
  ['good', { scene: 'closed', fps: 1, age: 2 }],
  ['silent', { scene: 'free', fps: 60, age: 61 }],
] as const)('a device is %s: %o', (status, state) => {
  expect(getDeviceStatus(state)).toBe(status)
})
