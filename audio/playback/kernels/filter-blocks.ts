// Delays and filters of blocks, for voices and for the fields of rooms.

/** Samples of a block. */
export const BLOCK: i32 = 128
export const BLOCK_BYTES: usize = 512

/** Sixteen samples of two convolutions, or a tapped block and the same rising. */
export const scratch: usize = memory.data(1024, 16)

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
export function addFiltered(input: usize, output: usize, from: usize, to: usize, responseBytes: usize): void {
  const ramp = f32x4(1, 2, 3, 4)
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
