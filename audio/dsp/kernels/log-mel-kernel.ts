// Window, transform, power, mel filters and decibels of audio/analysis/log-mel.ts, compiled by AssemblyScript: four
// frames at a time, one in each lane of f32x4, with the operations of the reference.
import { decibels4 } from './decibels-kernel'

/**
 * The log-mel levels of `frames` frames.
 * @param samples floats
 * @param starts byte offset of each frame from `samples`; the last one repeated up to a multiple of four
 * @param decibels written: frames × bands floats, with frames rounded up to a multiple of four
 * @param bands a multiple of four
 * @param size samples a frame, twice a power of four
 * @param window size floats, halved
 * @param targets of the results of the first stage: size / 8 byte offsets
 * @param twiddles of the stages of a quarter of 4, 16 ... size / 8: for every index cos, sin, cos 2, sin 2, cos 3, sin 3
 * @param splitTwiddles cos and sin of 2πk / size for k up to size / 4
 * @param first first bin of each band
 * @param offset bands + 1 offsets into the weights, which are floats
 * @param work size + 2 vectors
 * @returns the loudest band, -Infinity without frames
 */
export function computeLogMel(
  samples: usize,
  starts: usize,
  frames: i32,
  decibels: usize,
  bands: i32,
  size: i32,
  window: usize,
  targets: usize,
  twiddles: usize,
  splitTwiddles: usize,
  first: usize,
  offset: usize,
  weights: usize,
  work: usize,
): f32 {
  const half = size / 2
  let loudest = f32x4.splat(-Infinity)
  const row = (<usize>bands) << 2
  for (let t = 0; t < frames; t += 4) {
    load4(
      samples + <usize>load<i32>(starts),
      samples + <usize>load<i32>(starts, 4),
      samples + <usize>load<i32>(starts, 8),
      samples + <usize>load<i32>(starts, 12),
      half,
      window,
      targets,
      work,
    )
    starts += 16
    let twiddle = twiddles
    for (let quarter = 4; quarter < half; quarter *= 4) {
      combineQuarters(work, half, quarter, twiddle)
      twiddle += <usize>quarter * 24
    }
    splitPower(work, half, splitTwiddles)
    for (let band = 0; band < bands; band += 4) {
      const at = first + ((<usize>band) << 2)
      const ends = offset + ((<usize>band) << 2)
      const a = decibels4(weigh(work, weights, at, ends))
      const b = decibels4(weigh(work, weights, at + 4, ends + 4))
      const c = decibels4(weigh(work, weights, at + 8, ends + 8))
      const d = decibels4(weigh(work, weights, at + 12, ends + 12))
      loudest = f32x4.pmax(loudest, f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)))
      const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5)
      const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7)
      const cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5)
      const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7)
      const to = decibels + ((<usize>band) << 2)
      v128.store(to, v128.shuffle<i64>(abLow, cdLow, 0, 2))
      v128.store(to + row, v128.shuffle<i64>(abLow, cdLow, 1, 3))
      v128.store(to + 2 * row, v128.shuffle<i64>(abHigh, cdHigh, 0, 2))
      v128.store(to + 3 * row, v128.shuffle<i64>(abHigh, cdHigh, 1, 3))
    }
    decibels += 4 * row
  }
  return max<f32>(
    max<f32>(f32x4.extract_lane(loudest, 0), f32x4.extract_lane(loudest, 1)),
    max<f32>(f32x4.extract_lane(loudest, 2), f32x4.extract_lane(loudest, 3)),
  )
}

/**
 * Windows four frames, with even samples as real and odd ones as imaginary parts, and runs the first stage of their
 * transform. The results are digit-reversed: a vector of real parts, then one of imaginary parts.
 */
