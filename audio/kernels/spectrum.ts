// Window, transform, power, mel filters and decibels of audio/log-mel.ts in one go, two frames at a time, one in each lane of
// f64x2, compiled by AssemblyScript. Every lane goes through the operations of the TypeScript path.
import { decibels2 } from './decibels'
import { combineQuarters, pair } from './fft'

/**
 * The log-mel levels of `frames` frames, `hop` samples apart.
 * @param samples floats: (frames - 1) * hop + size of them, and hop more where frames is odd
 * @param decibels written: frames × bands floats
 * @param size samples a frame, twice a power of four
 * @param window size doubles
 * @param order digit reversal of size / 2, as byte offsets of even samples
 * @param cos cos(2πk / (size / 2)), doubles; `sin` alike
 * @param splitCos cos(2πk / size), doubles; `splitSin` alike
 * @param first first bin of each band
 * @param offset bands + 1 offsets into the weights, which are doubles
 * @param work 3 * size / 2 + 1 vectors
 */
export function logMel(
  samples: usize,
  frames: i32,
  hop: i32,
  decibels: usize,
  bands: i32,
  size: i32,
  window: usize,
  order: usize,
  cos: usize,
  sin: usize,
  splitCos: usize,
  splitSin: usize,
  first: usize,
  offset: usize,
  weights: usize,
  work: usize,
): void {
  const half = size / 2
  const re = work
  const im = re + ((<usize>half) << 4)
  const power = im + ((<usize>half) << 4)
  const apart = (<usize>hop) << 2
  for (let t = 0; t < frames; t += 2) {
    load2(samples + <usize>t * apart, apart, half, window, order, work)
    for (let quarter = 4; quarter < half; quarter *= 4) combineQuarters(work, half, quarter, cos, sin)
    splitPower(work, half, splitCos, splitSin, power)
    const row = decibels + ((<usize>t * <usize>bands) << 2)
    const both = t + 1 < frames
    for (let band = 0; band < bands; band++) {
      const sum = weigh(
        power + ((<usize>load<i32>(first + ((<usize>band) << 2))) << 4),
        weights + ((<usize>load<i32>(offset + ((<usize>band) << 2))) << 3),
        weights + ((<usize>load<i32>(offset + ((<usize>band + 1) << 2))) << 3),
      )
      const levels = f32x4.demote_f64x2_zero(decibels2(sum))
      v128.store_lane<f32>(row + ((<usize>band) << 2), levels, 0)
      if (both) v128.store_lane<f32>(row + ((<usize>bands + <usize>band) << 2), levels, 1)
    }
  }
}

/**
 * Two windowed frames, `apart` bytes from each other, even samples as real, odd ones as imaginary parts, digit-reversed,
 * and the first stage of their transform.
 */
function load2(from: usize, apart: usize, half: i32, window: usize, order: usize, data: usize): void {
  const next = (<usize>half) << 1
  const end = data + ((<usize>half) << 5)
  for (let to = data; to < end; to += 128) {
    const a = <usize>load<i32>(order)
    const b = a + next
    const c = b + next
    const d = c + next
    order += 16
    const ar = weighted(from + a, apart, window + 2 * a)
    const ai = weighted(from + a + 4, apart, window + 2 * a + 8)
    const br = weighted(from + b, apart, window + 2 * b)
    const bi = weighted(from + b + 4, apart, window + 2 * b + 8)
    const cr = weighted(from + c, apart, window + 2 * c)
    const ci = weighted(from + c + 4, apart, window + 2 * c + 8)
    const dr = weighted(from + d, apart, window + 2 * d)
    const di = weighted(from + d + 4, apart, window + 2 * d + 8)
    const sumAcR = f64x2.add(ar, cr)
    const sumAcI = f64x2.add(ai, ci)
    const difAcR = f64x2.sub(ar, cr)
    const difAcI = f64x2.sub(ai, ci)
    const sumBdR = f64x2.add(br, dr)
    const sumBdI = f64x2.add(bi, di)
    const difBdR = f64x2.sub(br, dr)
    const difBdI = f64x2.sub(bi, di)
    v128.store(to, f64x2.add(sumAcR, sumBdR))
    v128.store(to, f64x2.add(sumAcI, sumBdI), 16)
    v128.store(to, f64x2.add(difAcR, difBdI), 32)
    v128.store(to, f64x2.sub(difAcI, difBdR), 48)
    v128.store(to, f64x2.sub(sumAcR, sumBdR), 64)
    v128.store(to, f64x2.sub(sumAcI, sumBdI), 80)
    v128.store(to, f64x2.sub(difAcR, difBdI), 96)
    v128.store(to, f64x2.add(difAcI, difBdR), 112)
  }
}

/** A sample of both frames, windowed. */
function weighted(at: usize, apart: usize, weight: usize): v128 {
  return f64x2.mul(v128.load_splat<f64>(weight), pair(at, at + apart))
}

/** Takes the transforms of the even and the odd samples apart and joins them to the bins of the real frames. */
function splitPower(data: usize, half: i32, cos: usize, sin: usize, power: usize): void {
  const re0 = v128.load(data)
  const im0 = v128.load(data, 16)
  const sum = f64x2.add(re0, im0)
  const difference = f64x2.sub(re0, im0)
  v128.store(power, f64x2.mul(sum, sum))
  v128.store(power + ((<usize>half) << 4), f64x2.mul(difference, difference))
  const quarter = f64x2.splat(0.25)
  for (let k = 1; k <= half / 2; k++) {
    const here = data + ((<usize>k) << 5)
    const mirror = data + ((<usize>(half - k)) << 5)
    const xr = v128.load(here)
    const xi = v128.load(here, 16)
    const yr = v128.load(mirror)
    const yi = v128.load(mirror, 16)
    const evenR = f64x2.add(xr, yr)
    const evenI = f64x2.sub(xi, yi)
    const oddR = f64x2.add(xi, yi)
    const oddI = f64x2.sub(yr, xr)
    const c = v128.load_splat<f64>(cos + ((<usize>k) << 3))
    const s = v128.load_splat<f64>(sin + ((<usize>k) << 3))
    const turnedR = f64x2.add(f64x2.mul(c, oddR), f64x2.mul(s, oddI))
    const turnedI = f64x2.sub(f64x2.mul(c, oddI), f64x2.mul(s, oddR))
    const r = f64x2.add(evenR, turnedR)
    const i = f64x2.add(evenI, turnedI)
    const mirrorR = f64x2.sub(evenR, turnedR)
    const mirrorI = f64x2.sub(evenI, turnedI)
    v128.store(power + ((<usize>k) << 4), f64x2.mul(f64x2.add(f64x2.mul(r, r), f64x2.mul(i, i)), quarter))
    v128.store(
      power + ((<usize>(half - k)) << 4),
      f64x2.mul(f64x2.add(f64x2.mul(mirrorR, mirrorR), f64x2.mul(mirrorI, mirrorI)), quarter),
    )
  }
}

/** A band: powers from `bin` on, times the weights from `from` to `end`. */
function weigh(bin: usize, from: usize, end: usize): v128 {
  let sum = f64x2.splat(0)
  for (let w = from; w < end; w += 8) {
    sum = f64x2.add(sum, f64x2.mul(v128.load_splat<f64>(w), v128.load(bin)))
    bin += 16
  }
  return sum
}
