/** Far above any real level, far below the overflow of 32-bit squares. */
const MAX_AMPLITUDE = 1e6
/** -300 dB. Squares of much smaller numbers are subnormal, which take processors dozens of times as long. */
const MIN_AMPLITUDE = 1e-15

/** Sanitizes samples in place: NaN, infinities and amplitudes below 1e-15 become 0; amplitudes are limited to 1e6. */
export function sanitizeSamples(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!
    const size = Math.abs(sample)
    if ((size >= MIN_AMPLITUDE && size <= MAX_AMPLITUDE) || size === 0) continue
    samples[i] = size > MAX_AMPLITUDE && size < Infinity ? Math.sign(sample) * MAX_AMPLITUDE : 0
  }
}
