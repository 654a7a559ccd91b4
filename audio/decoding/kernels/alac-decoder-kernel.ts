// Apple Lossless decoder (Apple, ALAC reference 2011, "ALACMagicCookieDescription"), compiled by AssemblyScript.

import {
  BIT_READER_MARGIN,
  cache,
  isOverrun,
  need,
  openBits,
  readBits,
  readSigned,
  skip,
  skipBytes,
  skipToByte,
} from './cached-bits'

/** Results of {@link decodePacket} below 0. */
const DAMAGED: i32 = -1

const TAG_SINGLE: i32 = 0
const TAG_PAIR: i32 = 1
const TAG_LOW_FREQUENCY: i32 = 3
const TAG_DATA: i32 = 4
const TAG_FILL: i32 = 6
const TAG_END: i32 = 7

/** A prediction order that stands for differences of successive samples. */
const DIFFERENCE_ORDER: i32 = 31
/** Ones in front of a value that is stored as it is. */
const MAX_PREFIX: i32 = 9
/** Of Rice codes; the configuration is refused otherwise. */
const MAX_PARAMETER: i32 = 23
const MEAN_SHIFT: u32 = 9
const MAX_MEAN: u32 = 0xffff
/** A smaller mean is followed by the length of a run of zeros. */
const RUN_MEAN: u32 = 128
const MAX_RUN: i32 = 0xffff

let frameLength: i32 = 0
let bitDepth: i32 = 0
let channelCount: i32 = 0
let historyFactor: u32 = 0
let initialMean: u32 = 0
let maxParameter: i32 = 0

let inputAt: usize = 0
let inputSize: i32 = 0
let outputAt: usize = 0
/** Samples of the two channels of an element; integers of 32 bits. */
let firstAt: usize = 0
let secondAt: usize = 0
let residualsAt: usize = 0
let lowBitsAt: usize = 0
/** Prediction of both channels: order and coefficients are those of the packet. */
const coefficientsAt: usize = memory.data(2 * 32 * 2)

/** @param bits of a sample @param factor `pb`, @param mean `mb`, @param parameter `kb` of the magic cookie */
export function configure(frames: i32, bits: i32, channels: i32, factor: u32, mean: u32, parameter: i32): void {
  frameLength = frames
  bitDepth = bits
  channelCount = channels
  historyFactor = factor
  initialMean = mean
  maxParameter = parameter
  outputAt = heap.alloc(4 * frames * channels)
  firstAt = heap.alloc(4 * frames)
  secondAt = heap.alloc(4 * frames)
  residualsAt = heap.alloc(4 * frames)
  lowBitsAt = heap.alloc(4 * 2 * frames)
}

/** The address at which a packet of this many bytes is written. */
export function getInput(bytes: i32): usize {
  if (bytes > inputSize) {
    inputSize = bytes
    inputAt = heap.alloc(bytes + BIT_READER_MARGIN)
  }
  return inputAt
}

/** The address of the decoded floats: channel c begins at sample c * frames of a packet. */
export function getOutput(): usize {
  return outputAt
}

/** Rice code of parameter k whose stored form has `rawBits`. */
function readRice(k: i32, rawBits: i32): u32 {
  need(MAX_PREFIX + 1 + MAX_PARAMETER)
  const ones = <i32>clz(~cache)
  if (ones >= MAX_PREFIX) {
    skip(MAX_PREFIX)
    return <u32>readBits(rawBits)
  }
  skip(ones + 1)
  const quotient = <u32>(ones * ((1 << k) - 1))
  if (k === 1) return quotient
  // A remainder of 0 or 1 ends one bit earlier.
  const remainder = <u32>(cache >> <u64>(64 - k))
  const isShort = remainder < 2
  skip(isShort ? k - 1 : k)
  return isShort ? quotient : quotient + remainder - 1
}

