/** A real-input transform with its own workspace: fill `input`, call `run`, read `power`. */
export type RealFft = {
  /** `size` samples, already windowed; left untouched. */
  input: Float64Array
  /** Squared magnitudes of the bins 0 to size / 2. */
  power: Float64Array
  run: () => void
}

/**
 * The power spectrum of real frames: a radix-4 transform (Cooley & Tukey 1965) of half the size on the
 * even samples as real and the odd ones as imaginary parts, then split. Nothing is allocated per frame.
 * @param size twice a power of four: 8, 32, 128, 512, 2048 ...
 */
export function createRealFft(size: number): RealFft {
  const half = size / 2
  const digits = Math.log2(half) / 2
  if (!Number.isInteger(digits) || digits < 1) throw new RangeError(`FFT size ${size} is not twice a power of four`)
  const input = new Float64Array(size)
  const power = new Float64Array(half + 1)
  const re = new Float64Array(half)
  const im = new Float64Array(half)
  const order = digitReversal(digits)
  const { cos, sin } = roots(size)

  const run = (): void => {
    for (let i = 0; i < half; i++) {
      const from = 2 * (order[i] as number)
      re[i] = input[from] as number
      im[i] = input[from + 1] as number
    }
    for (let quarter = 1; quarter < half; quarter *= 4) combineQuarters(re, im, quarter, cos, sin)
    splitPower(re, im, cos, sin, power)
  }
  return { input, power, run }
}

/** One stage: every four neighboring transforms of `quarter` bins become one of four times that. */
function combineQuarters(re: Float64Array, im: Float64Array, quarter: number, cos: Float64Array, sin: Float64Array): void {
  const half = re.length
  const stride = half / (2 * quarter)
  for (let j = 0; j < quarter; j++) {
    const c1 = cos[j * stride] as number
    const s1 = sin[j * stride] as number
    const c2 = cos[2 * j * stride] as number
    const s2 = sin[2 * j * stride] as number
    const c3 = cos[3 * j * stride] as number
    const s3 = sin[3 * j * stride] as number
    for (let a = j; a < half; a += 4 * quarter) {
      const b = a + quarter
      const c = b + quarter
      const d = c + quarter
      const ar = re[a] as number
      const ai = im[a] as number
      const br = (re[b] as number) * c1 + (im[b] as number) * s1
      const bi = (im[b] as number) * c1 - (re[b] as number) * s1
      const cr = (re[c] as number) * c2 + (im[c] as number) * s2
      const ci = (im[c] as number) * c2 - (re[c] as number) * s2
      const dr = (re[d] as number) * c3 + (im[d] as number) * s3
      const di = (im[d] as number) * c3 - (re[d] as number) * s3
      const sumAcR = ar + cr
      const sumAcI = ai + ci
      const difAcR = ar - cr
      const difAcI = ai - ci
      const sumBdR = br + dr
      const sumBdI = bi + di
      const difBdR = br - dr
      const difBdI = bi - di
      re[a] = sumAcR + sumBdR
      im[a] = sumAcI + sumBdI
      re[b] = difAcR + difBdI
      im[b] = difAcI - difBdR
      re[c] = sumAcR - sumBdR
      im[c] = sumAcI - sumBdI
      re[d] = difAcR - difBdI
      im[d] = difAcI + difBdR
    }
  }
}

/** Takes the transforms of the even and the odd samples apart again and joins them to the bins of the real frame. */
function splitPower(re: Float64Array, im: Float64Array, cos: Float64Array, sin: Float64Array, power: Float64Array): void {
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

/** cos and sin of 2πk/size for k below size; the size of a power spectrum's frame. */
function roots(size: number): { cos: Float64Array; sin: Float64Array } {
  const angle = (_: number, k: number): number => (2 * Math.PI * k) / size
  const angles = Float64Array.from({ length: size }, angle)
  return { cos: angles.map(Math.cos), sin: angles.map(Math.sin) }
}

function digitReversal(digits: number): Int32Array {
  const order = new Int32Array(4 ** digits)
  for (let i = 0; i < order.length; i++) {
    let rest = i
    for (let d = 0; d < digits; d++) {
      order[i] = (order[i] as number) * 4 + (rest & 3)
      rest >>= 2
    }
  }
  return order
}
