import type { DeviceLockout } from './device-lockout.ts'
import type { OfflinePin } from './offline-pin.ts'
import type { PinReply } from './staff-api.ts'

/**
 * `untold`: the server cannot be reached, and this device has never accepted a PIN; `unset`: the exhibit has no PIN.
 */
export type PinCheckResult =
  | { kind: 'in'; online: boolean }
  | { kind: 'letIn'; device: string }
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
 * Checks a PIN with the server; if that cannot be reached, with the hash on this device. A lockout of either side
 * holds.
 */
export async function checkPin(
  pin: string,
  { pinLockout, offlinePin, submitPin }: PinCheckServices,
): Promise<PinCheckResult> {
  if (pinLockout.secondsLeft() > 0) return { kind: 'locked' }
  const reply = await submitPin(pin)
  if (reply.kind === 'in') {
    pinLockout.reset()
    // Hashing takes half a second; signing in does not wait for it.
    void offlinePin.save(pin).catch(() => {})
    return { kind: 'in', online: true }
  }
  if (reply.kind === 'letIn') {
    pinLockout.reset()
    return reply
  }
  if (reply.kind === 'locked') {
    pinLockout.lockFor(reply.seconds)
    return { kind: 'locked' }
  }
  if (reply.kind === 'wrong') {
    pinLockout.limitAttempts(reply.attemptsLeft)
    void offlinePin.clearIfMatches(pin).catch(() => {})
    return reply
  }
  if (reply.kind === 'unset') {
    offlinePin.clear()
    return reply
  }
  if (!offlinePin.isAvailable()) return { kind: 'untold' }
  const attemptsLeft = pinLockout.recordAttempt()
  if (await offlinePin.matches(pin)) {
    pinLockout.reset()
    return { kind: 'in', online: false }
  }
  return attemptsLeft > 0 ? { kind: 'wrong', attemptsLeft } : { kind: 'locked' }
}
