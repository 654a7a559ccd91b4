import { addFiltered, BLOCK, BLOCK_BYTES, delayBlock, scratch } from './filter-blocks'

// A voice as two ears hear it, compiled by AssemblyScript: one call a voice and block, because a thread of sound must not
// collect garbage. Lanes are neighboring samples, so every sample is summed in the order of a plain loop: the same bits in
// every engine.

/** Cosine beyond which a measured direction has no weight: 16 degrees. */
const NEAR_COS: f64 = 0.96
/** Width of a point's weights, as 1 - cosine. */
const SPREAD: f64 = 0.004
/** A wider source has weights so many times its additional width away. */
const WIDE_REACH: f64 = 4
/** Input kept before a block: the longest delay and the cubic's neighbors, at up to 192 kHz. */
const PAST_BYTES: usize = 1024
/** The cubic needs one later sample. */
const LEAST_DELAY: f64 = 1

// A voice in memory, ten 64-bit floats that whoever calls writes: x, y, z, gain, air, spread, and how a near sound's lows and
// highs differ at the left and at the right ear. Then the same of the block before, whether it has begun, which response of
// each ear's two is in use, the delays of both ears, the last sample heard through air, and the lows of both ears.
const GAIN: usize = 24
const AIR: usize = 32
const WIDTH: usize = 40
const NEAR: usize = 48
const LAST: usize = 80
const BEGUN: usize = 160
const CURRENT: usize = 164
const DELAYS: usize = 168
const PREVIOUS: usize = 184
const LOWS: usize = 192
const HEADER: usize = 208

let tableCount: i32 = 0
let tableDirections: usize = 0
let tableDelays: usize = 0
let tableResponses: usize = 0
let taps: i32 = 0
/** The right ear's first row; 0: it is the mirror image of the left one. */
let rightRow: i32 = 0
let nearShare: f64 = 0

/**
 * @param count a multiple of 4
 * @param directions unit vectors as floats: all x, all y, all z; zeros are none
 * @param delays one float a direction, samples
 * @param responses as many floats a direction as `responseTaps`, a multiple of 4
 * @param firstRightRow delays and responses of the right ear follow those of the left one; 0: it is the mirror image
 * @param lowsShare of a low-pass at the corner between a near sound's lows and highs
 */
export function setTable(
  count: i32,
  directions: usize,
  delays: usize,
  responses: usize,
  responseTaps: i32,
  firstRightRow: i32,
  lowsShare: f64,
): void {
  tableCount = count
  tableDirections = directions
  tableDelays = delays
  tableResponses = responses
  taps = responseTaps
  rightRow = firstRightRow
  nearShare = lowsShare
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
 * @param voice begins with x, y, z of a unit vector (to the right, up, to the back); see above
 */
export function renderVoice(voice: usize, input: usize, left: usize, right: usize): void {
  const x = load<f64>(voice)
  const y = load<f64>(voice, 8)
  const z = load<f64>(voice, 16)
  const gain = load<f64>(voice, GAIN)
  const air = load<f64>(voice, AIR)
  const spread = load<f64>(voice, WIDTH)
  const begun = load<i32>(voice, BEGUN) !== 0
  const isStill =
    begun &&
    x === load<f64>(voice + LAST) &&
    y === load<f64>(voice + LAST, 8) &&
    z === load<f64>(voice + LAST, 16) &&
    spread === load<f64>(voice + LAST, WIDTH)
  const past = voice + HEADER
  memory.copy(past, past + BLOCK_BYTES, PAST_BYTES)
  if (!begun) memory.copy(voice + LAST, voice, LAST)
  const from = load<f64>(voice + LAST, GAIN)
  const step = (gain - from) / <f64>BLOCK
  const airFrom = load<f64>(voice + LAST, AIR)
  const airStep = (air - airFrom) / <f64>BLOCK
  const isDulled = air !== 0 || airFrom !== 0
  let previous = load<f32>(voice, PREVIOUS)
  for (let i = 0; i < BLOCK; i++) {
    const at = (<usize>i) << 2
    const value = <f32>(<f64>load<f32>(input + at) * (from + step * <f64>(i + 1)))
    const share = <f32>(airFrom + airStep * <f64>(i + 1))
    previous = isDulled ? value + share * (previous - value) : value
    store<f32>(past + PAST_BYTES + at, previous)
  }
  store<f32>(voice, previous, PREVIOUS)
  const current = load<i32>(voice, CURRENT)
  const next = isStill ? current : 1 - current
  renderEar(voice, 0, x, y, z, spread, begun, current, next, left)
  renderEar(voice, 1, rightRow > 0 ? x : -x, y, z, spread, begun, current, next, right)
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
  spread: f64,
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
  const firstRow = ear > 0 ? rightRow : 0
  const delay = current === next ? formerDelay : LEAST_DELAY + mixResponse(x, y, z, spread, firstRow, to)
  memory.copy(line, line + BLOCK_BYTES, responseBytes)
  const inputAt = voice + HEADER + PAST_BYTES
  delayBlock(inputAt, line + responseBytes, begun ? formerDelay : delay, delay)
  store<f64>(delayAt, delay)
  comeNear(voice, ear, line + responseBytes)
  addFiltered(line + responseBytes, output, begun ? pair + <usize>current * responseBytes : to, to, responseBytes)
}

/** A block at one ear as it is when the sound is near: its lows and highs each by a gain of their own. */
function comeNear(voice: usize, ear: usize, block: usize): void {
  const at = voice + NEAR + (ear << 4)
  const lowFrom = load<f64>(at + LAST)
  const highFrom = load<f64>(at + LAST, 8)
  const lowTo = load<f64>(at)
  const highTo = load<f64>(at, 8)
  if (lowFrom === 1 && highFrom === 1 && lowTo === 1 && highTo === 1) return
  let low = load<f64>(voice + LOWS + (ear << 3))
  for (let i = 0; i < BLOCK; i++) {
    const share = <f64>(i + 1) / <f64>BLOCK
    const lowGain = lowFrom + share * (lowTo - lowFrom)
    const highGain = highFrom + share * (highTo - highFrom)
    const value = <f64>load<f32>(block + ((<usize>i) << 2))
    low += nearShare * (value - low)
    store<f32>(block + ((<usize>i) << 2), <f32>(highGain * value + (lowGain - highGain) * low))
  }
  store<f64>(voice + LOWS + (ear << 3), low)
}

/**
 * The response and the delay of one ear for a direction: a mean of the measured ones nearby. Its weights change smoothly,
 * so a moving sound does not rattle.
 * @param spread width of the weights, as 1 - cosine: {@link SPREAD} for a point
 * @param firstRow of the ear
 * @param response written: `taps` floats
 * @returns the delay, samples
 */
function mixResponse(x: f64, y: f64, z: f64, spread: f64, firstRow: i32, response: usize): f64 {
  const nearCos = NEAR_COS - WIDE_REACH * (spread - SPREAD)
  const responseBytes = (<usize>taps) << 2
  memory.fill(response, 0, responseBytes)
  let total: f64 = 0
  let delay: f64 = 0
  const axisBytes = (<usize>tableCount) << 2
  const px = f32x4.splat(<f32>x)
  const py = f32x4.splat(<f32>y)
  const pz = f32x4.splat(<f32>z)
  const limit = f32x4.splat(<f32>nearCos)
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
      if (cosine <= nearCos) continue
      const inside = (cosine - nearCos) / (1 - nearCos)
      const weight = Math.exp((cosine - 1) / spread) * inside * inside
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