/** @returns false if they are damaged */
function readResiduals(frames: i32, factor: u32, rawBits: i32): bool {
  let mean: u32 = initialMean
  let afterRun: u32 = 0
  for (let i = 0; i < frames; ) {
    const k = min(31 - <i32>clz((mean >> MEAN_SHIFT) + 3), maxParameter)
    const code = readRice(k, rawBits)
    const value = code + afterRun
    const half = <i32>((value + 1) >>> 1)
    store<i32>(residualsAt + ((<usize>i) << 2), value & 1 ? -half : half)
    i++
    mean = factor * value + mean - ((factor * mean) >> MEAN_SHIFT)
    if (code > MAX_MEAN) mean = MAX_MEAN
    afterRun = 0
    if (mean < RUN_MEAN && i < frames) {
      const k = min(<i32>clz(mean) - 24 + <i32>((mean + 16) >> 6), maxParameter)
      const run = <i32>readRice(k, 16)
      if (run > frames - i) return false
      memory.fill(residualsAt + ((<usize>i) << 2), 0, (<usize>run) << 2)
      i += run
      afterRun = run < MAX_RUN ? 1 : 0
      mean = 0
    }
  }
  return true
}

function sign(x: i32): i32 {
  return i32(x > 0) - i32(x < 0)
}

function sampleAt(base: usize, i: i32): i32 {
  return load<i32>(base + ((<usize>i) << 2))
}

/** Adds the prediction to the residuals; `order` coefficients adapt to the sign of each residual. */
function predict(output: usize, frames: i32, coefficients: usize, order: i32, bits: i32, shift: i32): void {
  const unused = 32 - bits
  const rounding = (1 << shift) >> 1
  if (order === 0) {
    memory.copy(output, residualsAt, (<usize>frames) << 2)
    return
  }
  let last = sampleAt(residualsAt, 0)
  store<i32>(output, last)
  const warmUp = order === DIFFERENCE_ORDER ? frames : min(order + 1, frames)
  for (let i = 1; i < warmUp; i++) {
    last = ((last + sampleAt(residualsAt, i)) << unused) >> unused
    store<i32>(output + ((<usize>i) << 2), last)
  }
  const span = (<usize>order) << 2
  const end = output + ((<usize>frames) << 2)
  let residualAt = residualsAt + ((<usize>warmUp) << 2)
  for (let at = output + ((<usize>warmUp) << 2); at < end; at += 4) {
    const base = load<i32>(at - span - 4)
    let sum = rounding
    let coefficientAt = coefficients
    for (let past = at - 4; past >= at - span; past -= 4) {
      sum += load<i16>(coefficientAt) * (load<i32>(past) - base)
      coefficientAt += 2
    }
    const residual = load<i32>(residualAt)
    residualAt += 4
    store<i32>(at, ((residual + base + (sum >> shift)) << unused) >> unused)
    const direction = sign(residual)
    // The residual and its remainder are turned positive, so that one loop serves both signs.
    let left = residual * direction
    let weight = 1
    for (let past = at - span; past < at && left > 0; past += 4) {
      const difference = base - load<i32>(past)
      const step = sign(difference) * direction
      coefficientAt -= 2
      store<i16>(coefficientAt, <i16>(load<i16>(coefficientAt) - step))
      left -= weight++ * direction * ((step * difference) >> shift)
    }
  }
}

/** @returns mode, shift, factor and order of a channel, 4 + 4 + 3 + 5 bits; coefficients are stored */
function readPrediction(coefficients: usize): i32 {
  const header = <i32>readBits(16)
  const order = header & 31
  for (let j = 0; j < order; j++) store<i16>(coefficients + ((<usize>j) << 1), <i16>readBits(16))
  return header
}

/** @returns false if the residuals are damaged */
function decodeChannel(output: usize, frames: i32, header: i32, coefficients: usize, bits: i32): bool {
  if (!readResiduals(frames, (historyFactor * (<u32>(header >> 5) & 7)) / 4, bits)) return false
  if (header >> 12 !== 0) predict(residualsAt, frames, coefficients, DIFFERENCE_ORDER, bits, 0)
  predict(output, frames, coefficients, header & 31, bits, (header >> 8) & 15)
  return true
}

