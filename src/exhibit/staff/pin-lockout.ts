import * as v from 'valibot'
import type { Keep } from './local-storage.ts'

/** The server has the same rules, and its own count. */
const TRIES = 5
/** Seconds; doubled by every lock that follows, up to the longest. */
const FIRST_LOCK = 5 * 60
const LONGEST_LOCK = 60 * 60

const StateSchema = v.object({ wrong: v.number(), locks: v.number(), until: v.number() })
type State = v.InferOutput<typeof StateSchema>

const NAME = 'lock'
const NONE: State = { wrong: 0, locks: 0, until: 0 }

/**
 * Five wrong tries lock the panel of this device for a while, whoever they were told by: this device itself or the
 * server. It is kept across reloads.
 * @param now milliseconds
 */
export function createLock(keep: Keep, now: () => number = Date.now) {
  const read = (): State => {
    const found = v.safeParse(StateSchema, keep.read(NAME))
    const state = found.success ? found.output : NONE
    // A clock that was put back must not lock it for years.
    return { ...state, until: Math.min(state.until, now() + LONGEST_LOCK * 1000) }
  }
  const lock = (locks: number, seconds: number) =>
    keep.write(NAME, { wrong: 0, locks, until: now() + Math.min(LONGEST_LOCK, Math.max(1, seconds)) * 1000 })

  return {
    /** Seconds until a PIN can be tried again; 0: now. */
    lockedFor: (): number => Math.max(0, Math.ceil((read().until - now()) / 1000)),
    /**
     * Counts a try before it is looked at, so that reloading the page gives no more.
     * @returns how many are left if it is wrong; 0: it is locked then
     */
    count: (): number => {
      const state = read()
      const left = Math.max(0, TRIES - state.wrong - 1)
      if (left > 0) keep.write(NAME, { ...state, wrong: state.wrong + 1 })
      else lock(state.locks + 1, FIRST_LOCK * 2 ** Math.min(state.locks, 10))
      return left
    },
    /** The server says how many tries it leaves; here there are never more. */
    leave: (left: number) => {
      const state = read()
      keep.write(NAME, { ...state, wrong: Math.max(state.wrong, Math.min(TRIES - 1, TRIES - left)) })
    },
    /** The server has locked it. */
    lockFor: (seconds: number) => lock(read().locks, seconds),
    open: () => keep.write(NAME, null),
  }
}
export type Lock = ReturnType<typeof createLock>
