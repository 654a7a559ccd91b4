import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { tryPin } from '../../../../src/exhibit/staff/check-pin.ts'
import { createTaps } from '../../../../src/exhibit/staff/corner-gesture.ts'
import { lampOf } from '../../../../src/exhibit/staff/device-status.ts'
import { createKeep } from '../../../../src/exhibit/staff/local-storage.ts'
import { createVerifier, type Verifier } from '../../../../src/exhibit/staff/offline-pin.ts'
import { createLock } from '../../../../src/exhibit/staff/pin-lockout.ts'
import type { Answer } from '../../../../src/exhibit/staff/staff-api.ts'

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
const loadLock = () => createLock(createKeep(device), () => now)

beforeEach(() => {
  device = createDevice()
  now = 1_800_000_000_000
})

describe('the lock', () => {
  test('five wrong tries lock it, for longer each time, and a right PIN begins anew', () => {
    const lock = loadLock()
    expect([1, 2, 3, 4, 5].map(lock.count)).toEqual([4, 3, 2, 1, 0])
    expect(lock.lockedFor()).toBe(5 * MINUTE)
    now += 5 * MINUTE * 1000
    expect(lock.lockedFor()).toBe(0)
    for (let i = 0; i < 5; i++) lock.count()
    expect(lock.lockedFor()).toBe(10 * MINUTE)
    lock.open()
    expect(lock.lockedFor()).toBe(0)
    for (let i = 0; i < 5; i++) lock.count()
    expect(lock.lockedFor()).toBe(5 * MINUTE)
  })

  test('neither reloading nor the network gives more tries', () => {
    loadLock().count()
    loadLock().leave(1)
    expect(loadLock().count()).toBe(0)
    expect(loadLock().lockedFor()).toBe(5 * MINUTE)
    loadLock().lockFor(20 * MINUTE)
    expect(loadLock().lockedFor()).toBe(20 * MINUTE)
    // A server that leaves more tries than the device gives none back.
    now += 20 * MINUTE * 1000
    for (let i = 0; i < 3; i++) loadLock().count()
    loadLock().leave(4)
    expect(loadLock().count()).toBe(1)
  })

  test('a clock that is put back locks it for an hour at most', () => {
    loadLock().lockFor(30 * MINUTE)
    now -= 365 * 86_400_000
    expect(loadLock().lockedFor()).toBe(60 * MINUTE)
  })

  test('what is broken on the device is as if there was nothing, and a full one forgets nothing while it is open', () => {
    device.setItem('songwalk-door-lock', '{"wrong":"many"}')
    expect(loadLock().count()).toBe(4)
    device.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const lock = loadLock()
    for (let i = 0; i < 5; i++) lock.count()
    expect(lock.lockedFor()).toBe(5 * MINUTE)
  })

  test('in whatever order tries come from server and device, there are never more than five between two locks', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 5, maxLength: 30 }), (tries) => {
        device = createDevice()
        let since = 0
        for (const left of tries) {
          if (loadLock().lockedFor() > 0) {
            expect(since).toBeLessThanOrEqual(5)
            now += loadLock().lockedFor() * 1000
            since = 0
          }
          // null: the device's own try; otherwise the server says how many it leaves.
          if (left === null) since++
          if (left === null) loadLock().count()
          else loadLock().leave(left)
        }
        expect(since).toBeLessThanOrEqual(5)
      }),
    )
  })
})

describe('without the server', () => {
  const gone = async (): Promise<Answer> => ({ kind: 'gone' })
  const says = (answer: Answer) => async () => answer
  const open = (enter: () => Promise<Answer>) => ({
    lock: loadLock(),
    verifier: createVerifier(createKeep(device)),
    enter,
  })
  const remembered = () => vi.waitUntil(() => device.kept.has('songwalk-door-verifier'), { timeout: 20_000 })

  test('a device that was never told the PIN says so, and counts no try', async () => {
    for (let i = 0; i < 7; i++) expect(await tryPin('2468', open(gone))).toEqual({ kind: 'untold' })
    expect(loadLock().lockedFor()).toBe(0)
  })

  test('one that was told once knows it again; what it keeps is no PIN', async () => {
    expect(await tryPin('2468', open(says({ kind: 'in' })))).toEqual({ kind: 'in', online: true })
    await remembered()
    const kept = device.kept.get('songwalk-door-verifier') ?? ''
    expect(JSON.parse(kept).iterations).toBeGreaterThanOrEqual(600_000)
    expect(kept).not.toContain('2468')
    expect(await tryPin('1357', open(gone))).toEqual({ kind: 'wrong', left: 4 })
    expect(await tryPin('2468', open(gone))).toEqual({ kind: 'in', online: false })
    expect(await tryPin('1357', open(gone))).toEqual({ kind: 'wrong', left: 4 })
  })

  test('a PIN the server no longer takes is forgotten, and a new one takes its place', async () => {
    const verifier = createVerifier(createKeep(device))
    await verifier.remember('2468')
    expect(await tryPin('2468', open(says({ kind: 'wrong', left: 3 })))).toEqual({ kind: 'wrong', left: 3 })
    await vi.waitUntil(() => !device.kept.has('songwalk-door-verifier'), { timeout: 20_000 })
    expect(await tryPin('2468', open(gone))).toEqual({ kind: 'untold' })
    await tryPin('97531', open(says({ kind: 'in' })))
    await remembered()
    expect(await tryPin('97531', open(gone))).toEqual({ kind: 'in', online: false })
    // The exhibit has none any more.
    expect(await tryPin('97531', open(says({ kind: 'unset' })))).toEqual({ kind: 'unset' })
    expect(await tryPin('97531', open(gone))).toEqual({ kind: 'untold' })
  })

  /** Half a second of a try is no part of what these are about. */
  const knowing = (pin: string): Verifier => ({
    isThere: () => true,
    matches: async (tried) => tried === pin,
    remember: async () => {},
    forget: async () => {},
    forgetAny: () => {},
  })

  test('what the server has locked stays locked without it, after reloading and with the right PIN', async () => {
    const enter = vi.fn(says({ kind: 'locked', seconds: 300 }))
    expect(await tryPin('2468', { lock: loadLock(), verifier: knowing('2468'), enter })).toEqual({ kind: 'locked' })
    expect(await tryPin('2468', { lock: loadLock(), verifier: knowing('2468'), enter: gone })).toEqual({
      kind: 'locked',
    })
    now += 301_000
    expect((await tryPin('2468', { lock: loadLock(), verifier: knowing('2468'), enter: gone })).kind).toBe('in')
  })

  test('the fifth wrong PIN locks the device, and the server is not asked before that is over', async () => {
    const enter = vi.fn(gone)
    const tried = async (pin: string) => tryPin(pin, { lock: loadLock(), verifier: knowing('2468'), enter })
    const kinds = []
    for (const pin of ['1111', '2222', '3333', '4444', '5555', '2468']) kinds.push((await tried(pin)).kind)
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked'])
    expect(enter).toHaveBeenCalledTimes(5)
  })

  test('a page that is closed in the middle of a try has had that try', async () => {
    const never: Verifier = { ...knowing('2468'), matches: () => new Promise(() => {}) }
    for (let i = 0; i < 5; i++) {
      void tryPin('1111', { lock: loadLock(), verifier: never, enter: gone })
      await Promise.resolve()
      await Promise.resolve()
    }
    expect(loadLock().lockedFor()).toBe(5 * MINUTE)
  })
})

describe('the gesture', () => {
  test('five taps in the corner within three seconds, and nothing else', () => {
    const taps = createTaps()
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
  expect(lampOf(state)).toBe(lamp)
})
