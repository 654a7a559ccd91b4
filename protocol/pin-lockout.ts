import * as v from 'valibot'

export const PinRequestSchema = v.object({ pin: v.pipe(v.string(), v.regex(/^\d{4,12}$/)) })
/** POST /api/staff/enter answers 204, or this with 401 (wrong) or 429 (locked): attempts left, seconds locked. */
export const PinRejectionSchema = v.object({ left: v.number(), lockedFor: v.number() })
export type PinRejection = v.InferOutput<typeof PinRejectionSchema>

const MAX_PIN_ATTEMPTS = 5
/** Doubles with every further lockout, up to the longest. */
const FIRST_LOCKOUT_S = 5 * 60
const MAX_LOCKOUT_S = 60 * 60

const LockoutStateSchema = v.object({
  /** Wrong attempts since the last lockout. */
  wrong: v.number(),
  /** Lockouts since the last right PIN. */
  locks: v.number(),
  /** Milliseconds since 1970. */
  until: v.number(),
})
export type LockoutState = v.InferOutput<typeof LockoutStateSchema>

export const initialLockoutState: LockoutState = { wrong: 0, locks: 0, until: 0 }

/**
 * The state as it was stored; anything else is the initial state.
 * @param now milliseconds since 1970
 */
export function restoreLockoutState(stored: unknown, now: number): LockoutState {
  const parsed = v.safeParse(LockoutStateSchema, stored)
  const state = parsed.success ? parsed.output : initialLockoutState
  // After the clock was set back, a lockout lasts no longer than the longest.
  return { ...state, until: Math.min(state.until, now + MAX_LOCKOUT_S * 1000) }
}

/** @returns 0: a PIN can be tried now */
export const getLockoutSeconds = ({ until }: LockoutState, now: number): number =>
  Math.max(0, Math.ceil((until - now) / 1000))

/**
 * Counts an attempt before its PIN is checked; the last one left begins a lockout.
 * @returns the next state, and how many attempts are left if the PIN is wrong
 */
export function recordAttempt(state: LockoutState, now: number): { state: LockoutState; attemptsLeft: number } {
  const attemptsLeft = Math.max(0, MAX_PIN_ATTEMPTS - state.wrong - 1)
  if (attemptsLeft > 0) return { state: { ...state, wrong: state.wrong + 1 }, attemptsLeft }
  const seconds = FIRST_LOCKOUT_S * 2 ** Math.min(state.locks, 10)
  return { state: { ...startLockout(state, seconds, now), locks: state.locks + 1 }, attemptsLeft }
}

/** Locks for a second at least, and for an hour at most. */
export const startLockout = ({ locks }: LockoutState, seconds: number, now: number): LockoutState => ({
  wrong: 0,
  locks,
  until: now + Math.min(MAX_LOCKOUT_S, Math.max(1, seconds)) * 1000,
})

/** Leaves at most `left` attempts; never more than before, never none. */
export const limitAttempts = (state: LockoutState, left: number): LockoutState => ({
  ...state,
  wrong: Math.max(state.wrong, Math.min(MAX_PIN_ATTEMPTS - 1, MAX_PIN_ATTEMPTS - left)),
})
