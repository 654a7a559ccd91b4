/** Shared memory between a worker and its owner; not 0 once the work is cancelled. */
export type CancelFlag = Int32Array

let cancelFlag: CancelFlag | null = null

/** Sets the flag that cancels the work of this worker. */
export const setCancelFlag = (flag: CancelFlag | null): void => {
  cancelFlag = flag
}

/**
 * Called by everything that can take longer than a tenth of a second. A browser terminates a busy worker only after two
 * seconds, during which the next song would wait for its processor and memory.
 * @throws {Error} if the work is cancelled; never without a flag, as in Node
 */
export function throwIfCancelled(): void {
  if (cancelFlag && Atomics.load(cancelFlag, 0) !== 0) throw new Error('Analysis cancelled.')
}
