import { setImmediate } from 'node:timers/promises'

/** Longer tasks would delay other requests. */
const MAX_TASK_MS = 10

/** @returns lets other events be handled if it was not called for longer than that */
export function createYielder(): () => Promise<void> {
  let startedAt = performance.now()
  return async () => {
    if (performance.now() - startedAt < MAX_TASK_MS) return
    await setImmediate()
    startedAt = performance.now()
  }
}