/** Decodes an element of one or two channels. @returns frames, or an error */
function decodeElement(channels: i32, output: usize, expectedFrames: i32): i32 {
  readBits(4 + 12)
  const flags = <i32>readBits(4)
  const frames = flags & 8 ? <i32>readSigned(32) : frameLength
  const lowBits = ((flags >> 1) & 3) << 3
  const isStored = (flags & 1) !== 0
  const bits = bitDepth - lowBits + channels - 1
  if (frames <= 0 || frames > frameLength || (expectedFrames > 0 && frames !== expectedFrames)) return DAMAGED
  if (lowBits > 16 || (!isStored && (bits < 1 || bits > 32))) return DAMAGED
  let mixShift = 0
  let mixWeight = 0
  if (isStored) {
    for (let i = 0; i < frames; i++) {
      store<i32>(firstAt + ((<usize>i) << 2), <i32>readSigned(bitDepth))
      if (channels > 1) store<i32>(secondAt + ((<usize>i) << 2), <i32>readSigned(bitDepth))
    }
  } else {
    mixShift = <i32>readBits(8)
    mixWeight = <i32>readSigned(8)
    if (mixShift > 31) return DAMAGED
    const firstHeader = readPrediction(coefficientsAt)
    const secondHeader = channels > 1 ? readPrediction(coefficientsAt + 64) : 0
    if (lowBits > 0) {
      for (let i = 0; i < frames * channels; i++) store<u32>(lowBitsAt + ((<usize>i) << 2), <u32>readBits(lowBits))
    }
    if (!decodeChannel(firstAt, frames, firstHeader, coefficientsAt, bits)) return DAMAGED
    if (channels > 1 && !decodeChannel(secondAt, frames, secondHeader, coefficientsAt + 64, bits)) return DAMAGED
  }
  const scale = <f32>(1.0 / <f64>((<u64>1) << (<u64>bitDepth - 1)))
  const added = isStored ? 0 : lowBits
  for (let i = 0; i < frames; i++) {
    let left = sampleAt(firstAt, i)
    let right = channels > 1 ? sampleAt(secondAt, i) : 0
    if (mixWeight !== 0 && channels > 1) {
      left = left + right - ((mixWeight * right) >> mixShift)
      right = left - right
    }
    if (added > 0) {
      left = (left << added) | sampleAt(lowBitsAt, i * channels)
      if (channels > 1) right = (right << added) | sampleAt(lowBitsAt, i * channels + 1)
    }
    store<f32>(output + ((<usize>i) << 2), <f32>left * scale)
    if (channels > 1) store<f32>(output + ((<usize>(frames + i)) << 2), <f32>right * scale)
  }
  return frames
}

function skipData(): void {
  readBits(4)
  const isAligned = readBits(1) !== 0
  let bytes = <i32>readBits(8)
  if (bytes === 255) bytes += <i32>readBits(8)
  if (isAligned) skipToByte()
  skipBytes(bytes)
}

function skipFill(): void {
  let bytes = <i32>readBits(4)
  if (bytes === 15) bytes += <i32>readBits(8) - 1
  skipBytes(bytes)
}

/**
 * Decodes a packet of the given bytes at {@link getInput}.
 * @returns samples per channel; -1 for a damaged packet
 */
export function decodePacket(bytes: i32): i32 {
  openBits(inputAt, inputAt + <usize>bytes)
  let channel = 0
  let frames = 0
  while (channel < channelCount) {
    const tag = <i32>readBits(3)
    if (isOverrun()) return DAMAGED
    if (tag === TAG_END) break
    if (tag === TAG_DATA) skipData()
    else if (tag === TAG_FILL) skipFill()
    else if (tag === TAG_SINGLE || tag === TAG_PAIR || tag === TAG_LOW_FREQUENCY) {
      const channels = tag === TAG_PAIR ? 2 : 1
      if (channel + channels > channelCount) return DAMAGED
      frames = decodeElement(channels, outputAt + ((<usize>(channel * frames)) << 2), frames)
      if (frames < 0 || isOverrun()) return DAMAGED
      channel += channels
    } else return DAMAGED
  }
  if (channel === 0) return DAMAGED
  // Channels without an element are silent.
  memory.fill(outputAt + ((<usize>(channel * frames)) << 2), 0, (<usize>((channelCount - channel) * frames)) << 2)
  return frames
}
