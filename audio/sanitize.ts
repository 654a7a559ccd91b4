/** Far above any real level, far below where squares of 32-bit numbers overflow. */
const loudest = 1e6

/** Makes samples usable, in place: NaN and infinities become 0, anything beyond ±1e6 is cut there. */
export function sanitize(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number
    if (sample >= -loudest && sample <= loudest) continue
    samples[i] = Number.isFinite(sample) ? Math.sign(sample) * loudest : 0
  }
}
