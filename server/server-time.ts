/** Milliseconds since 1970, by a clock that never goes back: pages synchronize with it. */
export const readServerTimeMs = () => performance.timeOrigin + performance.now()
