import { addFiltered, BLOCK, BLOCK_BYTES, scratch } from './filter-blocks'

// The reflections of a voice in memory: for each of five a share of its second tap and six gains, 64-bit floats that whoever
// calls writes; the same of the block before; the delays of both taps, samples; where the next block goes; whether it has
// begun; and the past of its input, a ring with its first samples once more behind it.
const REFLECTIONS: usize = 5
const CHANNELS: usize = 6
/** The last channels are opposite in both ears. */
const FIRST_SIDE_CHANNEL: usize = 4
const REFLECTION_BYTES: usize = 56
const LAST_REFLECTIONS: usize = 280
const TAPS_AT: usize = 560
const POSITION: usize = 600
const HEARD: usize = 604
const RING: usize = 608
const RING_END_BYTES: usize = 32

let roomFilters: usize = 0
let ringSamples: i32 = 0
let responseBytes: usize = 0

/**
 * @param filters as many floats as a response, for each channel; of the left ear
 * @param samples of the past that reflections come from, a multiple of a block
 * @param taps of a filter, a multiple of 4
 */
export function setRoom(filters: usize, samples: i32, taps: i32): void {
  roomFilters = filters
  ringSamples = samples
  responseBytes = (<usize>taps) << 2
}

export function measureReflections(): usize {
  return RING + ((<usize>ringSamples) << 2) + RING_END_BYTES
}

/** The channels of a bus with what came before, then two sums. */
export function measureField(): usize {
  return CHANNELS * measureChannel() + 2 * BLOCK_BYTES
}

function measureChannel(): usize {
  return responseBytes + BLOCK_BYTES
}

export function resetReflections(voice: usize): void {
  memory.fill(voice + LAST_REFLECTIONS, 0, measureReflections() - LAST_REFLECTIONS)
}

/** Adds the reflections of a block to the channels of a field. What is written before `voice` changes linearly over it. */
export function renderReflections(voice: usize, input: usize, field: usize): void {
  const position = load<i32>(voice, POSITION)
  const ring = voice + RING
  memory.copy(ring + ((<usize>position) << 2), input, BLOCK_BYTES)
  if (position === 0) memory.copy(ring + ((<usize>ringSamples) << 2), ring, RING_END_BYTES)
  if (load<i32>(voice, HEARD) === 0) memory.copy(voice + LAST_REFLECTIONS, voice, LAST_REFLECTIONS)
  for (let reflection: usize = 0; reflection < REFLECTIONS; reflection++)
    addReflection(
      voice + reflection * REFLECTION_BYTES,
      ring,
      position - load<i32>(voice + TAPS_AT + (reflection << 3)),
      position - load<i32>(voice + TAPS_AT + (reflection << 3), 4),
      field,
    )
  memory.copy(voice + LAST_REFLECTIONS, voice, LAST_REFLECTIONS)
  store<i32>(voice, 1, HEARD)
  const next = position + BLOCK
  store<i32>(voice, next === ringSamples ? 0 : next, POSITION)
}

function addReflection(gains: usize, ring: usize, first: i32, second: i32, field: usize): void {
  const step = f32x4.splat(1 / <f32>BLOCK)
  const share = f32x4.splat(<f32>load<f64>(gains + LAST_REFLECTIONS))
  const shareStep = f32x4.mul(step, f32x4.splat(<f32>(load<f64>(gains) - load<f64>(gains + LAST_REFLECTIONS))))
  const tapped = scratch
  const channelBytes = measureChannel()
  let at = first < 0 ? first + ringSamples : first
  let otherAt = second < 0 ? second + ringSamples : second
  let place = f32x4(1, 2, 3, 4)
  for (let i: usize = 0; i < BLOCK_BYTES; i += 16) {
    const one = v128.load(ring + ((<usize>at) << 2))
    const other = v128.load(ring + ((<usize>otherAt) << 2))
    const mix = f32x4.add(share, f32x4.mul(place, shareStep))
    v128.store(tapped + i, f32x4.add(one, f32x4.mul(mix, f32x4.sub(other, one))))
    v128.store(tapped + BLOCK_BYTES + i, f32x4.mul(step, f32x4.mul(place, v128.load(tapped + i))))
    place = f32x4.add(place, f32x4.splat(4))
    at += 4
    if (at >= ringSamples) at -= ringSamples
    otherAt += 4
    if (otherAt >= ringSamples) otherAt -= ringSamples
  }
  for (let channel: usize = 0; channel < CHANNELS; channel++) {
    const gainAt = gains + 8 + (channel << 3)
    const from = load<f64>(gainAt + LAST_REFLECTIONS)
    const start = f32x4.splat(<f32>from)
    const change = f32x4.splat(<f32>(load<f64>(gainAt) - from))
    const output = field + (channel + 1) * channelBytes - BLOCK_BYTES
    for (let i: usize = 0; i < BLOCK_BYTES; i += 16) {
      const sum = f32x4.add(
        f32x4.mul(start, v128.load(tapped + i)),
        f32x4.mul(change, v128.load(tapped + BLOCK_BYTES + i)),
      )
      v128.store(output + i, f32x4.add(v128.load(output + i), sum))
    }
  }
}

/** Adds a block of a field to both ears, and begins its next block. */
export function renderField(field: usize, left: usize, right: usize): void {
  const channelBytes = measureChannel()
  const middle = field + CHANNELS * channelBytes
  const side = middle + BLOCK_BYTES
  memory.fill(middle, 0, 2 * BLOCK_BYTES)
  for (let channel: usize = 0; channel < CHANNELS; channel++) {
    const line = field + channel * channelBytes
    const filter = roomFilters + channel * responseBytes
    addFiltered(line + responseBytes, channel < FIRST_SIDE_CHANNEL ? middle : side, filter, filter, responseBytes)
    memory.copy(line, line + BLOCK_BYTES, responseBytes)
    memory.fill(line + responseBytes, 0, BLOCK_BYTES)
  }
  for (let i: usize = 0; i < BLOCK_BYTES; i += 16) {
    const sum = v128.load(middle + i)
    const difference = v128.load(side + i)
    v128.store(left + i, f32x4.add(v128.load(left + i), f32x4.add(sum, difference)))
    v128.store(right + i, f32x4.add(v128.load(right + i), f32x4.sub(sum, difference)))
  }
}
