import * as v from 'valibot'
import type { PinRefused } from '../protocol/live-messages.ts'

const TRIES = 5
/** Seconds; doubled by every lock that follows, up to the longest. */
const FIRST_LOCK = 5 * 60
const LONGEST_LOCK = 60 * 60
/** More than so many at once are not people. */
const AT_ONCE = 20

const StateSchema = v.object({ wrong: v.number(), locks: v.number(), until: v.number() })
type State = v.InferOutput<typeof StateSchema>

type Options = {
  verify: (pin: string) => Promise<boolean>
  /** What was kept last, or undefined. */
  read: () => Promise<string | undefined>
  /** On the disk before it resolves. */
  keep: (state: string) => Promise<void>
  /** Milliseconds. */
  now?: () => number
}

/**
 * Lets a PIN be tried five times, by all together: after that nobody gets in for a while, with the right one neither.
 * A try is counted, and kept, before it is looked at, so that neither many at once nor ending the server gives more.
 */
export function createPinLock({ verify, read, keep, now = Date.now }: Options) {
  let state: State | null = null
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  const set = async (next: State) => {
    state = next
    // Where nothing can be kept it still counts as long as the server runs: staff must get in with a full disk, too.
    await keep(JSON.stringify(next)).catch(() => {})
  }

  async function attempt(pin: string): Promise<PinRefused | null> {
    state ??= parse(await read().catch(() => undefined))
    // A clock that was put back must not lock it for years.
    state.until = Math.min(state.until, now() + LONGEST_LOCK * 1000)
    const lockedFor = Math.ceil((state.until - now()) / 1000)
    if (lockedFor > 0) return { left: 0, lockedFor }
    const { wrong, locks } = state
    const left = TRIES - wrong - 1
    const lock = Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** Math.min(locks, 10))
    await set(
      left > 0 ? { wrong: wrong + 1, locks, until: 0 } : { wrong: 0, locks: locks + 1, until: now() + lock * 1000 },
    )
    if (!(await verify(pin))) return { left, lockedFor: left > 0 ? 0 : lock }
    await set({ wrong: 0, locks: 0, until: 0 })
    return null
  }

  /** @returns null: it is the right one */
  return async (pin: string): Promise<PinRefused | null> => {
    if (waiting >= AT_ONCE) return { left: 0, lockedFor: 1 }
    waiting++
    const mine = last.then(() => attempt(pin))
    last = mine.catch(() => {})
    return mine.finally(() => {
      waiting--
    })
  }
}

function parse(text: string | undefined): State {
  try {
    return v.parse(StateSchema, JSON.parse(text ?? ''))
  } catch {
    return { wrong: 0, locks: 0, until: 0 }
  }
}
