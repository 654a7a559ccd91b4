import { randomBytes } from 'node:crypto'

/** Without a request for so long, staff must enter the PIN again. Milliseconds. */
const SESSION_TIMEOUT_MS = 10 * 60_000
/** The oldest is ended by one more. */
const MAX_SESSIONS = 50

/** Who has entered the PIN: 256 random bits each, known only here and in a cookie, until the server ends. */
export function createSessions(now: () => number = () => performance.now()) {
  const ends = new Map<string, number>()
  return {
    begin(): string {
      for (const [token, end] of ends) if (end <= now() || ends.size >= MAX_SESSIONS) ends.delete(token)
      const token = randomBytes(32).toString('base64url')
      ends.set(token, now() + SESSION_TIMEOUT_MS)
      return token
    },
    /** Still in? It lasts on from now. */
    refresh(token: string | undefined): boolean {
      if (token === undefined || !((ends.get(token) ?? 0) > now())) return false
      ends.set(token, now() + SESSION_TIMEOUT_MS)
      return true
    },
    end(token: string | undefined): void {
      if (token !== undefined) ends.delete(token)
    },
  }
}
