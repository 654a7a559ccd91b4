import { createFft, getTwiddles } from './fft.ts'

/** Computes the power of real frames. Fill `input`, call `run`, read `power`. */
export type PowerSpectrum = {
  /** `size` windowed samples; not changed. */
  input: Float64Array
  /** Squared magnitudes of the bins 0 to size / 2. */
  power: Float64Array
  run: () => void
}

/**
 * The power spectrum of real frames by a complex transform of half the size, with the even samples as real and the odd
 * ones as imaginary parts (Numerical Recipes 12.3). Nothing is allocated per frame.
 * @param size twice a power of four: 8, 32, 128, 512, 2048 ...
 */
export function createPowerSpectrum(size: number): PowerSpectrum {
  const half = size / 2
  const fft = createFft(half)
  const { cos, sin } = getTwiddles(size)
  const input = new Float64Array(size)
  const even = new Float64Array(half)
  const odd = new Float64Array(half)
  const power = new Float64Array(half + 1)
  const run = (): void => {
    for (let i = 0; i < half; i++) {
      even[i] = input[2 * i]!
      odd[i] = input[2 * i + 1]!
    }
    fft.run(even, odd)
    splitPower(fft.re, fft.im, cos, sin, power)
  }
  return { input, power, run }
}

/** The power of the real frame from the complex transform of its even and odd samples. */
function splitPower(
  re: Float64Array,
  im: Float64Array,
  cos: Float64Array,
  sin: Float64Array,
  power: Float64Array,
): void {
  const half = re.length
  const re0 = re[0]!
  const im0 = im[0]!
  power[0] = (re0 + im0) * (re0 + im0)
  power[half] = (re0 - im0) * (re0 - im0)
  // Bins k and half - k follow from the same two numbers.
  for (let k = 1; k <= half / 2; k++) {
    const xr = re[k]!
    const xi = im[k]!
    const yr = re[half - k]!
    const yi = im[half - k]!
    const evenR = xr + yr
    const evenI = xi - yi
    const oddR = xi + yi
    const oddI = yr - xr
    const c = cos[k]!
    const s = sin[k]!
    const turnedR = c * oddR + s * oddI
    const turnedI = c * oddI - s * oddR
    const r = evenR + turnedR
    const i = evenI + turnedI
    const mirrorR = evenR - turnedR
    const mirrorI = evenI - turnedI
    power[k] = (r * r + i * i) / 4
    power[half - k] = (mirrorR * mirrorR + mirrorI * mirrorI) / 4
  }
}
