import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { checkPin } from '../../../../src/exhibit/staff/check-pin.ts'
import { createTapCounter } from '../../../../src/exhibit/staff/corner-gesture.ts'
import { createDeviceLockout } from '../../../../src/exhibit/staff/device-lockout.ts'
import { getDeviceStatus } from '../../../../src/exhibit/staff/device-status.ts'
import { createOfflinePin, type OfflinePin } from '../../../../src/exhibit/staff/offline-pin.ts'
import type { PinReply } from '../../../../src/exhibit/staff/staff-api.ts'
import { createStaffStorage } from '../../../../src/exhibit/staff/staff-storage.ts'
import { createSafeStorage } from '../../../../src/session/safe-storage.ts'

const MINUTE = 60

/** What stays on a device when its page is loaded again. */
const createDevice = () => {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}

let device: ReturnType<typeof createDevice>
/** Milliseconds. */
let now: number
const loadLock = () => createDeviceLockout(createStaffStorage(createSafeStorage(device)), () => now)

beforeEach(() => {
  device = createDevice()
  now = 1_800_000_000_000
})

describe('the lock', () => {
  test('five wrong tries lock it, for longer each time, and a right PIN begins anew', () => {
    const lock = loadLock()
    expect([1, 2, 3, 4, 5].map(lock.recordAttempt)).toEqual([4, 3, 2, 1, 0])
    expect(lock.secondsLeft()).toBe(5 * MINUTE)
    now += 5 * MINUTE * 1000
    expect(lock.secondsLeft()).toBe(0)
    for (let i = 0; i < 5; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(10 * MINUTE)
    lock.reset()
    expect(lock.secondsLeft()).toBe(0)
    for (let i = 0; i < 5; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(5 * MINUTE)
  })

  test('neither reloading nor the network gives more tries', () => {
    loadLock().recordAttempt()
    loadLock().limitAttempts(1)
    expect(loadLock().recordAttempt()).toBe(0)
    expect(loadLock().secondsLeft()).toBe(5 * MINUTE)
    loadLock().lockFor(20 * MINUTE)
    expect(loadLock().secondsLeft()).toBe(20 * MINUTE)
    // A server that leaves more tries than the device gives none back.
    now += 20 * MINUTE * 1000
    for (let i = 0; i < 3; i++) loadLock().recordAttempt()
    loadLock().limitAttempts(4)
    expect(loadLock().recordAttempt()).toBe(1)
  })

  test('a clock that is put back locks it for an hour at most', () => {
    loadLock().lockFor(30 * MINUTE)
    now -= 365 * 86_400_000
    expect(loadLock().secondsLeft()).toBe(60 * MINUTE)
    now += 60 * MINUTE * 1000
    expect(loadLock().secondsLeft()).toBe(0)
  })

  test('what is broken on the device is as if there was nothing, and a full one forgets nothing while it is open', () => {
    device.setItem('songwalk-door-lock', '{"wrong":"many"}')
    expect(loadLock().recordAttempt()).toBe(4)
    device.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const lock = loadLock()
    for (let i = 0; i < 5; i++) lock.recordAttempt()
    expect(lock.secondsLeft()).toBe(5 * MINUTE)
  })

  test('in whatever order tries come from server and device, there are never more than five between two locks', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 5, maxLength: 30 }), (tries) => {
        device = createDevice()
        let since = 0
        for (const left of tries) {
          if (loadLock().secondsLeft() > 0) {
            expect(since).toBeLessThanOrEqual(5)
            now += loadLock().secondsLeft() * 1000
            since = 0
          }
          // null: the device's own try; otherwise the server says how many it leaves.
          if (left === null) since++
          if (left === null) loadLock().recordAttempt()
          else loadLock().limitAttempts(left)
        }
        expect(since).toBeLessThanOrEqual(5)
      }),
    )
  })
})

