// What the page and the audio thread agree on.

export const LIMITER_PROCESSOR = 'songwalk-limiter'

export type LimiterOptions = { channels: number }