function load4(
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  half: i32,
  window: usize,
  targets: usize,
  data: usize,
): void {
  const next = (<usize>half) << 1
  for (let at: usize = 0; at < next; at += 16) {
    const aw = v128.load(window + at)
    const a0 = f32x4.mul(aw, v128.load(p0 + at))
    const a1 = f32x4.mul(aw, v128.load(p1 + at))
    const a2 = f32x4.mul(aw, v128.load(p2 + at))
    const a3 = f32x4.mul(aw, v128.load(p3 + at))
    const aLow01 = v128.shuffle<i32>(a0, a1, 0, 4, 1, 5)
    const aLow23 = v128.shuffle<i32>(a2, a3, 0, 4, 1, 5)
    const aHigh01 = v128.shuffle<i32>(a0, a1, 2, 6, 3, 7)
    const aHigh23 = v128.shuffle<i32>(a2, a3, 2, 6, 3, 7)
    const bAt = at + next
    const bw = v128.load(window + bAt)
    const b0 = f32x4.mul(bw, v128.load(p0 + bAt))
    const b1 = f32x4.mul(bw, v128.load(p1 + bAt))
    const b2 = f32x4.mul(bw, v128.load(p2 + bAt))
    const b3 = f32x4.mul(bw, v128.load(p3 + bAt))
    const bLow01 = v128.shuffle<i32>(b0, b1, 0, 4, 1, 5)
    const bLow23 = v128.shuffle<i32>(b2, b3, 0, 4, 1, 5)
    const bHigh01 = v128.shuffle<i32>(b0, b1, 2, 6, 3, 7)
    const bHigh23 = v128.shuffle<i32>(b2, b3, 2, 6, 3, 7)
    const cAt = bAt + next
    const cw = v128.load(window + cAt)
    const c0 = f32x4.mul(cw, v128.load(p0 + cAt))
    const c1 = f32x4.mul(cw, v128.load(p1 + cAt))
    const c2 = f32x4.mul(cw, v128.load(p2 + cAt))
    const c3 = f32x4.mul(cw, v128.load(p3 + cAt))
    const cLow01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5)
    const cLow23 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5)
    const cHigh01 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7)
    const cHigh23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7)
    const dAt = cAt + next
    const dw = v128.load(window + dAt)
    const d0 = f32x4.mul(dw, v128.load(p0 + dAt))
    const d1 = f32x4.mul(dw, v128.load(p1 + dAt))
    const d2 = f32x4.mul(dw, v128.load(p2 + dAt))
    const d3 = f32x4.mul(dw, v128.load(p3 + dAt))
    const dLow01 = v128.shuffle<i32>(d0, d1, 0, 4, 1, 5)
    const dLow23 = v128.shuffle<i32>(d2, d3, 0, 4, 1, 5)
    const dHigh01 = v128.shuffle<i32>(d0, d1, 2, 6, 3, 7)
    const dHigh23 = v128.shuffle<i32>(d2, d3, 2, 6, 3, 7)
    const to0 = data + <usize>load<i32>(targets)
    const ar0 = v128.shuffle<i64>(aLow01, aLow23, 0, 2)
    const ai0 = v128.shuffle<i64>(aLow01, aLow23, 1, 3)
    const br0 = v128.shuffle<i64>(bLow01, bLow23, 0, 2)
    const bi0 = v128.shuffle<i64>(bLow01, bLow23, 1, 3)
    const cr0 = v128.shuffle<i64>(cLow01, cLow23, 0, 2)
    const ci0 = v128.shuffle<i64>(cLow01, cLow23, 1, 3)
    const dr0 = v128.shuffle<i64>(dLow01, dLow23, 0, 2)
    const di0 = v128.shuffle<i64>(dLow01, dLow23, 1, 3)
    const sumAcR0 = f32x4.add(ar0, cr0)
    const difAcR0 = f32x4.sub(ar0, cr0)
    const sumAcI0 = f32x4.add(ai0, ci0)
    const difAcI0 = f32x4.sub(ai0, ci0)
    const sumBdR0 = f32x4.add(br0, dr0)
    const difBdR0 = f32x4.sub(br0, dr0)
    const sumBdI0 = f32x4.add(bi0, di0)
    const difBdI0 = f32x4.sub(bi0, di0)
    v128.store(to0, f32x4.add(sumAcR0, sumBdR0))
    v128.store(to0, f32x4.add(sumAcI0, sumBdI0), 16)
    v128.store(to0, f32x4.add(difAcR0, difBdI0), 32)
    v128.store(to0, f32x4.sub(difAcI0, difBdR0), 48)
    v128.store(to0, f32x4.sub(sumAcR0, sumBdR0), 64)
    v128.store(to0, f32x4.sub(sumAcI0, sumBdI0), 80)
    v128.store(to0, f32x4.sub(difAcR0, difBdI0), 96)
    v128.store(to0, f32x4.add(difAcI0, difBdR0), 112)
    const to1 = data + <usize>load<i32>(targets, 4)
    const ar1 = v128.shuffle<i64>(aHigh01, aHigh23, 0, 2)
    const ai1 = v128.shuffle<i64>(aHigh01, aHigh23, 1, 3)
    const br1 = v128.shuffle<i64>(bHigh01, bHigh23, 0, 2)
    const bi1 = v128.shuffle<i64>(bHigh01, bHigh23, 1, 3)
    const cr1 = v128.shuffle<i64>(cHigh01, cHigh23, 0, 2)
    const ci1 = v128.shuffle<i64>(cHigh01, cHigh23, 1, 3)
    const dr1 = v128.shuffle<i64>(dHigh01, dHigh23, 0, 2)
    const di1 = v128.shuffle<i64>(dHigh01, dHigh23, 1, 3)
    const sumAcR1 = f32x4.add(ar1, cr1)
    const difAcR1 = f32x4.sub(ar1, cr1)
    const sumAcI1 = f32x4.add(ai1, ci1)
    const difAcI1 = f32x4.sub(ai1, ci1)
    const sumBdR1 = f32x4.add(br1, dr1)
    const difBdR1 = f32x4.sub(br1, dr1)
    const sumBdI1 = f32x4.add(bi1, di1)
    const difBdI1 = f32x4.sub(bi1, di1)
    v128.store(to1, f32x4.add(sumAcR1, sumBdR1))
    v128.store(to1, f32x4.add(sumAcI1, sumBdI1), 16)
    v128.store(to1, f32x4.add(difAcR1, difBdI1), 32)
    v128.store(to1, f32x4.sub(difAcI1, difBdR1), 48)
    v128.store(to1, f32x4.sub(sumAcR1, sumBdR1), 64)
    v128.store(to1, f32x4.sub(sumAcI1, sumBdI1), 80)
    v128.store(to1, f32x4.sub(difAcR1, difBdI1), 96)
    v128.store(to1, f32x4.add(difAcI1, difBdR1), 112)
    targets += 8
  }
}