describe('without the server', () => {
  const gone = async (): Promise<PinReply> => ({ kind: 'gone' })
  const says = (answer: PinReply) => async () => answer
  const open = (enter: () => Promise<PinReply>) => ({
    pinLockout: loadLock(),
    offlinePin: createOfflinePin(createStaffStorage(createSafeStorage(device))),
    submitPin: enter,
  })
  const remembered = () => vi.waitUntil(() => device.kept.has('songwalk-door-verifier'), { timeout: 20_000 })

  test('a device that was never told the PIN says so, and counts no try', async () => {
    for (let i = 0; i < 7; i++) expect(await checkPin('2468', open(gone))).toEqual({ kind: 'untold' })
    expect(loadLock().secondsLeft()).toBe(0)
  })

  test('one that was told once knows it again; what it keeps is no PIN', async () => {
    expect(await checkPin('2468', open(says({ kind: 'in' })))).toEqual({ kind: 'in', online: true })
    await remembered()
    const kept = device.kept.get('songwalk-door-verifier') ?? ''
    expect(JSON.parse(kept).iterations).toBeGreaterThanOrEqual(600_000)
    expect(kept).not.toContain('2468')
    expect(await checkPin('1357', open(gone))).toEqual({ kind: 'wrong', attemptsLeft: 4 })
    expect(await checkPin('2468', open(gone))).toEqual({ kind: 'in', online: false })
    expect(await checkPin('1357', open(gone))).toEqual({ kind: 'wrong', attemptsLeft: 4 })
  })

  test('a PIN the server no longer takes is forgotten, and a new one takes its place', async () => {
    const verifier = createOfflinePin(createStaffStorage(createSafeStorage(device)))
    await verifier.save('2468')
    expect(await checkPin('2468', open(says({ kind: 'wrong', attemptsLeft: 3 })))).toEqual({
      kind: 'wrong',
      attemptsLeft: 3,
    })
    await vi.waitUntil(() => !device.kept.has('songwalk-door-verifier'), { timeout: 20_000 })
    expect(await checkPin('2468', open(gone))).toEqual({ kind: 'untold' })
    await checkPin('97531', open(says({ kind: 'in' })))
    await remembered()
    expect(await checkPin('97531', open(gone))).toEqual({ kind: 'in', online: false })
    // The exhibit has none any more.
    expect(await checkPin('97531', open(says({ kind: 'unset' })))).toEqual({ kind: 'unset' })
    expect(await checkPin('97531', open(gone))).toEqual({ kind: 'untold' })
  })

  /** Half a second of a try is no part of what these are about. */
  const knowing = (pin: string): OfflinePin => ({
    isAvailable: () => true,
    matches: async (tried) => tried === pin,
    save: async () => {},
    clearIfMatches: async () => {},
    clear: () => {},
  })

  test('what the server has locked stays locked without it, after reloading and with the right PIN', async () => {
    const enter = vi.fn(says({ kind: 'locked', seconds: 300 }))
    expect(await checkPin('2468', { pinLockout: loadLock(), offlinePin: knowing('2468'), submitPin: enter })).toEqual({
      kind: 'locked',
    })
    expect(await checkPin('2468', { pinLockout: loadLock(), offlinePin: knowing('2468'), submitPin: gone })).toEqual({
      kind: 'locked',
    })
    now += 301_000
    expect(
      (await checkPin('2468', { pinLockout: loadLock(), offlinePin: knowing('2468'), submitPin: gone })).kind,
    ).toBe('in')
  })

  test('the fifth wrong PIN locks the device, and the server is not asked before that is over', async () => {
    const enter = vi.fn(gone)
    const tried = async (pin: string) =>
      checkPin(pin, { pinLockout: loadLock(), offlinePin: knowing('2468'), submitPin: enter })
    const kinds = []
    for (const pin of ['1111', '2222', '3333', '4444', '5555', '2468']) kinds.push((await tried(pin)).kind)
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked'])
    expect(enter).toHaveBeenCalledTimes(5)
  })

  test('a page that is closed in the middle of a try has had that try', async () => {
    const never: OfflinePin = { ...knowing('2468'), matches: () => new Promise(() => {}) }
    for (let i = 0; i < 5; i++) {
      void checkPin('1111', { pinLockout: loadLock(), offlinePin: never, submitPin: gone })
      await Promise.resolve()
      await Promise.resolve()
    }
    expect(loadLock().secondsLeft()).toBe(5 * MINUTE)
  })
})

describe('the gesture', () => {
  test('five taps in the corner within three seconds, and nothing else', () => {
    const taps = createTapCounter()
    const at = (times: number[], x = 40, y = 79) => times.map((time) => taps(x, y, time))
    expect(at([0, 700, 1400, 2100, 2800])).toEqual([false, false, false, false, true])
    expect(at([2900, 3000, 3100, 3200])).toEqual([false, false, false, false])
    expect(taps(400, 40, 3250)).toBe(false)
    expect(at([3300, 3400, 3500, 3600])).toEqual([false, false, false, false])
    expect(at([10_000, 11_000, 12_000, 13_000, 14_000, 15_000])).not.toContain(true)
    expect(at([20_000, 20_100, 20_200, 20_300, 20_400], 81)).not.toContain(true)
  })
})

test.each([
  ['good', { scene: 'free', fps: 60, age: 2 }],
  ['slow', { scene: 'attract', fps: 12, age: 2 }],
  ['good', { scene: 'closed', fps: 1, age: 2 }],
  ['silent', { scene: 'free', fps: 60, age: 61 }],
] as const)('a device is %s: %o', (lamp, state) => {
  expect(getDeviceStatus(state)).toBe(lamp)
})
