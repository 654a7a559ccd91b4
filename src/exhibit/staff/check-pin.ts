import type { DeviceLockout } from './device-lockout.ts'
import type { OfflinePin } from './offline-pin.ts'
import type { PinReply } from './staff-api.ts'

/** `untold`: the server is gone, and this device has never been told the PIN; `unset`: there is none. */
export type PinCheckResult =
  | { kind: 'in'; online: boolean }
  | { kind: 'wrong'; attemptsLeft: number }
  | { kind: 'locked' }
  | { kind: 'untold' }
  | { kind: 'unset' }

type PinCheckServices = {
  pinLockout: DeviceLockout
  offlinePin: OfflinePin
  submitPin: (pin: string) => Promise<PinReply>
}

/**
 * Tries a PIN: with the server, whose answer counts; only where there is none, by what this device knows. What is locked
 * by either stays locked.
 */
export async function checkPin(
  pin: string,
  { pinLockout: lock, offlinePin: verifier, submitPin: enter }: PinCheckServices,
): Promise<PinCheckResult> {
  if (lock.secondsLeft() > 0) return { kind: 'locked' }
  const answer = await enter(pin)
  if (answer.kind === 'in') {
    lock.reset()
    // Half a second, which nobody needs to wait.
    void verifier.save(pin).catch(() => {})
    return { kind: 'in', online: true }
  }
  if (answer.kind === 'locked') {
    lock.lockFor(answer.seconds)
    return { kind: 'locked' }
  }
  if (answer.kind === 'wrong') {
    lock.limitAttempts(answer.attemptsLeft)
    void verifier.clearIfMatches(pin).catch(() => {})
    return answer
  }
  if (answer.kind === 'unset') {
    verifier.clear()
    return answer
  }
  if (!verifier.isAvailable()) return { kind: 'untold' }
  const left = lock.recordAttempt()
  if (await verifier.matches(pin)) {
    lock.reset()
    return { kind: 'in', online: false }
  }
  return left > 0 ? { kind: 'wrong', attemptsLeft: left } : { kind: 'locked' }
}
