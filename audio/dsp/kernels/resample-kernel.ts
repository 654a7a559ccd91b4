// Overlap-save (audio/dsp/overlap-save.ts) and interpolation (audio/dsp/interpolate.ts), compiled by AssemblyScript.
import { combinePairs, combineQuarters4, combineSingles4, spreadQuarters4, transpose } from './single-fft-kernel'

/**
 * Two blocks of overlap-save, one as real and one as imaginary part.
 * @param input floats: the first block's `size`; the second block begins `fresh` later
 * @param output written: 2 * fresh / thinning floats
 * @param size a power of four, from 64
 * @param margin samples to skip before the fresh ones of a block
 * @param thinning 1, 2 or 4: every which sample is put out
 * @param turns of the stages of a quarter of 4, 16 ... size / 4, one after another
 * @param backTurns of the stages backward: the same; with a thinning of 2 those of 2, 8, 32 ...
 * @param response `size` floats, real, digit-reversed, every sixteen of them transposed
 * @param work 4 * size floats
 */
export function filterBlocks(
  input: usize,
  output: usize,
  size: i32,
  fresh: i32,
  margin: i32,
  thinning: i32,
  turns: usize,
  backTurns: usize,
  response: usize,
  work: usize,
): void {
  const bytes = (<usize>size) << 2
  const re = work
  const im = re + bytes
  const backRe = im + bytes
  const backIm = backRe + bytes
  // The stages' turns end where the largest stage's do.
  let first = true
  for (let quarter = size / 4; quarter > 1; quarter /= 4) {
    const from = first ? input : re
    const fromIm = first ? input + ((<usize>fresh) << 2) : im
    spreadQuarters4(from, fromIm, re, im, size, quarter, turns + <usize>(quarter - 4) * 8)
    first = false
  }
  foldBins(re, im, size, response, thinning, backRe, backIm)
  const backSize = size / thinning
  let turn = backTurns
  if (thinning === 2) {
    combinePairs(backRe, backIm, backSize, turn)
    turn += 96
  } else combineSingles4(backRe, backIm, backSize)
  for (let quarter = thinning === 2 ? 8 : 4; quarter < backSize; quarter *= 4) {
    combineQuarters4(backRe, backIm, backSize, quarter, turn)
    turn += <usize>quarter * 24
  }
  const start = (<usize>(margin / thinning)) << 2
  const length = (<usize>(fresh / thinning)) << 2
  memory.copy(output, backIm + start, length)
  memory.copy(output + length, backRe + start, length)
}

/**
 * The last stage of the transform; then weighs the bins, adds those that fall together, and lets real and imaginary
 * parts change places, so that the next transform runs backward. Of a pair, also the first stage of that.
 */
function foldBins(re: usize, im: usize, size: i32, response: usize, thinning: i32, toRe: usize, toIm: usize): void {
  const end = (<usize>size) << 2
  for (let at: usize = 0; at < end; at += 64) {
    transpose(re + at)
    transpose(im + at)
    const ar = v128.load(re + at)
    const ai = v128.load(im + at)
    const br = v128.load(re + at, 16)
    const bi = v128.load(im + at, 16)
    const cr = v128.load(re + at, 32)
    const ci = v128.load(im + at, 32)
    const dr = v128.load(re + at, 48)
    const di = v128.load(im + at, 48)
    const sumAcR = f32x4.add(ar, cr)
    const sumAcI = f32x4.add(ai, ci)
    const difAcR = f32x4.sub(ar, cr)
    const difAcI = f32x4.sub(ai, ci)
    const sumBdR = f32x4.add(br, dr)
    const sumBdI = f32x4.add(bi, di)
    const difBdR = f32x4.sub(br, dr)
    const difBdI = f32x4.sub(bi, di)
    const g0 = v128.load(response + at)
    const g1 = v128.load(response + at, 16)
    const g2 = v128.load(response + at, 32)
    const g3 = v128.load(response + at, 48)
    const r0 = f32x4.mul(f32x4.add(sumAcI, sumBdI), g0)
    const i0 = f32x4.mul(f32x4.add(sumAcR, sumBdR), g0)
    const r1 = f32x4.mul(f32x4.sub(difAcI, difBdR), g1)
    const i1 = f32x4.mul(f32x4.add(difAcR, difBdI), g1)
    const r2 = f32x4.mul(f32x4.sub(sumAcI, sumBdI), g2)
    const i2 = f32x4.mul(f32x4.sub(sumAcR, sumBdR), g2)
    const r3 = f32x4.mul(f32x4.add(difAcI, difBdR), g3)
    const i3 = f32x4.mul(f32x4.sub(difAcR, difBdI), g3)
    if (thinning === 1) {
      v128.store(toRe, r0)
      v128.store(toRe, r1, 16)
      v128.store(toRe, r2, 32)
      v128.store(toRe, r3, 48)
      v128.store(toIm, i0)
      v128.store(toIm, i1, 16)
      v128.store(toIm, i2, 32)
      v128.store(toIm, i3, 48)
      transpose(toRe)
      transpose(toIm)
      toRe += 64
      toIm += 64
      continue
    }
    const evenR = f32x4.add(r0, r2)
    const oddR = f32x4.add(r1, r3)
    const evenI = f32x4.add(i0, i2)
    const oddI = f32x4.add(i1, i3)
    const sumR = f32x4.add(evenR, oddR)
    const sumI = f32x4.add(evenI, oddI)
    if (thinning === 4) {
      v128.store(toRe, sumR)
      v128.store(toIm, sumI)
      toRe += 16
      toIm += 16
    } else {
      const difR = f32x4.sub(evenR, oddR)
      const difI = f32x4.sub(evenI, oddI)
      v128.store(toRe, v128.shuffle<i32>(sumR, difR, 0, 4, 1, 5))
      v128.store(toRe, v128.shuffle<i32>(sumR, difR, 2, 6, 3, 7), 16)
      v128.store(toIm, v128.shuffle<i32>(sumI, difI, 0, 4, 1, 5))
      v128.store(toIm, v128.shuffle<i32>(sumI, difI, 2, 6, 3, 7), 16)
      toRe += 32
      toIm += 32
    }
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
