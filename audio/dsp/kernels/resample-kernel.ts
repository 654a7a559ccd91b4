// Overlap-save (audio/dsp/overlap-save.ts) and interpolation (audio/dsp/interpolate.ts), compiled by AssemblyScript.
import { combinePairs, combineQuarters4, combineSingles4, spreadQuarters4, transpose } from './single-fft-kernel'

/**
 * Filters two blocks by overlap-save, one as real and one as imaginary part.
 * @param input floats: the first block has `size`, the second begins `validLength` later
 * @param output written: 2 * validLength / decimation floats
 * @param size a power of four, from 64
 * @param margin samples before the valid ones of a block
 * @param decimation 1, 2 or 4
 * @param twiddles of the stages of a quarter of 4, 16 ... size / 4
 * @param inverseTwiddles of the same stages of the inverse transform; with a decimation of 2 those of 2, 8, 32 ...
 * @param response `size` real floats, digit-reversed, every sixteen of them transposed
 * @param work 4 * size floats
 */
export function overlapSave(
  input: usize,
  output: usize,
  size: i32,
  validLength: i32,
  margin: i32,
  decimation: i32,
  twiddles: usize,
  inverseTwiddles: usize,
  response: usize,
  work: usize,
): void {
  const bytes = (<usize>size) << 2
  const re = work
  const im = re + bytes
  const inverseRe = im + bytes
  const inverseIm = inverseRe + bytes
  let first = true
  for (let quarter = size / 4; quarter > 1; quarter /= 4) {
    const from = first ? input : re
    const fromIm = first ? input + ((<usize>validLength) << 2) : im
    spreadQuarters4(from, fromIm, re, im, size, quarter, twiddles + <usize>(quarter - 4) * 8)
    first = false
  }
  foldBins(re, im, size, response, decimation, inverseRe, inverseIm)
  const inverseSize = size / decimation
  let twiddle = inverseTwiddles
  if (decimation === 2) {
    combinePairs(inverseRe, inverseIm, inverseSize, twiddle)
    twiddle += 96
  } else combineSingles4(inverseRe, inverseIm, inverseSize)
  for (let quarter = decimation === 2 ? 8 : 4; quarter < inverseSize; quarter *= 4) {
    combineQuarters4(inverseRe, inverseIm, inverseSize, quarter, twiddle)
    twiddle += <usize>quarter * 24
  }
  const start = (<usize>(margin / decimation)) << 2
  const length = (<usize>(validLength / decimation)) << 2
  memory.copy(output, inverseIm + start, length)
  memory.copy(output + length, inverseRe + start, length)
}

/**
 * Runs the last stage of the transform, weighs the bins and adds those that alias. Swaps real and imaginary parts, which
 * makes the next transform the inverse one; for a decimation of 2 also runs its first stage.
 */
function foldBins(re: usize, im: usize, size: i32, response: usize, decimation: i32, toRe: usize, toIm: usize): void {
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
    if (decimation === 1) {
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
    if (decimation === 4) {
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
 * Interpolates values `down / up` samples apart.
 * @param input floats; the taps of the first value begin at input[0]
 * @param output written: `length` floats
 * @param phase of the first value, below up
 * @param taps rows of `width` doubles, one a phase
 * @param width even
 */
export function interpolate(
  input: usize,
  output: usize,
  length: i32,
  phase: i32,
  up: i32,
  down: i32,
  taps: usize,
  width: i32,
): void {
  const stepBytes = (<usize>(down / up)) << 2
  const phaseStep = down % up
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
    input += stepBytes
    phase += phaseStep
    if (phase >= up) {
      phase -= up
      input += 4
    }
  }
}
