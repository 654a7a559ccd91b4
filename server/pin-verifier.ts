import {
  getLockoutSeconds,
  initialLockoutState,
  type LockoutState,
  type PinRejection,
  recordAttempt,
  restoreLockoutState,
} from '../protocol/pin-lockout.ts'

/** More requests at once do not come from people. */
const MAX_CONCURRENT_ATTEMPTS = 20

type PinVerifierOptions = {
  verify: (pin: string) => Promise<boolean>
  /** The state that was saved last, or undefined. */
  load: () => Promise<string | undefined>
  /** On the disk before it resolves. */
  save: (state: string) => Promise<void>
  /** Milliseconds since 1970. */
  now?: () => number
}

/**
 * Verifies PINs, one at a time, and locks out after wrong ones: for all devices together, and for the right PIN too. An
 * attempt is saved before its PIN is checked, so that neither concurrent requests nor a restart give further attempts.
 * @returns a function whose result is null for the right PIN
 */
export function createPinVerifier({ verify, load, save, now = Date.now }: PinVerifierOptions) {
  let state: LockoutState | null = null
  let lastAttempt: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const setState = async (next: LockoutState) => {
    state = next
    // With a full disk the state lasts as long as the server runs: the staff must be able to sign in.
    await save(JSON.stringify(next)).catch(() => {})
  }

  async function attempt(pin: string): Promise<PinRejection | null> {
    state = restoreLockoutState(state ?? parseJson(await load().catch(() => undefined)), now())
    const lockedFor = getLockoutSeconds(state, now())
    if (lockedFor > 0) return { left: 0, lockedFor }
    const startedAt = now()
    const { state: after, attemptsLeft } = recordAttempt(state, startedAt)
    await setState(after)
    if (!(await verify(pin))) return { left: attemptsLeft, lockedFor: getLockoutSeconds(after, startedAt) }
    await setState(initialLockoutState)
    return null
  }

  return async (pin: string): Promise<PinRejection | null> => {
    if (waiting >= MAX_CONCURRENT_ATTEMPTS) return { left: 0, lockedFor: 1 }
    waiting++
    const result = lastAttempt.then(() => attempt(pin))
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
