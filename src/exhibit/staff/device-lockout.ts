import {
  getLockoutSeconds,
  type LockoutState,
  limitAttempts,
  recordAttempt,
  restoreLockoutState,
  startLockout,
} from '../../../protocol/pin-lockout.ts'
import type { StaffStorage } from './staff-storage.ts'

const STORAGE_KEY = 'lock'

/**
 * Locks the staff panel of this device after wrong PINs, whether the server or the device found them wrong. The state is
 * stored across reloads.
 * @param now milliseconds since 1970
 */
export function createDeviceLockout(storage: StaffStorage, now: () => number = Date.now) {
  const read = (): LockoutState => {
    const stored = storage.read(STORAGE_KEY)
    const state = restoreLockoutState(stored, now())
    // Without this, a lockout that was shortened after a clock change would start again at each read.
    if (stored !== null && (stored as LockoutState).until > state.until) write(state)
    return state
  }
  const write = (state: LockoutState) => storage.write(STORAGE_KEY, state)

  return {
    /** Seconds until a PIN can be tried again; 0: now. */
    secondsLeft: (): number => getLockoutSeconds(read(), now()),
    /**
     * Counts an attempt before its PIN is checked: reloading the page gives no further attempt.
     * @returns how many are left if the PIN is wrong; 0: the device is locked then
     */
    recordAttempt: (): number => {
      const { state, attemptsLeft } = recordAttempt(read(), now())
      write(state)
      return attemptsLeft
    },
    /** The server allows `left` more attempts; the device never allows more than that. */
    limitAttempts: (left: number) => write(limitAttempts(read(), left)),
    /** The server has locked the staff panel. */
    lockFor: (seconds: number) => write(startLockout(read(), seconds, now())),
    reset: () => storage.write(STORAGE_KEY, null),
  }
}
export type DeviceLockout = ReturnType<typeof createDeviceLockout>
