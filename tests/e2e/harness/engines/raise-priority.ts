import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'

const PRIORITY = -10

/**
 * Sound threads have real-time priority on visitors' devices. Here no service gives it to them, so that all that a test
 * starts gets more of a busy machine, where the system allows it.
 */
export function raisePriority(): void {
  try {
    setPriority(PRIORITY)
    raiseGroup('self')
  } catch {}
}

/** Linux shares the time among sessions first: within each of them alone the priority of a process counts. */
export function raiseGroup(process: string): void {
  writeFileSync(`/proc/${process}/autogroup`, String(PRIORITY))
}

raisePriority()
