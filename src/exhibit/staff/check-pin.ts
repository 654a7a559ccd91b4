import type { Verifier } from './offline-pin.ts'
import type { Lock } from './pin-lockout.ts'
import type { Answer } from './staff-api.ts'

/** `untold`: the server is gone, and this device has never been told the PIN; `unset`: there is none. */
export type Tried =
  | { kind: 'in'; online: boolean }
  | { kind: 'wrong'; left: number }
  | { kind: 'locked' }
  | { kind: 'untold' }
  | { kind: 'unset' }

type Door = { lock: Lock; verifier: Verifier; enter: (pin: string) => Promise<Answer> }

/**
 * Tries a PIN: with the server, whose answer counts; only where there is none, by what this device knows. What is locked
 * by either stays locked.
 */
export async function tryPin(pin: string, { lock, verifier, enter }: Door): Promise<Tried> {
  if (lock.lockedFor() > 0) return { kind: 'locked' }
  const answer = await enter(pin)
  if (answer.kind === 'in') {
    lock.open()
    // Half a second, which nobody needs to wait.
    void verifier.remember(pin).catch(() => {})
    return { kind: 'in', online: true }
  }
  if (answer.kind === 'locked') {
    lock.lockFor(answer.seconds)
    return { kind: 'locked' }
  }
  if (answer.kind === 'wrong') {
    lock.leave(answer.left)
    void verifier.forget(pin).catch(() => {})
    return answer
  }
  if (answer.kind === 'unset') {
    verifier.forgetAny()
    return answer
  }
  if (!verifier.isThere()) return { kind: 'untold' }
  const left = lock.count()
  if (await verifier.matches(pin)) {
    lock.open()
    return { kind: 'in', online: false }
  }
  return left > 0 ? { kind: 'wrong', left } : { kind: 'locked' }
}
