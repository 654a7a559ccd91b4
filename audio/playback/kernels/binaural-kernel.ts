// One voice for one ear, compiled by AssemblyScript. Lanes are neighboring samples, so every sample is summed in the
// order of a plain loop: the same bits in every engine.

/** Cosine beyond which a measured direction has no weight: 16 degrees. */
const NEAR_COS: f64 = 0.96
/** Width of the weights, as 1 - cosine. */
const SPREAD: f64 = 0.004
/** Samples of a block. */
const BLOCK: i32 = 128

const scratch: usize = memory.data(128, 16)

/**
 * The response and the delay of one ear for a direction: a mean of the measured ones nearby. Its weights change smoothly,
 * so a moving sound does not rattle.
 * @param count a multiple of 4
 * @param directions unit vectors as floats: all x, all y, all z; zeros are none
 * @param delays one float a direction, samples
 * @param responses `taps` floats a direction
 * @param response written: `taps` floats
 * @param taps a multiple of 4
 * @returns the delay, samples
 */
export function mixResponse(
  x: f64,
  y: f64,
  z: f64,
  count: i32,
  directions: usize,
  delays: usize,
  responses: usize,
  response: usize,
  taps: i32,
): f64 {
  const responseBytes = (<usize>taps) << 2
  memory.fill(response, 0, responseBytes)
  let total: f64 = 0
  let delay: f64 = 0
  const axisBytes = (<usize>count) << 2
  const px = f32x4.splat(<f32>x)
  const py = f32x4.splat(<f32>y)
  const pz = f32x4.splat(<f32>z)
  const limit = f32x4.splat(<f32>NEAR_COS)
  for (let i = 0; i < count; i += 4) {
    const at = directions + ((<usize>i) << 2)
    const cosines = f32x4.add(
      f32x4.add(f32x4.mul(px, v128.load(at)), f32x4.mul(py, v128.load(at + axisBytes))),
      f32x4.mul(pz, v128.load(at + 2 * axisBytes)),
    )
    const near = f32x4.gt(cosines, limit)
    if (!v128.any_true(near)) continue
    v128.store(scratch, cosines)
    for (let lane = 0; lane < 4; lane++) {
      const cosine = <f64>load<f32>(scratch + ((<usize>lane) << 2))
      if (cosine <= NEAR_COS) continue
      const inside = (cosine - NEAR_COS) / (1 - NEAR_COS)
      const weight = Math.exp((cosine - 1) / SPREAD) * inside * inside
      const row = i + lane
      total += weight
      delay += weight * <f64>load<f32>(delays + ((<usize>row) << 2))
      const factor = f32x4.splat(<f32>weight)
      const from = responses + <usize>row * responseBytes
      for (let tap: usize = 0; tap < responseBytes; tap += 16)
        v128.store(response + tap, f32x4.add(v128.load(response + tap), f32x4.mul(factor, v128.load(from + tap))))
    }
  }
  if (total === 0) return 0
  const scale = f32x4.splat(<f32>(1 / total))
  for (let tap: usize = 0; tap < responseBytes; tap += 16)
    v128.store(response + tap, f32x4.mul(scale, v128.load(response + tap)))
  return delay / total
}

/**
 * Writes a block delayed by a length that moves linearly, by cubic (Lagrange) interpolation.
 * @param input the block's first sample, with the samples of the longest delay and 3 more before it
 * @param from delay at the sample before the block, samples, at least 1
 * @param to delay at the block's last sample
 */
export function delayBlock(input: usize, output: usize, from: f64, to: f64): void {
  const step = (to - from) / <f64>BLOCK
  for (let i = 0; i < BLOCK; i++) {
    const delay = from + step * <f64>(i + 1)
    const whole = Math.floor(delay)
    const t = <f32>(delay - whole)
    const at = input + ((i - <i32>whole) << 2)
    const later = load<f32>(at + 4)
    const here = load<f32>(at)
    const before = load<f32>(at - 4)
    const earliest = load<f32>(at - 8)
    const a = (-t * (t - 1) * (t - 2)) / 6
    const b = ((t + 1) * (t - 1) * (t - 2)) / 2
    const c = (-(t + 1) * t * (t - 2)) / 2
    const d = ((t + 1) * t * (t - 1)) / 6
    store<f32>(output + ((<usize>i) << 2), a * later + b * here + c * before + d * earliest)
  }
}

