/** Shared with whoever waits for the work; not 0 once nobody does. */
export type StopFlag = Int32Array

let flag: StopFlag | null = null

/** What this worker does from now on ends when the flag is raised. */
export const endWith = (stop: StopFlag | null): void => {
  flag = stop
}

/**
 * A browser ends a worker between two tasks, and one that never comes to that only after two seconds, in which the next
 * song would wait for its processor and memory. So everything that can take longer than a tenth of a second comes by here.
 * @throws once nobody waits any more; never where no flag was given, as in Node
 */
export function checkpoint(): void {
  if (flag && Atomics.load(flag, 0) !== 0) throw new Error('Nobody waits for this song.')
}
