import { createBoundedMap } from './bounded-map.ts'
import type { Caller } from './caller.ts'

/** What a caller may spend a second, and at once. */
type Allowance = { perSecond: number; burst: number }
type Limits = Record<'bytes' | 'visits' | 'wrongKeys', Allowance>

const WRONG_KEYS: Allowance = { perSecond: 1 / 6, burst: 10 }

/** A device that comes back after weeks sends 50,000 visits within the hour. */
const KNOWN_LIMITS: Limits = {
  bytes: { perSecond: 64_000, burst: 2e6 },
  visits: { perSecond: 20, burst: 2000 },
  wrongKeys: WRONG_KEYS,
}
const STRANGER_LIMITS: Limits = {
  bytes: { perSecond: 4000, burst: 256_000 },
  visits: { perSecond: 1, burst: 100 },
  wrongKeys: WRONG_KEYS,
}
const MAX_CALLERS = 1000

/** Limits what each device or address sends (token buckets). */
export function createCallerLimits(now: () => number = () => performance.now()) {
  const buckets = createBoundedMap<{ tokens: number; at: number }>(MAX_CALLERS)
  return {
    /** @returns whether it is within the limits; nothing is spent otherwise */
    spend(caller: Caller, kind: keyof Limits, amount: number): boolean {
      const { perSecond, burst } = (caller.kind === 'stranger' ? STRANGER_LIMITS : KNOWN_LIMITS)[kind]
      const key = `${kind} ${nameCaller(caller)}`
      const before = buckets.get(key) ?? { tokens: burst, at: now() }
      const tokens = Math.min(burst, before.tokens + ((now() - before.at) / 1000) * perSecond)
      const isWithin = tokens >= amount
      buckets.set(key, { tokens: isWithin ? tokens - amount : tokens, at: now() })
      return isWithin
    },
  }
}

export const nameCaller = (caller: Caller): string =>
  caller.kind === 'device'
    ? `device ${caller.name}`
    : caller.kind === 'local'
      ? 'this computer'
      : `address ${caller.address}`