/**
 * Adds a block filtered by a response that changes linearly from one to another, with the gain inside the responses.
 * @param input the block's first sample, with as many before it as the response has taps
 * @param from response at the sample before the block
 * @param to response at the last sample; equal addresses cost half
 */
export function addFiltered(input: usize, output: usize, from: usize, to: usize, taps: i32): void {
  const ramp = f32x4(1, 2, 3, 4)
  const responseBytes = (<usize>taps) << 2
  for (let i = 0; i < BLOCK; i += 16) {
    const at = input + ((<usize>i) << 2)
    const sum = output + ((<usize>i) << 2)
    if (from === to) convolve16(at, to, responseBytes)
    else convolveBoth16(at, to, from, responseBytes)
    for (let lane: usize = 0; lane < 64; lane += 16) {
      let value = v128.load(scratch + lane)
      if (from !== to) {
        const place = f32x4.add(f32x4.splat(<f32>(i + <i32>(lane >> 2))), ramp)
        const former = v128.load(scratch + lane, 64)
        const share = f32x4.mul(place, f32x4.splat(1 / <f32>BLOCK))
        value = f32x4.add(former, f32x4.mul(share, f32x4.sub(value, former)))
      }
      v128.store(sum + lane, f32x4.add(v128.load(sum + lane), value))
    }
  }
}

/** Writes sixteen samples of a convolution to scratch. */
function convolve16(input: usize, response: usize, responseBytes: usize): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  for (let k: usize = 0; k < responseBytes; k += 4) {
    const tap = v128.load32_splat(response + k)
    const at = input - k
    s0 = f32x4.add(s0, f32x4.mul(tap, v128.load(at)))
    s1 = f32x4.add(s1, f32x4.mul(tap, v128.load(at, 16)))
    s2 = f32x4.add(s2, f32x4.mul(tap, v128.load(at, 32)))
    s3 = f32x4.add(s3, f32x4.mul(tap, v128.load(at, 48)))
  }
  v128.store(scratch, s0)
  v128.store(scratch, s1, 16)
  v128.store(scratch, s2, 32)
  v128.store(scratch, s3, 48)
}

/** Two convolutions of the same samples, which are read once: to scratch and behind it. */
function convolveBoth16(input: usize, response: usize, other: usize, responseBytes: usize): void {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  let t0 = f32x4.splat(0)
  let t1 = f32x4.splat(0)
  let t2 = f32x4.splat(0)
  let t3 = f32x4.splat(0)
  for (let k: usize = 0; k < responseBytes; k += 4) {
    const tap = v128.load32_splat(response + k)
    const otherTap = v128.load32_splat(other + k)
    const at = input - k
    const x0 = v128.load(at)
    s0 = f32x4.add(s0, f32x4.mul(tap, x0))
    t0 = f32x4.add(t0, f32x4.mul(otherTap, x0))
    const x1 = v128.load(at, 16)
    s1 = f32x4.add(s1, f32x4.mul(tap, x1))
    t1 = f32x4.add(t1, f32x4.mul(otherTap, x1))
    const x2 = v128.load(at, 32)
    s2 = f32x4.add(s2, f32x4.mul(tap, x2))
    t2 = f32x4.add(t2, f32x4.mul(otherTap, x2))
    const x3 = v128.load(at, 48)
    s3 = f32x4.add(s3, f32x4.mul(tap, x3))
    t3 = f32x4.add(t3, f32x4.mul(otherTap, x3))
  }
  v128.store(scratch, s0)
  v128.store(scratch, s1, 16)
  v128.store(scratch, s2, 32)
  v128.store(scratch, s3, 48)
  v128.store(scratch, t0, 64)
  v128.store(scratch, t1, 80)
  v128.store(scratch, t2, 96)
  v128.store(scratch, t3, 112)
}
