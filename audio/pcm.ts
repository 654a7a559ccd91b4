import type { Hertz, Seconds } from './units.ts'

/** Decoded sound: one Float32Array per channel, all of one length, nominally in [-1, 1]. */
export type Pcm = { channels: Float32Array<ArrayBuffer>[]; sampleRate: Hertz }

export const getPcmDuration = (pcm: Pcm): Seconds => (pcm.channels[0]?.length ?? 0) / pcm.sampleRate
