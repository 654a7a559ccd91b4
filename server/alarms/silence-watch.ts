/** What is known of a device at a time; in milliseconds of one clock that never goes back. */
export type DeviceSign = {
  name: string
  /** Null: not since the server started. */
  heardAt: number | null
  /** The staff has ended its day, or it is not watched. */
  isOff: boolean
}

export type Silence = { event: 'silent' | 'back'; name: string; heardAt: number | null }

/** Checks are seconds apart; a longer pause is a computer that slept. */
const MIN_PAUSE_MS = 20_000

/**
 * Finds devices that have been silent for too long while the exhibit was open. Each silence is found once, and so is its
 * end, at any hour.
 * @param told names whose silence was told before the server started
 */
export function createSilenceWatch(limitMs: number, startedAt: number, told: Iterable<string> = []) {
  /** When it was told. */
  const silent = new Map([...told].map((name) => [name, -Infinity]))
  /** Null: closed. */
  let openSince: number | null = null
  let lastCheck = startedAt

  return {
    forget: (name: string): void => void silent.delete(name),
    check(now: number, isOpen: boolean, devices: readonly DeviceSign[]): Silence[] {
      // Silence while nothing was checked, with the computer asleep, is nobody's.
      if (now - lastCheck > Math.max(limitMs / 2, MIN_PAUSE_MS)) openSince = null
      lastCheck = now
      openSince = isOpen ? (openSince ?? now) : null
      const found: Silence[] = []
      for (const { name, heardAt, isOff } of devices) {
        const since = Math.max(openSince ?? now, heardAt ?? startedAt)
        const toldAt = silent.get(name)
        if (toldAt !== undefined) {
          if (heardAt === null || heardAt <= toldAt) continue
          silent.delete(name)
          found.push({ event: 'back', name, heardAt })
        } else if (!isOff && now - since >= limitMs) {
          silent.set(name, now)
          found.push({ event: 'silent', name, heardAt })
        }
      }
      return found
    },
  }
}
