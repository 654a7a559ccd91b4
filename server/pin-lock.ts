import * as v from 'valibot'
import type { PinRejection } from '../protocol/live-messages.ts'

const MAX_ATTEMPTS = 5
/** Seconds; doubled by every lock that follows, up to the longest. */
const FIRST_LOCKOUT_S = 5 * 60
const MAX_LOCKOUT_S = 60 * 60
/** More than so many at once are not people. */
const MAX_CONCURRENT_ATTEMPTS = 20

const LockoutStateSchema = v.object({ wrong: v.number(), locks: v.number(), until: v.number() })
type LockoutState = v.InferOutput<typeof LockoutStateSchema>

type PinLockoutOptions = {
  verify: (pin: string) => Promise<boolean>
  /** What was kept last, or undefined. */
  load: () => Promise<string | undefined>
  /** On the disk before it resolves. */
  save: (state: string) => Promise<void>
  /** Milliseconds. */
  now?: () => number
}

/**
 * Lets a PIN be tried five times, by all together: after that nobody gets in for a while, with the right one neither.
 * A try is counted, and kept, before it is looked at, so that neither many at once nor ending the server gives more.
 */
export function createPinLockout({ verify, load: read, save: keep, now = Date.now }: PinLockoutOptions) {
  let state: LockoutState | null = null
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const set = async (next: LockoutState) => {
    state = next
    // Where nothing can be kept it still counts as long as the server runs: staff must get in with a full disk, too.
    await keep(JSON.stringify(next)).catch(() => {})
  }

  async function attempt(pin: string): Promise<PinRejection | null> {
    state ??= parseLockoutState(await read().catch(() => undefined))
    // A clock that was put back must not lock it for years.
    state.until = Math.min(state.until, now() + MAX_LOCKOUT_S * 1000)
    const lockedFor = Math.ceil((state.until - now()) / 1000)
    if (lockedFor > 0) return { left: 0, lockedFor }
    const { wrong, locks } = state
    const left = MAX_ATTEMPTS - wrong - 1
    const lock = Math.min(MAX_LOCKOUT_S, FIRST_LOCKOUT_S * 2 ** Math.min(locks, 10))
    await set(
      left > 0 ? { wrong: wrong + 1, locks, until: 0 } : { wrong: 0, locks: locks + 1, until: now() + lock * 1000 },
    )
    if (!(await verify(pin))) return { left, lockedFor: left > 0 ? 0 : lock }
    await set({ wrong: 0, locks: 0, until: 0 })
    return null
  }

  /** @returns null: it is the right one */
  return async (pin: string): Promise<PinRejection | null> => {
    if (waiting >= MAX_CONCURRENT_ATTEMPTS) return { left: 0, lockedFor: 1 }
    waiting++
    const mine = last.then(() => attempt(pin))
    last = mine.catch(() => {})
    return mine.finally(() => {
      waiting--
    })
  }
}

function parseLockoutState(text: string | undefined): LockoutState {
  try {
    return v.parse(LockoutStateSchema, JSON.parse(text ?? ''))
  } catch {
    return { wrong: 0, locks: 0, until: 0 }
  }
}
