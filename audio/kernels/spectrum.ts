// Window, transform, power and mel filters of audio/spectrum.ts in one go, two frames at a time, one in each lane of
// f64x2, compiled by AssemblyScript. Every lane goes through the operations of the TypeScript path.
import { pair, transform } from './fft'

/**
 * The mel powers of `frames` frames, `hop` samples apart.
 * @param samples floats: (frames - 1) * hop + size of them, and hop more where frames is odd
 * @param mel written: frames × bands doubles
 * @param size samples a frame, twice a power of four
 * @param window size doubles
 * @param order digit reversal of size / 2, as byte offsets of even samples
 * @param cos cos(2πk / (size / 2)), doubles; `sin` alike
 * @param splitCos cos(2πk / size), doubles; `splitSin` alike
 * @param first first bin of each band
 * @param offset bands + 1 offsets into the weights, which are doubles
 * @param work 3 * size / 2 + 1 vectors
 */
export function melPowers(
  samples: usize,
  frames: i32,
  hop: i32,
  mel: usize,
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
    transform(work, half, cos, sin)
    splitPower(work, half, splitCos, splitSin, power)
    const row = mel + ((<usize>t * <usize>bands) << 3)
    const both = t + 1 < frames
    for (let band = 0; band < bands; band++) {
      const sum = weigh(
        power + ((<usize>load<i32>(first + ((<usize>band) << 2))) << 4),
        weights + ((<usize>load<i32>(offset + ((<usize>band) << 2))) << 3),
        weights + ((<usize>load<i32>(offset + ((<usize>band + 1) << 2))) << 3),
      )
      store<f64>(row + ((<usize>band) << 3), f64x2.extract_lane(sum, 0))
      if (both) store<f64>(row + ((<usize>bands + <usize>band) << 3), f64x2.extract_lane(sum, 1))
    }
  }
}

/** Two windowed frames, `apart` bytes from each other: even samples as real, odd ones as imaginary parts. */
function load2(from: usize, apart: usize, half: i32, window: usize, order: usize, data: usize): void {
  for (let i = 0; i < half; i++) {
    const even = <usize>load<i32>(order + ((<usize>i) << 2))
    const at = from + even
    const weight = window + 2 * even
    v128.store(data, f64x2.mul(v128.load_splat<f64>(weight), pair(at, at + apart)))
    v128.store(data, f64x2.mul(v128.load_splat<f64>(weight + 8), pair(at + 4, at + 4 + apart)), 16)
    data += 32
  }
}

/** Takes the transforms of the even and the odd samples apart and joins them to the bins of the real frames. */
function splitPower(data: usize, half: i32, cos: usize, sin: usize, power: usize): void {
  const re0 = v128.load(data)
  const im0 = v128.load(data, 16)
  const sum = f64x2.add(re0, im0)
  const difference = f64x2.sub(re0, im0)
  v128.store(power, f64x2.mul(sum, sum))
  v128.store(power + ((<usize>half) << 4), f64x2.mul(difference, difference))
  const one2nd = f64x2.splat(0.5)
  for (let k = 1; k < half; k++) {
    const at = (<usize>k) << 4
    const here = data + ((<usize>k) << 5)
    const mirror = data + ((<usize>(half - k)) << 5)
    const xr = v128.load(here)
    const xi = v128.load(here, 16)
    const yr = v128.load(mirror)
    const yi = v128.load(mirror, 16)
    const evenR = f64x2.mul(f64x2.add(xr, yr), one2nd)
    const evenI = f64x2.mul(f64x2.sub(xi, yi), one2nd)
    const oddR = f64x2.mul(f64x2.add(xi, yi), one2nd)
    const oddI = f64x2.mul(f64x2.sub(yr, xr), one2nd)
    const c = v128.load_splat<f64>(cos + ((<usize>k) << 3))
    const s = v128.load_splat<f64>(sin + ((<usize>k) << 3))
    const r = f64x2.add(f64x2.add(evenR, f64x2.mul(c, oddR)), f64x2.mul(s, oddI))
    const i = f64x2.sub(f64x2.add(evenI, f64x2.mul(c, oddI)), f64x2.mul(s, oddR))
    v128.store(power + at, f64x2.add(f64x2.mul(r, r), f64x2.mul(i, i)))
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
