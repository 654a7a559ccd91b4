import * as v from 'valibot'
import type { StaffStorage } from './local-storage.ts'

/** The server has the same rules, and its own count. */
const MAX_ATTEMPTS = 5
/** Seconds; doubled by every lock that follows, up to the longest. */
const FIRST_LOCKOUT_S = 5 * 60
const MAX_LOCKOUT_S = 60 * 60

const LockoutStateSchema = v.object({ wrong: v.number(), locks: v.number(), until: v.number() })
type LockoutState = v.InferOutput<typeof LockoutStateSchema>

const STORAGE_KEY = 'lock'
const NO_LOCKOUT: LockoutState = { wrong: 0, locks: 0, until: 0 }

/**
 * Five wrong tries lock the panel of this device for a while, whoever they were told by: this device itself or the
 * server. It is kept across reloads.
 * @param now milliseconds
 */
export function createPinLockout(keep: StaffStorage, now: () => number = Date.now) {
  const read = (): LockoutState => {
    const found = v.safeParse(LockoutStateSchema, keep.read(STORAGE_KEY))
    const state = found.success ? found.output : NO_LOCKOUT
    // A clock that was put back must not lock it for years.
    return { ...state, until: Math.min(state.until, now() + MAX_LOCKOUT_S * 1000) }
  }
  const lock = (locks: number, seconds: number) =>
    keep.write(STORAGE_KEY, { wrong: 0, locks, until: now() + Math.min(MAX_LOCKOUT_S, Math.max(1, seconds)) * 1000 })

  return {
    /** Seconds until a PIN can be tried again; 0: now. */
    secondsLeft: (): number => Math.max(0, Math.ceil((read().until - now()) / 1000)),
    /**
     * Counts a try before it is looked at, so that reloading the page gives no more.
     * @returns how many are left if it is wrong; 0: it is locked then
     */
    recordAttempt: (): number => {
      const state = read()
      const left = Math.max(0, MAX_ATTEMPTS - state.wrong - 1)
      if (left > 0) keep.write(STORAGE_KEY, { ...state, wrong: state.wrong + 1 })
      else lock(state.locks + 1, FIRST_LOCKOUT_S * 2 ** Math.min(state.locks, 10))
      return left
    },
    /** The server says how many tries it leaves; here there are never more. */
    limitAttempts: (left: number) => {
      const state = read()
      keep.write(STORAGE_KEY, {
        ...state,
        wrong: Math.max(state.wrong, Math.min(MAX_ATTEMPTS - 1, MAX_ATTEMPTS - left)),
      })
    },
    /** The server has locked it. */
    lockFor: (seconds: number) => lock(read().locks, seconds),
    reset: () => keep.write(STORAGE_KEY, null),
  }
}
export type PinLockout = ReturnType<typeof createPinLockout>
