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
  test('slows down after five wrong PINs, more each time up to five minutes, until the right PIN', () => {
    const lock = loadLockout()
    expect([1, 2, 3, 4, 5].map(lock.recordAttempt)).toEqual([4, 3, 2, 1, 0])
    const waits = [lock.secondsLeft()]
    for (let i = 0; i < 5; i++) {
      now += lock.secondsLeft() * 1000
      expect([lock.secondsLeft(), lock.recordAttempt()]).toEqual([0, 0])
      waits.push(lock.secondsLeft())
    }
    expect(waits).toEqual([60, 120, 240, 300, 300, 300])
    lock.reset()
    expect([lock.secondsLeft(), lock.recordAttempt()]).toEqual([0, 4])
  })

  test('gives no further attempts after a reload or from the server', () => {
    loadLockout().recordAttempt()
    loadLockout().limitAttempts(1)
    expect(loadLockout().recordAttempt()).toBe(0)
    expect(loadLockout().secondsLeft()).toBe(MINUTE_S)
    loadLockout().lockFor(20 * MINUTE_S)
    expect(loadLockout().secondsLeft()).toBe(5 * MINUTE_S)
    // A server that leaves more tries than the device gives none back.
    loadLockout().reset()
    for (let i = 0; i < 3; i++) loadLockout().recordAttempt()
    loadLockout().limitAttempts(4)
    expect(loadLockout().recordAttempt()).toBe(1)
  })

  test('waits five minutes at most after the clock was set back, and forgets after an hour', () => {
    loadLockout().lockFor(30 * MINUTE_S)
    now -= 365 * 86_400_000
    expect(loadLockout().secondsLeft()).toBe(5 * MINUTE_S)
    now += 5 * MINUTE_S * 1000
    expect(loadLockout().secondsLeft()).toBe(0)
    for (let i = 0; i < 6; i++) loadLockout().recordAttempt()
    now += 70 * MINUTE_S * 1000
    expect(loadLockout().recordAttempt()).toBe(4)
    // The state of version one, which locked for up to an hour.
    device.setItem('songwalk-door-lock', JSON.stringify({ wrong: 0, locks: 5, until: now + 3_600_000 }))
    expect(loadLockout().secondsLeft()).toBe(5 * MINUTE_S)
  })

  test('ignores invalid stored state, and works with a full storage while the page is open', () => {
    device.setItem('songwalk-door-lock', '{"wrong":"many"}')
    expect(loadLockout().recordAttempt()).toBe(4)
    device.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const lock = loadLockout()
    for (let i = 0; i < 4; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(MINUTE_S)
  })

  test('never allows more than five attempts without a wait, whether the device or the server counts them', () => {
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
