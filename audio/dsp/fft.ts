import { cosine, sine } from './deterministic-math.ts'

/** A complex Fourier transform with its own workspace. Call `run`, read `re` and `im`. */
export type Fft = {
  re: Float64Array
  im: Float64Array
  /** Forward transform of re + i im, which are not changed. */
  run: (re: ArrayLike<number>, im: ArrayLike<number>) => void
}

/**
 * A radix-4 Fourier transform, decimation in time (Cooley & Tukey 1965). Nothing is allocated per run.
 * For the inverse transform, swap the real and imaginary parts on the way in and out and divide by the size.
 * @param size a power of four: 4, 16, 64, 256, 1024, 4096 ...
 */
export function createFft(size: number): Fft {
  const order = computeDigitReversal(size)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  const { cos, sin } = getTwiddles(size)
  const run: Fft['run'] = (fromRe, fromIm) => {
    for (let i = 0; i < size; i++) {
      const from = order[i]!
      re[i] = fromRe[from]!
      im[i] = fromIm[from]!
    }
    for (let quarter = 1; quarter < size; quarter *= 4) runDitStage(re, im, quarter, cos, sin)
  }
  return { re, im, run }
}

/**
 * One stage of a transform in place, decimation in time: every four neighboring transforms of `quarter` bins become one
 * of four times the size.
 * @param cos of {@link getTwiddles} for the whole length of `re`, as is `sin`
 */
function runDitStage(re: Float64Array, im: Float64Array, quarter: number, cos: Float64Array, sin: Float64Array): void {
  const stride = re.length / (4 * quarter)
  for (let j = 0; j < quarter; j++) {
    const c1 = cos[j * stride]!
    const s1 = sin[j * stride]!
    const c2 = cos[2 * j * stride]!
    const s2 = sin[2 * j * stride]!
    const c3 = cos[3 * j * stride]!
    const s3 = sin[3 * j * stride]!
    for (let a = j; a < re.length; a += 4 * quarter) {
      const b = a + quarter
      const c = b + quarter
      const d = c + quarter
      const ar = re[a]!
      const ai = im[a]!
      const br = re[b]! * c1 + im[b]! * s1
      const bi = im[b]! * c1 - re[b]! * s1
      const cr = re[c]! * c2 + im[c]! * s2
      const ci = im[c]! * c2 - re[c]! * s2
      const dr = re[d]! * c3 + im[d]! * s3
      const di = im[d]! * c3 - re[d]! * s3
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

type Twiddles = { readonly cos: Float64Array; readonly sin: Float64Array }

const twiddleCache = new Map<number, Twiddles>()

/** cos and sin of 2πk/size for k below size; cached, so not to be written to. */
export function getTwiddles(size: number): Twiddles {
  const cached = twiddleCache.get(size)
  if (cached) return cached
  const angles = Float64Array.from({ length: size }, (_, k) => (2 * Math.PI * k) / size)
  const twiddles = { cos: angles.map(cosine), sin: angles.map(sine) }
  twiddleCache.set(size, twiddles)
  return twiddles
}

/**
 * The source index of each number of a transform: its own index with the digits to base four reversed.
 * @throws {RangeError} if the size is not a power of four
 */
export function computeDigitReversal(size: number): Int32Array {
  const digits = Math.log2(size) / 2
  if (!Number.isInteger(digits) || digits < 1) throw new RangeError(`FFT size ${size} is not a power of four`)
  const order = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    let rest = i
    for (let d = 0; d < digits; d++) {
      order[i] = order[i]! * 4 + (rest & 3)
      rest >>= 2
    }
  }
  return order
}
