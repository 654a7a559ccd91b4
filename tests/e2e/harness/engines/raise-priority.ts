import { setPriority } from 'node:os'

/**
 * Sound threads have real-time priority on visitors' devices. Here no service gives it to them, so that all that a test
 * starts gets more of a busy machine, where the system allows it.
 */
export function raisePriority(): void {
  try {
    setPriority(-10)
  } catch {}
}

raisePriority()