/** One stage, decimation in time: every four neighboring transforms of `quarter` bins become one of four times the size. */
function combineQuarters(data: usize, size: i32, quarter: i32, twiddles: usize): void {
  const b = (<usize>quarter) << 5
  const c = b + b
  const d = c + b
  const end = data + ((<usize>size) << 5)
  for (let block = data; block < end; block += 4 * b) {
    let twiddle = twiddles
    for (let r = block; r < block + b; r += 32) {
      const xr = v128.load(r + b)
      const xi = v128.load(r + b, 16)
      const c1 = v128.load_splat<f32>(twiddle)
      const s1 = v128.load_splat<f32>(twiddle, 4)
      const br = f32x4.add(f32x4.mul(xr, c1), f32x4.mul(xi, s1))
      const bi = f32x4.sub(f32x4.mul(xi, c1), f32x4.mul(xr, s1))
      const zr = v128.load(r + d)
      const zi = v128.load(r + d, 16)
      const c3 = v128.load_splat<f32>(twiddle, 16)
      const s3 = v128.load_splat<f32>(twiddle, 20)
      const dr = f32x4.add(f32x4.mul(zr, c3), f32x4.mul(zi, s3))
      const di = f32x4.sub(f32x4.mul(zi, c3), f32x4.mul(zr, s3))
      const sumBdR = f32x4.add(br, dr)
      const sumBdI = f32x4.add(bi, di)
      const difBdR = f32x4.sub(br, dr)
      const difBdI = f32x4.sub(bi, di)
      const yr = v128.load(r + c)
      const yi = v128.load(r + c, 16)
      const c2 = v128.load_splat<f32>(twiddle, 8)
      const s2 = v128.load_splat<f32>(twiddle, 12)
      const cr = f32x4.add(f32x4.mul(yr, c2), f32x4.mul(yi, s2))
      const ci = f32x4.sub(f32x4.mul(yi, c2), f32x4.mul(yr, s2))
      const ar = v128.load(r)
      const ai = v128.load(r, 16)
      const sumAcR = f32x4.add(ar, cr)
      const sumAcI = f32x4.add(ai, ci)
      const difAcR = f32x4.sub(ar, cr)
      const difAcI = f32x4.sub(ai, ci)
      v128.store(r, f32x4.add(sumAcR, sumBdR))
      v128.store(r, f32x4.add(sumAcI, sumBdI), 16)
      v128.store(r + b, f32x4.add(difAcR, difBdI))
      v128.store(r + b, f32x4.sub(difAcI, difBdR), 16)
      v128.store(r + c, f32x4.sub(sumAcR, sumBdR))
      v128.store(r + c, f32x4.sub(sumAcI, sumBdI), 16)
      v128.store(r + d, f32x4.sub(difAcR, difBdI))
      v128.store(r + d, f32x4.add(difAcI, difBdR), 16)
      twiddle += 24
    }
  }
}

