import type { Samples } from '../../audio/units.ts'

/** An onset is where a response first passes this share of its peak. */
const ONSET_SHARE = 0.15
const OVERSAMPLING = 16
const SINC_HALF_WIDTH = 16

/** Value between samples, by a sinc with a Hann window. */
function sampleAt(values: Float32Array, time: number): number {
  const center = Math.floor(time)
  let sum = 0
  for (let i = center - SINC_HALF_WIDTH + 1; i <= center + SINC_HALF_WIDTH; i++) {
    const x = time - i
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / SINC_HALF_WIDTH)
    sum += (values[i] ?? 0) * window * (Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
  }
  return sum
}

/** When a response begins, to a sixteenth of a sample. */
export function findOnset(response: Float32Array): Samples {
  const sizeAt = (time: number) => Math.abs(sampleAt(response, time))
  const loudest = response.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  let peak = loudest
  response.forEach((value, i) => {
    if (Math.abs(value) < 0.7 * loudest) return
    for (let k = -OVERSAMPLING; k <= OVERSAMPLING; k++) peak = Math.max(peak, sizeAt(i + k / OVERSAMPLING))
  })
  const threshold = ONSET_SHARE * peak
  // Between two small samples there is no large value.
  const near = response.findIndex((value) => Math.abs(value) > threshold / 2)
  for (let k = OVERSAMPLING * Math.max(0, near - 2); k < OVERSAMPLING * response.length; k++)
    if (sizeAt(k / OVERSAMPLING) >= threshold) return k / OVERSAMPLING
  return 0
}
