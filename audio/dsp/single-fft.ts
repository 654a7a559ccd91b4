import { getTwiddles } from './fft.ts'

// The stages of a Fourier transform in single precision: every step is rounded to 32 bits, as in the kernels.

/** {@link getTwiddles} in single precision. */
export type SingleTwiddles = { cos: Float32Array; sin: Float32Array }

export function createSingleTwiddles(size: number): SingleTwiddles {
  const { cos, sin } = getTwiddles(size)
  return { cos: Float32Array.from(cos), sin: Float32Array.from(sin) }
}

/**
 * One stage of a transform in place, decimation in time: every four neighboring transforms of `quarter` bins become one
 * of four times the size. The twiddles are those of the whole length of `re`.
 */
export function runDitStage(re: Float32Array, im: Float32Array, quarter: number, { cos, sin }: SingleTwiddles): void {
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
      const br = Math.fround(Math.fround(re[b]! * c1) + Math.fround(im[b]! * s1))
      const bi = Math.fround(Math.fround(im[b]! * c1) - Math.fround(re[b]! * s1))
      const cr = Math.fround(Math.fround(re[c]! * c2) + Math.fround(im[c]! * s2))
      const ci = Math.fround(Math.fround(im[c]! * c2) - Math.fround(re[c]! * s2))
      const dr = Math.fround(Math.fround(re[d]! * c3) + Math.fround(im[d]! * s3))
      const di = Math.fround(Math.fround(im[d]! * c3) - Math.fround(re[d]! * s3))
      const sumAcR = Math.fround(ar + cr)
      const sumAcI = Math.fround(ai + ci)
      const difAcR = Math.fround(ar - cr)
      const difAcI = Math.fround(ai - ci)
      const sumBdR = Math.fround(br + dr)
      const sumBdI = Math.fround(bi + di)
      const difBdR = Math.fround(br - dr)
      const difBdI = Math.fround(bi - di)
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

/**
 * One stage in place, decimation in frequency: every transform of four times `quarter` numbers becomes four neighboring
 * ones. All stages down to a quarter of 1 turn numbers in order into bins in digit-reversed order.
 */
export function runDifStage(re: Float32Array, im: Float32Array, quarter: number, { cos, sin }: SingleTwiddles): void {
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
      const sumAcR = Math.fround(re[a]! + re[c]!)
      const sumAcI = Math.fround(im[a]! + im[c]!)
      const difAcR = Math.fround(re[a]! - re[c]!)
      const difAcI = Math.fround(im[a]! - im[c]!)
      const sumBdR = Math.fround(re[b]! + re[d]!)
      const sumBdI = Math.fround(im[b]! + im[d]!)
      const difBdR = Math.fround(re[b]! - re[d]!)
      const difBdI = Math.fround(im[b]! - im[d]!)
      const br = Math.fround(difAcR + difBdI)
      const bi = Math.fround(difAcI - difBdR)
      const cr = Math.fround(sumAcR - sumBdR)
      const ci = Math.fround(sumAcI - sumBdI)
      const dr = Math.fround(difAcR - difBdI)
      const di = Math.fround(difAcI + difBdR)
      re[a] = sumAcR + sumBdR
      im[a] = sumAcI + sumBdI
      re[b] = Math.fround(br * c1) + Math.fround(bi * s1)
      im[b] = Math.fround(bi * c1) - Math.fround(br * s1)
      re[c] = Math.fround(cr * c2) + Math.fround(ci * s2)
      im[c] = Math.fround(ci * c2) - Math.fround(cr * s2)
      re[d] = Math.fround(dr * c3) + Math.fround(di * s3)
      im[d] = Math.fround(di * c3) - Math.fround(dr * s3)
    }
  }
}

/**
 * Twiddles in the order the kernels read them, stage by stage from the smallestQuarter quarter on: for every `lanes` indices six
 * vectors of cos, sin, cos 2, sin 2, cos 3, sin 3. A quarter of 2 has its indices twice.
 */
export function createStageTwiddles(size: number, smallestQuarter: number, lanes: number): Float32Array {
  const { cos, sin } = createSingleTwiddles(size)
  const values: number[] = []
  for (let quarter = smallestQuarter; quarter < size; quarter *= 4) {
    const stride = size / (4 * quarter)
    for (let place = 0; place < quarter; place += lanes)
      for (const times of [1, 2, 3])
        for (const part of [cos, sin])
          for (let lane = 0; lane < lanes; lane++) values.push(part[times * ((place + lane) % quarter) * stride]!)
  }
  return Float32Array.from(values)
}
