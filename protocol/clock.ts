/** A clock before this time has not been set since its battery ran out. */
export const EARLIEST_TIME_MS = Date.UTC(2020)

/** @param now milliseconds since 1970 */
export const isClockSet = (now: number): boolean => now >= EARLIEST_TIME_MS
