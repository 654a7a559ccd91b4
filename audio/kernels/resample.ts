// The two halves of resampling (audio/band-limit.ts, audio/resample.ts), compiled by AssemblyScript.
import { combineQuarters, combineSingles, spreadQuarters } from './fft'

/**
 * Four blocks of overlap-save: two in each lane, one as real and one as imaginary part.
 * @param input floats: block b begins at sample b * fresh and has `size` of them
 * @param output written: 4 * fresh / thinning floats
 * @param size a power of four
 * @param margin samples to skip before the fresh ones of a block
 * @param thinning 1, 2 or 4: every which sample is put out
 * @param cos cos(2πk / size), doubles; `sin` alike
 * @param backCos cos(2πk / (size / thinning)), doubles; `backSin` alike
 * @param response `size` doubles, real, digit-reversed
 * @param work 4 * size vectors
 */
export function filterBlocks(
  input: usize,
  output: usize,
  size: i32,
  fresh: i32,
  margin: i32,
  thinning: i32,
  cos: usize,
  sin: usize,
  backCos: usize,
  backSin: usize,
  response: usize,
  work: usize,
): void {
  const back = work + ((<usize>size) << 5)
  const apart = (<usize>fresh) << 2
  for (let quarter = size / 4; quarter > 1; quarter /= 4)
    spreadQuarters(work, size, quarter, cos, sin, quarter === size / 4 ? input : 0, apart)
  foldBins(work, size, response, thinning, back)
  const backSize = size / thinning
  if (thinning !== 2) combineSingles(back, backSize)
  for (let quarter = thinning === 2 ? 2 : 4; quarter < backSize; quarter *= 4)
    combineQuarters(back, backSize, quarter, backCos, backSin)
  const first = back + ((<usize>(margin / thinning)) << 5)
  const bytes = (<usize>(fresh / thinning)) << 2
  writeBlocks(first + 16, output, bytes)
  writeBlocks(first, output + bytes, bytes)
}

/**
 * The last stage of the transform; then weighs the bins, adds those that fall together, and lets real and imaginary
 * parts change places, so that the next transform runs backward. Of a pair, also the first stage of that.
 */
function foldBins(data: usize, size: i32, response: usize, thinning: i32, to: usize): void {
  const end = data + ((<usize>size) << 5)
  for (let at = data; at < end; at += 128) {
    const ar = v128.load(at)
    const ai = v128.load(at, 16)
    const br = v128.load(at, 32)
    const bi = v128.load(at, 48)
    const cr = v128.load(at, 64)
    const ci = v128.load(at, 80)
    const dr = v128.load(at, 96)
    const di = v128.load(at, 112)
    const sumAcR = f64x2.add(ar, cr)
    const sumAcI = f64x2.add(ai, ci)
    const difAcR = f64x2.sub(ar, cr)
    const difAcI = f64x2.sub(ai, ci)
    const sumBdR = f64x2.add(br, dr)
    const sumBdI = f64x2.add(bi, di)
    const difBdR = f64x2.sub(br, dr)
    const difBdI = f64x2.sub(bi, di)
    const g0 = v128.load_splat<f64>(response)
    const g1 = v128.load_splat<f64>(response, 8)
    const g2 = v128.load_splat<f64>(response, 16)
    const g3 = v128.load_splat<f64>(response, 24)
    response += 32
    const r0 = f64x2.mul(f64x2.add(sumAcI, sumBdI), g0)
    const i0 = f64x2.mul(f64x2.add(sumAcR, sumBdR), g0)
    const r1 = f64x2.mul(f64x2.sub(difAcI, difBdR), g1)
    const i1 = f64x2.mul(f64x2.add(difAcR, difBdI), g1)
    const r2 = f64x2.mul(f64x2.sub(sumAcI, sumBdI), g2)
    const i2 = f64x2.mul(f64x2.sub(sumAcR, sumBdR), g2)
    const r3 = f64x2.mul(f64x2.add(difAcI, difBdR), g3)
    const i3 = f64x2.mul(f64x2.sub(difAcR, difBdI), g3)
    if (thinning === 1) {
      v128.store(to, r0)
      v128.store(to, i0, 16)
      v128.store(to, r1, 32)
      v128.store(to, i1, 48)
      v128.store(to, r2, 64)
      v128.store(to, i2, 80)
      v128.store(to, r3, 96)
      v128.store(to, i3, 112)
      to += 128
      continue
    }
    const evenR = f64x2.add(r0, r2)
    const oddR = f64x2.add(r1, r3)
    const evenI = f64x2.add(i0, i2)
    const oddI = f64x2.add(i1, i3)
    v128.store(to, f64x2.add(evenR, oddR))
    v128.store(to, f64x2.add(evenI, oddI), 16)
    to += 32
    if (thinning === 2) {
      v128.store(to, f64x2.sub(evenR, oddR))
      v128.store(to, f64x2.sub(evenI, oddI), 16)
      to += 32
    }
  }
}

/** The lanes of every second vector as two blocks of floats, two blocks apart. */
function writeBlocks(from: usize, output: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) {
    const floats = f32x4.demote_f64x2_zero(v128.load(from + 8 * at))
    v128.store_lane<f32>(output + at, floats, 0)
    v128.store_lane<f32>(output + 2 * bytes + at, floats, 1)
  }
}

/**
 * Values between samples, `down / up` samples apart.
 * @param input floats; the first value needs those from input[0] on
 * @param output written: `length` floats
 * @param phase of the first value, below up
 * @param taps rows of `width` doubles, one a phase; width is even
 */
export function readBetween(
  input: usize,
  output: usize,
  length: i32,
  phase: i32,
  up: i32,
  down: i32,
  taps: usize,
  width: i32,
): void {
  const whole = (<usize>(down / up)) << 2
  const rest = down % up
  for (let n = 0; n < length; n++) {
    let tap = taps + ((<usize>phase * <usize>width) << 3)
    let at = input
    let sum = f64x2.splat(0)
    for (let k = 0; k < width; k += 2) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(tap), f64x2.promote_low_f32x4(v128.load_zero<f64>(at))))
      tap += 16
      at += 8
    }
    store<f32>(output + ((<usize>n) << 2), <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
    input += whole
    phase += rest
    if (phase >= up) {
      phase -= up
      input += 4
    }
  }
}
