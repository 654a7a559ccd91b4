import {
  devicePolicy,
  getLockoutSeconds,
  initialLockoutState,
  type LockoutState,
  type PinRejection,
  recordAttempt,
  restoreLockoutState,
  strangersPolicy,
} from '../protocol/pin-lockout.ts'
import { createBoundedMap } from './bounded-map.ts'
import type { Caller } from './caller.ts'

/** More requests at once do not come from people. */
const MAX_CONCURRENT_ATTEMPTS = 20
const MAX_ADDRESSES = 1000

type PinVerifierOptions = {
  verify: (pin: string) => Promise<boolean>
  /** The state of a name that was saved last, or undefined. */
  load: (name: string) => Promise<string | undefined>
  /** On the disk before it resolves. */
  save: (name: string, state: string) => Promise<void>
  /** Milliseconds since 1970. */
  now?: () => number
}

/**
 * Verifies PINs, one at a time. Wrong ones slow down the device or the address that they came from, and devices that
 * nobody has let in all together: a known device and this computer always have a way in. An attempt is saved before its
 * PIN is checked, so that neither concurrent requests nor a restart give further attempts.
 * @returns a function whose result is null for the right PIN
 */
export function createPinVerifier({ verify, load, save, now = Date.now }: PinVerifierOptions) {
  const saved = new Map<string, LockoutState>()
  /** Addresses are not written to the disk. */
  const addresses = createBoundedMap<LockoutState>(MAX_ADDRESSES)
  let lastAttempt: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const openSaved = async (name: string, policy = devicePolicy) => {
    const stored = saved.get(name) ?? parseJson(await load(name).catch(() => undefined))
    const state = restoreLockoutState(stored, now(), policy)
    const set = async (next: LockoutState) => {
      saved.set(name, next)
      // With a full disk the state lasts as long as the server runs: the staff must be able to sign in.
      await save(name, JSON.stringify(next)).catch(() => {})
    }
    // After the clock was set back, the shortened wait must not begin anew at each attempt.
    if (state.until < ((stored as LockoutState | null)?.until ?? 0)) await set(state)
    return { state, set, policy }
  }
  const openAddress = (address: string) => ({
    state: restoreLockoutState(addresses.get(address), now()),
    set: async (next: LockoutState) => addresses.set(address, next),
    policy: devicePolicy,
  })

  async function attempt(pin: string, caller: Caller): Promise<PinRejection | null> {
    const own =
      caller.kind === 'stranger'
        ? openAddress(caller.address)
        : await openSaved(caller.kind === 'device' ? caller.name : 'local')
    const limits = caller.kind === 'stranger' ? [own, await openSaved('strangers', strangersPolicy)] : [own]
    const lockedFor = Math.max(...limits.map(({ state }) => getLockoutSeconds(state, now())))
    if (lockedFor > 0) return { left: 0, lockedFor }
    const startedAt = now()
    const attempts = limits.map(({ state, policy }) => recordAttempt(state, startedAt, policy))
    for (const [i, { set }] of limits.entries()) await set(attempts[i]?.state ?? initialLockoutState)
    if (await verify(pin)) {
      await own.set(initialLockoutState)
      return null
    }
    return {
      left: Math.min(...attempts.map(({ attemptsLeft }) => attemptsLeft)),
      lockedFor: Math.max(...attempts.map(({ state }) => getLockoutSeconds(state, startedAt))),
    }
  }

  return async (pin: string, caller: Caller): Promise<PinRejection | null> => {
    if (waiting >= MAX_CONCURRENT_ATTEMPTS) return { left: 0, lockedFor: 1 }
    waiting++
    const result = lastAttempt.then(() => attempt(pin, caller))
    lastAttempt = result.catch(() => {})
    return result.finally(() => {
      waiting--
    })
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
