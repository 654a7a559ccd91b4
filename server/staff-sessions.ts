import { randomBytes } from 'node:crypto'
import { createCookie } from './create-cookie.ts'

/** From the last request. */
const SESSION_TIMEOUT_MS = 10 * 60_000
/** Another session ends the oldest. */
const MAX_SESSIONS = 50

/** Sessions of the staff. Tokens of 256 random bits, which only this process and a cookie know. */
export function createStaffSessions(now: () => number = () => performance.now()) {
  const expiries = new Map<string, number>()
  return {
    begin(): string {
      for (const [token, expiry] of expiries)
        if (expiry <= now() || expiries.size >= MAX_SESSIONS) expiries.delete(token)
      const token = randomBytes(32).toString('base64url')
      expiries.set(token, now() + SESSION_TIMEOUT_MS)
      return token
    },
    has: (token: string | undefined): boolean => token !== undefined && (expiries.get(token) ?? 0) > now(),
    /** Extends a session; false if there is none. */
    refresh(token: string | undefined): boolean {
      if (token === undefined || !((expiries.get(token) ?? 0) > now())) return false
      expiries.set(token, now() + SESSION_TIMEOUT_MS)
      return true
    },
    end(token: string | undefined): void {
      if (token !== undefined) expiries.delete(token)
    },
  }
}
export type StaffSessions = ReturnType<typeof createStaffSessions>

/** Until the browser is closed. */
export const staffCookie = createCookie('songwalk-staff')
