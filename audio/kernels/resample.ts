// The two halves of resampling (audio/band-limit.ts, audio/resample.ts), compiled by AssemblyScript.
import { pair, transform } from './fft'

/**
 * Four blocks of overlap-save: two in each lane, one as real and one as imaginary part.
 * @param input floats: block b begins at sample b * fresh and has `size` of them
 * @param output written: 4 * fresh floats
 * @param half samples to skip at either end of a block; fresh = size - 2 * half
 * @param order digit reversal of `size`, indices
 * @param cos cos(2πk / size), doubles; `sin` alike
 * @param response `size` doubles, real
 * @param work 4 * size vectors
 */
export function filterBlocks(
  input: usize,
  output: usize,
  size: i32,
  half: i32,
  order: usize,
  cos: usize,
  sin: usize,
  response: usize,
  work: usize,
): void {
  const back = work + ((<usize>size) << 5)
  const fresh = (<usize>(size - 2 * half)) << 2
  for (let i = 0; i < size; i++) {
    const at = input + ((<usize>load<i32>(order + ((<usize>i) << 2))) << 2)
    const to = work + ((<usize>i) << 5)
    v128.store(to, pair(at, at + 2 * fresh))
    v128.store(to, pair(at + fresh, at + 3 * fresh), 16)
  }
  transform(work, size, cos, sin)
  // Real and imaginary parts change places: the transform then runs backward.
  for (let i = 0; i < size; i++) {
    const bin = <usize>load<i32>(order + ((<usize>i) << 2))
    const gain = v128.load_splat<f64>(response + (bin << 3))
    const from = work + (bin << 5)
    const to = back + ((<usize>i) << 5)
    v128.store(to, f64x2.mul(v128.load(from, 16), gain))
    v128.store(to, f64x2.mul(v128.load(from), gain), 16)
  }
  transform(back, size, cos, sin)
  const first = back + ((<usize>half) << 5)
  writeBlocks(first + 16, output, fresh)
  writeBlocks(first, output + fresh, fresh)
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
