/** Makes loudness proportional to the slider: it halves with every 10 dB (Stevens 1955, ISO 532). */
const LOUDNESS_EXPONENT = Math.log2(10) / 2

/** @param volume 0 is silent, 1 unchanged; equal steps sound equally large */
export const volumeToGain = (volume: number): number => Math.min(1, Math.max(0, volume)) ** LOUDNESS_EXPONENT
