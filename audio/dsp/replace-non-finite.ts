/** Far above any real level, far below where squares of 32-bit numbers overflow. */
const MAX_AMPLITUDE = 1e6
/** At -300 dB. Squares of much less have too few bits left, and processors take dozens of times as long for those. */
const MIN_AMPLITUDE = 1e-15

/** Makes samples usable, in place: NaN, infinities and what is below ±1e-15 become 0, what is beyond ±1e6 is cut there. */
export function sanitizeSamples(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!
    const size = Math.abs(sample)
    if ((size >= MIN_AMPLITUDE && size <= MAX_AMPLITUDE) || size === 0) continue
    samples[i] = size > MAX_AMPLITUDE && size < Infinity ? Math.sign(sample) * MAX_AMPLITUDE : 0
  }
}
