// A voice as two ears hear it, compiled by AssemblyScript: one call a voice and block, because a thread of sound must not
// collect garbage. Lanes are neighboring samples, so every sample is summed in the order of a plain loop: the same bits in
// every engine.

/** Cosine beyond which a measured direction has no weight: 16 degrees. */
const NEAR_COS: f64 = 0.96
/** Width of the weights, as 1 - cosine. */
const SPREAD: f64 = 0.004
/** Samples of a block. */
const BLOCK: i32 = 128
const BLOCK_BYTES: usize = 512
/** Input kept before a block: the longest delay and the cubic's neighbors, at up to 192 kHz. */
const PAST_BYTES: usize = 1024
/** The cubic needs one later sample. */
const LEAST_DELAY: f64 = 1

// A voice in memory: direction and gain (written by whoever calls), the same of the block before, whether it has begun, which
// response of each ear's two is in use, and the delays of both ears.
const LAST: usize = 32
const BEGUN: usize = 64
const CURRENT: usize = 68
const DELAYS: usize = 72
const HEADER: usize = 96

let tableCount: i32 = 0
let tableDirections: usize = 0
let tableDelays: usize = 0
let tableResponses: usize = 0
let taps: i32 = 0
/** The right ear's first row; 0: it is the mirror image of the left one. */
let rightRow: i32 = 0

const scratch: usize = memory.data(128, 16)

/**
 * @param count a multiple of 4
 * @param directions unit vectors as floats: all x, all y, all z; zeros are none
 * @param delays one float a direction, samples
 * @param responses as many floats a direction as `responseTaps`, a multiple of 4
 * @param firstRightRow delays and responses of the right ear follow those of the left one; 0: it is the mirror image
 */
export function setTable(
  count: i32,
  directions: usize,
  delays: usize,
  responses: usize,
  responseTaps: i32,
  firstRightRow: i32,
): void {
  tableCount = count
  tableDirections = directions
  tableDelays = delays
  tableResponses = responses
  taps = responseTaps
  rightRow = firstRightRow
}

/** Bytes of a voice, a multiple of 16. */
export function measureVoice(): usize {
  return HEADER + PAST_BYTES + BLOCK_BYTES + 2 * measureEar()
}

/** The delayed input with what came before it, and two responses. */
function measureEar(): usize {
  return BLOCK_BYTES + 3 * ((<usize>taps) << 2)
}

/** Forgets what sounded before; the next block begins where it is. */
export function resetVoice(voice: usize): void {
  memory.fill(voice + LAST, 0, measureVoice() - LAST)
}

/**
 * Adds a block to both ears. Direction and gain change linearly over it, from those of the block before.
 * @param voice begins with four 64-bit floats: x, y, z of a unit vector (to the right, up, to the back), and gain
 */
export function renderVoice(voice: usize, input: usize, left: usize, right: usize): void {
  const x = load<f64>(voice)
  const y = load<f64>(voice, 8)
  const z = load<f64>(voice, 16)
  const gain = load<f64>(voice, 24)
  const begun = load<i32>(voice, BEGUN) !== 0
  const isStill =
    begun && x === load<f64>(voice + LAST) && y === load<f64>(voice + LAST, 8) && z === load<f64>(voice + LAST, 16)
  const past = voice + HEADER
  memory.copy(past, past + BLOCK_BYTES, PAST_BYTES)
  const from = begun ? load<f64>(voice + LAST, 24) : gain
  const step = (gain - from) / <f64>BLOCK
  for (let i = 0; i < BLOCK; i++) {
    const at = (<usize>i) << 2
    store<f32>(past + PAST_BYTES + at, <f32>(<f64>load<f32>(input + at) * (from + step * <f64>(i + 1))))
  }
  const current = load<i32>(voice, CURRENT)
  const next = isStill ? current : 1 - current
  renderEar(voice, 0, x, y, z, begun, current, next, left)
  renderEar(voice, 1, rightRow > 0 ? x : -x, y, z, begun, current, next, right)
  memory.copy(voice + LAST, voice, LAST)
  store<i32>(voice, 1, BEGUN)
  store<i32>(voice, next, CURRENT)
}

function renderEar(
  voice: usize,
  ear: usize,
  x: f64,
  y: f64,
  z: f64,
  begun: bool,
  current: i32,
  next: i32,
  output: usize,
): void {
  const responseBytes = (<usize>taps) << 2
  const line = voice + HEADER + PAST_BYTES + BLOCK_BYTES + ear * measureEar()
  const pair = line + responseBytes + BLOCK_BYTES
  const delayAt = voice + DELAYS + (ear << 3)
  const to = pair + <usize>next * responseBytes
  const formerDelay = load<f64>(delayAt)
  const delay = current === next ? formerDelay : LEAST_DELAY + mixResponse(x, y, z, ear > 0 ? rightRow : 0, to)
  memory.copy(line, line + BLOCK_BYTES, responseBytes)
  const inputAt = voice + HEADER + PAST_BYTES
  delayBlock(inputAt, line + responseBytes, begun ? formerDelay : delay, delay)
  store<f64>(delayAt, delay)
  addFiltered(line + responseBytes, output, begun ? pair + <usize>current * responseBytes : to, to)
}

/**
 * The response and the delay of one ear for a direction: a mean of the measured ones nearby. Its weights change smoothly,
 * so a moving sound does not rattle.
 * @param firstRow of the ear
 * @param response written: `taps` floats
 * @returns the delay, samples
 */
function mixResponse(x: f64, y: f64, z: f64, firstRow: i32, response: usize): f64 {
  const responseBytes = (<usize>taps) << 2
  memory.fill(response, 0, responseBytes)
  let total: f64 = 0
  let delay: f64 = 0
  const axisBytes = (<usize>tableCount) << 2
  const px = f32x4.splat(<f32>x)
  const py = f32x4.splat(<f32>y)
  const pz = f32x4.splat(<f32>z)
  const limit = f32x4.splat(<f32>NEAR_COS)
  for (let i = 0; i < tableCount; i += 4) {
    const at = tableDirections + ((<usize>i) << 2)
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
      const row = firstRow + i + lane
      total += weight
      delay += weight * <f64>load<f32>(tableDelays + ((<usize>row) << 2))
      const factor = f32x4.splat(<f32>weight)
      const from = tableResponses + <usize>row * responseBytes
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
function delayBlock(input: usize, output: usize, from: f64, to: f64): void {
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
function addFiltered(input: usize, output: usize, from: usize, to: usize): void {
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
