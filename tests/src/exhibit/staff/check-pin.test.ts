import { beforeEach, describe, expect, test, vi } from 'vitest'
import { checkPin } from '../../../../src/exhibit/staff/check-pin.ts'
import { createDeviceLockout } from '../../../../src/exhibit/staff/device-lockout.ts'
import { createOfflinePin, type OfflinePin } from '../../../../src/exhibit/staff/offline-pin.ts'
import type { PinReply } from '../../../../src/exhibit/staff/staff-api.ts'
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

describe('checkPin', () => {
  const gone = async (): Promise<PinReply> => ({ kind: 'gone' })
  const says = (answer: PinReply) => async () => answer
  const open = (enter: () => Promise<PinReply>) => ({
    pinLockout: loadLockout(),
    offlinePin: createOfflinePin(createStaffStorage(createSafeStorage(device))),
    submitPin: enter,
  })
  const waitUntilStored = () => vi.waitUntil(() => device.values.has('songwalk-door-verifier'), { timeout: 20_000 })

  test('without the server, a device that has never accepted a PIN counts no attempt', async () => {
    for (let i = 0; i < 7; i++) expect(await checkPin('2468', open(gone))).toEqual({ kind: 'untold' })
    expect(loadLockout().secondsLeft()).toBe(0)
  })

  test('without the server, a device accepts the last PIN by its hash', async () => {
    expect(await checkPin('2468', open(says({ kind: 'in' })))).toEqual({ kind: 'in', online: true })
    await waitUntilStored()
    const stored = device.values.get('songwalk-door-verifier') ?? ''
    expect(JSON.parse(stored).iterations).toBeGreaterThanOrEqual(600_000)
    expect(stored).not.toContain('2468')
    expect(await checkPin('1357', open(gone))).toEqual({ kind: 'wrong', attemptsLeft: 4 })
    expect(await checkPin('2468', open(gone))).toEqual({ kind: 'in', online: false })
    expect(await checkPin('1357', open(gone))).toEqual({ kind: 'wrong', attemptsLeft: 4 })
  })

  test('a PIN that the server rejects is forgotten, and another one replaces it', async () => {
    const verifier = createOfflinePin(createStaffStorage(createSafeStorage(device)))
    await verifier.save('2468')
    expect(await checkPin('2468', open(says({ kind: 'wrong', attemptsLeft: 3 })))).toEqual({
      kind: 'wrong',
      attemptsLeft: 3,
    })
    await vi.waitUntil(() => !device.values.has('songwalk-door-verifier'), { timeout: 20_000 })
    expect(await checkPin('2468', open(gone))).toEqual({ kind: 'untold' })
    await checkPin('97531', open(says({ kind: 'in' })))
    await waitUntilStored()
    expect(await checkPin('97531', open(gone))).toEqual({ kind: 'in', online: false })
    // The exhibit has none any more.
    expect(await checkPin('97531', open(says({ kind: 'unset' })))).toEqual({ kind: 'unset' })
    expect(await checkPin('97531', open(gone))).toEqual({ kind: 'untold' })
  })

  test('a code lets the device in and opens nothing; the device does not remember it as a PIN', async () => {
    expect(await checkPin('135790', open(says({ kind: 'letIn', device: 'quest-1' })))).toEqual({
      kind: 'letIn',
      device: 'quest-1',
    })
    expect(await checkPin('135790', open(gone))).toEqual({ kind: 'untold' })
  })

  /** Accepts one PIN without hashing. */
  const createKnownPin = (pin: string): OfflinePin => ({
    isAvailable: () => true,
    matches: async (tried) => tried === pin,
    save: async () => {},
    clearIfMatches: async () => {},
    clear: () => {},
  })

  test('a lockout by the server holds without it, after a reload and for the right PIN', async () => {
    const enter = vi.fn(says({ kind: 'locked', seconds: 300 }))
    expect(
      await checkPin('2468', { pinLockout: loadLockout(), offlinePin: createKnownPin('2468'), submitPin: enter }),
    ).toEqual({
      kind: 'locked',
    })
    expect(
      await checkPin('2468', { pinLockout: loadLockout(), offlinePin: createKnownPin('2468'), submitPin: gone }),
    ).toEqual({
      kind: 'locked',
    })
    now += 301_000
    expect(
      (await checkPin('2468', { pinLockout: loadLockout(), offlinePin: createKnownPin('2468'), submitPin: gone })).kind,
    ).toBe('in')
  })

  test('the fifth wrong PIN locks the device, which does not ask the server meanwhile', async () => {
    const enter = vi.fn(gone)
    const tried = async (pin: string) =>
      checkPin(pin, { pinLockout: loadLockout(), offlinePin: createKnownPin('2468'), submitPin: enter })
    const kinds = []
    for (const pin of ['1111', '2222', '3333', '4444', '5555', '2468']) kinds.push((await tried(pin)).kind)
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked'])
    expect(enter).toHaveBeenCalledTimes(5)
  })

  test('an attempt counts if the page is closed before it is checked', async () => {
    const never: OfflinePin = { ...createKnownPin('2468'), matches: () => new Promise(() => {}) }
    for (let i = 0; i < 5; i++) {
      void checkPin('1111', { pinLockout: loadLockout(), offlinePin: never, submitPin: gone })
      await Promise.resolve()
      await Promise.resolve()
    }
    expect(loadLockout().secondsLeft()).toBe(MINUTE_S)
  })
})
