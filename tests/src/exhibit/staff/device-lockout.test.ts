import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createDeviceLockout } from '../../../../src/exhibit/staff/device-lockout.ts'
import { createStaffStorage } from '../../../../src/exhibit/staff/staff-storage.ts'
import { createSafeStorage } from '../../../../src/session/safe-storage.ts'
import { createFakeStorage } from './fake-storage.ts'

const MINUTE_S = 60

let device: ReturnType<typeof createFakeStorage>
/** Milliseconds since 1970. */
let now: number
const loadLockout = () => createDeviceLockout(createStaffStorage(createSafeStorage(device)), () => now)

beforeEach(() => {
  device = createFakeStorage()
  now = 1_800_000_000_000
})

describe('createDeviceLockout', () => {
  test('locks after five wrong PINs, longer each time, until the right PIN', () => {
    const lock = loadLockout()
    expect([1, 2, 3, 4, 5].map(lock.recordAttempt)).toEqual([4, 3, 2, 1, 0])
    expect(lock.secondsLeft()).toBe(5 * MINUTE_S)
    now += 5 * MINUTE_S * 1000
    expect(lock.secondsLeft()).toBe(0)
    for (let i = 0; i < 5; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(10 * MINUTE_S)
    lock.reset()
    expect(lock.secondsLeft()).toBe(0)
    for (let i = 0; i < 5; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(5 * MINUTE_S)
  })

  test('gives no further attempts after a reload or from the server', () => {
    loadLockout().recordAttempt()
    loadLockout().limitAttempts(1)
    expect(loadLockout().recordAttempt()).toBe(0)
    expect(loadLockout().secondsLeft()).toBe(5 * MINUTE_S)
    loadLockout().lockFor(20 * MINUTE_S)
    expect(loadLockout().secondsLeft()).toBe(20 * MINUTE_S)
    // A server that leaves more tries than the device gives none back.
    now += 20 * MINUTE_S * 1000
    for (let i = 0; i < 3; i++) loadLockout().recordAttempt()
    loadLockout().limitAttempts(4)
    expect(loadLockout().recordAttempt()).toBe(1)
  })

  test('locks for an hour at most after the clock was set back', () => {
    loadLockout().lockFor(30 * MINUTE_S)
    now -= 365 * 86_400_000
    expect(loadLockout().secondsLeft()).toBe(60 * MINUTE_S)
    now += 60 * MINUTE_S * 1000
    expect(loadLockout().secondsLeft()).toBe(0)
  })

  test('ignores invalid stored state, and works with a full storage while the page is open', () => {
    device.setItem('songwalk-door-lock', '{"wrong":"many"}')
    expect(loadLockout().recordAttempt()).toBe(4)
    device.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const lock = loadLockout()
    for (let i = 0; i < 5; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(5 * MINUTE_S)
  })

  test('never allows more than five attempts between two lockouts, whether the device or the server counts them', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 5, maxLength: 30 }), (tries) => {
        device = createFakeStorage()
        let since = 0
        for (const left of tries) {
          if (loadLockout().secondsLeft() > 0) {
            expect(since).toBeLessThanOrEqual(5)
            now += loadLockout().secondsLeft() * 1000
            since = 0
          }
          // null: the device's own try; otherwise the server says how many it leaves.
          if (left === null) since++
          if (left === null) loadLockout().recordAttempt()
          else loadLockout().limitAttempts(left)
        }
        expect(since).toBeLessThanOrEqual(5)
      }),
    )
  })
})