/**
 * The powers of the real frames from the complex transforms of their even and odd samples, written over the real
 * parts.
 */
function splitPower(data: usize, half: i32, twiddles: usize): void {
  const re0 = v128.load(data)
  const im0 = v128.load(data, 16)
  const sum = f32x4.add(re0, im0)
  const difference = f32x4.sub(re0, im0)
  const twice = f32x4.add(sum, sum)
  const mirrored = f32x4.add(difference, difference)
  let here = data
  let mirror = data + ((<usize>half) << 5)
  v128.store(here, f32x4.mul(twice, twice))
  v128.store(mirror, f32x4.mul(mirrored, mirrored))
  while (here < mirror) {
    here += 32
    mirror -= 32
    twiddles += 8
    const xr = v128.load(here)
    const xi = v128.load(here, 16)
    const yr = v128.load(mirror)
    const yi = v128.load(mirror, 16)
    const evenR = f32x4.add(xr, yr)
    const evenI = f32x4.sub(xi, yi)
    const oddR = f32x4.add(xi, yi)
    const oddI = f32x4.sub(yr, xr)
    const c = v128.load_splat<f32>(twiddles)
    const s = v128.load_splat<f32>(twiddles, 4)
    const turnedR = f32x4.add(f32x4.mul(c, oddR), f32x4.mul(s, oddI))
    const turnedI = f32x4.sub(f32x4.mul(c, oddI), f32x4.mul(s, oddR))
    const r = f32x4.add(evenR, turnedR)
    const i = f32x4.add(evenI, turnedI)
    const mirrorR = f32x4.sub(evenR, turnedR)
    const mirrorI = f32x4.sub(evenI, turnedI)
    v128.store(here, f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)))
    v128.store(mirror, f32x4.add(f32x4.mul(mirrorR, mirrorR), f32x4.mul(mirrorI, mirrorI)))
  }
}

/** The weighted sum of the powers of a band. */
function weigh(powers: usize, weights: usize, first: usize, offset: usize): v128 {
  let bin = powers + ((<usize>load<i32>(first)) << 5)
  const end = weights + ((<usize>load<i32>(offset, 4)) << 2)
  let sum = f32x4.splat(0)
  for (let w = weights + ((<usize>load<i32>(offset)) << 2); w < end; w += 4) {
    sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(w), v128.load(bin)))
    bin += 32
  }
  return sum
}
