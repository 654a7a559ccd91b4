import { createFft, roots } from './fft.ts'

/** The power of real frames, with its own workspace: fill `input`, call `run`, read `power`. */
export type PowerSpectrum = {
  /** `size` samples, already windowed; left untouched. */
  input: Float64Array
  /** Squared magnitudes of the bins 0 to size / 2. */
  power: Float64Array
  run: () => void
}

/**
 * The power spectrum of real frames by a complex transform of half the size on the even samples as real and the
 * odd ones as imaginary parts, split afterwards (Numerical Recipes 12.3). Nothing is allocated per frame.
 * @param size twice a power of four: 8, 32, 128, 512, 2048 ...
 */
export function createPowerSpectrum(size: number): PowerSpectrum {
  const half = size / 2
  const fft = createFft(half)
  const { cos, sin } = roots(size)
  const input = new Float64Array(size)
  const even = new Float64Array(half)
  const odd = new Float64Array(half)
  const power = new Float64Array(half + 1)
  const run = (): void => {
    for (let i = 0; i < half; i++) {
      even[i] = input[2 * i] as number
      odd[i] = input[2 * i + 1] as number
    }
    fft.run(even, odd)
    splitPower(fft.re, fft.im, cos, sin, power)
  }
  return { input, power, run }
}

/** Takes the transforms of the even and the odd samples apart and joins them to the bins of the real frame. */
function splitPower(
  re: Float64Array,
  im: Float64Array,
  cos: Float64Array,
  sin: Float64Array,
  power: Float64Array,
): void {
  const half = re.length
  const re0 = re[0] as number
  const im0 = im[0] as number
  power[0] = (re0 + im0) * (re0 + im0)
  power[half] = (re0 - im0) * (re0 - im0)
  for (let k = 1; k < half; k++) {
    const xr = re[k] as number
    const xi = im[k] as number
    const yr = re[half - k] as number
    const yi = im[half - k] as number
    const evenR = (xr + yr) / 2
    const evenI = (xi - yi) / 2
    const oddR = (xi + yi) / 2
    const oddI = (yr - xr) / 2
    const c = cos[k] as number
    const s = sin[k] as number
    const r = evenR + c * oddR + s * oddI
    const i = evenI + c * oddI - s * oddR
    power[k] = r * r + i * i
  }
}
