import { expect, test } from 'vitest'
import { getDeviceStatus } from '../../../../src/exhibit/staff/device-status.ts'

test.each([
  ['good', { scene: 'free', fps: 60, age: 2, problems: [] }],
  ['slow', { scene: 'attract', fps: 12, age: 2, problems: [] }],
  ['good', { scene: 'closed', fps: 1, age: 2, problems: [] }],
  ['silent', { scene: 'free', fps: 60, age: 61, problems: ['no-sound'] }],
  ['down', { scene: 'free', fps: 60, age: 2, problems: ['no-sound'] }],
  ['down', { scene: 'closed', fps: 0, age: 2, problems: ['no-webgl'] }],
] as const)('a device is %s: %o', (status, state) => {
  expect(getDeviceStatus(state)).toBe(status)
})
