import * as v from 'valibot'
import { DeviceNameSchema } from './device-name-schema.ts'

export const PinRequestSchema = v.object({
  pin: v.pipe(v.string(), v.regex(/^\d{4,12}$/)),
  /** The name by which a device asks to be known. */
  device: v.exactOptional(DeviceNameSchema),
})
/** POST /api/staff/enter answers 204, or this with 401 (wrong) or 429 (wait): attempts left before a wait, seconds to wait. */
export const PinRejectionSchema = v.object({ left: v.number(), lockedFor: v.number() })
export type PinRejection = v.InferOutput<typeof PinRejectionSchema>

/** Wrong attempts are slowed down: after some, each further one needs a wait, which doubles up to the longest. */
export type LockoutPolicy = { freeAttempts: number; firstWaitS: number; maxWaitS: number }
/** Of one device or address: 288 attempts a day. */
export const devicePolicy: LockoutPolicy = { freeAttempts: 5, firstWaitS: 60, maxWaitS: 5 * 60 }
/** Of all devices together that nobody has let in, however many addresses they have: 144 attempts a day. */
export const strangersPolicy: LockoutPolicy = { freeAttempts: 20, firstWaitS: 60, maxWaitS: 10 * 60 }
/** After this long without an attempt, nothing is remembered. */
const MEMORY_S = 60 * 60

const LockoutStateSchema = v.object({
  /** Wrong attempts since the last right PIN. */
  wrong: v.number(),
  /** The end of the wait, or the last attempt; milliseconds since 1970. */
  until: v.number(),
})
export type LockoutState = v.InferOutput<typeof LockoutStateSchema>

export const initialLockoutState: LockoutState = { wrong: 0, until: 0 }

/**
 * The state as it was stored; anything else is the initial state.
 * @param now milliseconds since 1970
 */
export function restoreLockoutState(stored: unknown, now: number, { maxWaitS } = devicePolicy): LockoutState {
  const parsed = v.safeParse(LockoutStateSchema, stored)
  const state = parsed.success ? parsed.output : initialLockoutState
  if (state.until > 0 && now - state.until > MEMORY_S * 1000) return initialLockoutState
  // After the clock was set back, a wait lasts no longer than the longest.
  return { ...state, until: Math.min(state.until, now + maxWaitS * 1000) }
}

/** @returns 0: a PIN can be tried now */
export const getLockoutSeconds = ({ until }: LockoutState, now: number): number =>
  Math.max(0, Math.ceil((until - now) / 1000))

/**
 * Counts an attempt before its PIN is checked; from the last free one on, a wait begins.
 * @returns the next state, and how many attempts are left without a wait if the PIN is wrong
 */
export function recordAttempt(
  state: LockoutState,
  now: number,
  { freeAttempts, firstWaitS, maxWaitS } = devicePolicy,
): { state: LockoutState; attemptsLeft: number } {
  const wrong = state.wrong + 1
  const attemptsLeft = Math.max(0, freeAttempts - wrong)
  const waitS = attemptsLeft > 0 ? 0 : Math.min(maxWaitS, firstWaitS * 2 ** Math.min(20, wrong - freeAttempts))
  return { state: { wrong, until: now + waitS * 1000 }, attemptsLeft }
}

/** Waits for a second at least, and for the longest wait at most. */
export const startLockout = ({ wrong }: LockoutState, seconds: number, now: number): LockoutState => ({
  wrong,
  until: now + Math.min(devicePolicy.maxWaitS, Math.max(1, seconds)) * 1000,
})

/** Leaves at most `left` attempts without a wait; never more than before. */
export const limitAttempts = (state: LockoutState, left: number): LockoutState => ({
  ...state,
  wrong: Math.max(state.wrong, Math.min(devicePolicy.freeAttempts - 1, devicePolicy.freeAttempts - left)),
})
