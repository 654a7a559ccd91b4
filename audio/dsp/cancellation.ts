/** Shared with whoever waits for the work; not 0 once nobody does. */
export type CancelFlag = Int32Array

let cancelFlag: CancelFlag | null = null

/** What this worker does from now on ends when the flag is raised. */
export const setCancelFlag = (stop: CancelFlag | null): void => {
  cancelFlag = stop
}

/**
 * A browser ends a worker between two tasks, and one that never comes to that only after two seconds, in which the next
 * song would wait for its processor and memory. So everything that can take longer than a tenth of a second comes by here.
 * @throws once nobody waits any more; never where no flag was given, as in Node
 */
export function throwIfCancelled(): void {
  if (cancelFlag && Atomics.load(cancelFlag, 0) !== 0) throw new Error('Nobody waits for this song.')
}
