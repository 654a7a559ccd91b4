// A subframe of FLAC: the samples of one channel (RFC 9639, 9.2), integers of 32 bits or, for 33-bit samples, 64.

import { readBits, readRice, readSigned, readUnary } from './cached-bits'

const TYPE_CONSTANT: i32 = 0
const TYPE_VERBATIM: i32 = 1
const TYPE_FIXED: i32 = 8
const MAX_FIXED_ORDER: i32 = 4
const TYPE_LINEAR: i32 = 32
const MAX_LINEAR_ORDER: i32 = 32

const coefficientsAt: usize = memory.data(4 * 32)

/** @returns whether the samples of a subframe could be read */
export function decodeSubframe<Sample extends number>(output: usize, frames: i32, sampleBits: i32): bool {
  const header = <i32>readBits(8)
  if (header & 128) return false
  const type = header >> 1
  let wasted = 0
  if (header & 1) {
    wasted = readUnary() + 1
    if (wasted === 0) return false
  }
  const bits = sampleBits - wasted
  if (bits <= 0) return false
  if (type === TYPE_CONSTANT) {
    const value = <Sample>readSigned(bits)
    for (let i = 0; i < frames; i++) store<Sample>(output + <usize>i * sizeof<Sample>(), value)
  } else if (type === TYPE_VERBATIM) readRaw<Sample>(output, frames, bits)
  else if (type >= TYPE_LINEAR) {
    if (!decodeLinear<Sample>(output, frames, bits, type - TYPE_LINEAR + 1)) return false
  } else if (type >= TYPE_FIXED && type <= TYPE_FIXED + MAX_FIXED_ORDER) {
    const order = type - TYPE_FIXED
    if (order > frames) return false
    readRaw<Sample>(output, order, bits)
    if (!readResiduals<Sample>(output, frames, order)) return false
    addFixedPrediction<Sample>(output, frames, order)
  } else return false
  if (wasted > 0) {
    for (let i = 0; i < frames; i++) {
      const at = output + <usize>i * sizeof<Sample>()
      store<Sample>(at, <Sample>((<i64>load<Sample>(at)) << wasted))
    }
  }
  return true
}

function readRaw<Sample extends number>(output: usize, count: i32, bits: i32): void {
  for (let i = 0; i < count; i++) store<Sample>(output + <usize>i * sizeof<Sample>(), <Sample>readSigned(bits))
}

/** RFC 9639, 9.2.7: partitions of the same number of samples, the first one without the `order` that precede it. */
function readResiduals<Sample extends number>(output: usize, frames: i32, order: i32): bool {
  const method = <i32>readBits(2)
  if (method > 1) return false
  const parameterBits = 4 + method
  const rawParameter = (1 << parameterBits) - 1
  const partitionOrder = <i32>readBits(4)
  const length = frames >> partitionOrder
  if (length << partitionOrder !== frames || length < order) return false
  let from = order
  for (let partition = 1; partition <= 1 << partitionOrder; partition++) {
    const parameter = <i32>readBits(parameterBits)
    const count = partition * length - from
    const at = output + <usize>from * sizeof<Sample>()
    if (parameter === rawParameter) {
      const bits = <i32>readBits(5)
      if (bits === 0) memory.fill(at, 0, <usize>count * sizeof<Sample>())
      else readRaw<Sample>(at, count, bits)
    } else if (!readRice<Sample>(at, count, parameter)) return false
    from += count
  }
  return true
}

/** RFC 9639, 9.2.5: polynomials through the last samples. */
function addFixedPrediction<Sample extends number>(output: usize, frames: i32, order: i32): void {
  const size = sizeof<Sample>()
  const end = output + <usize>frames * size
  let at = output + <usize>order * size
  // The last samples, the newest first.
  let a: i64 = order > 0 ? <i64>load<Sample>(at - size) : 0
  let b: i64 = order > 1 ? <i64>load<Sample>(at - 2 * size) : 0
  let c: i64 = order > 2 ? <i64>load<Sample>(at - 3 * size) : 0
  let d: i64 = order > 3 ? <i64>load<Sample>(at - 4 * size) : 0
  for (; at < end; at += size) {
    let sample = <i64>load<Sample>(at)
    if (order === 1) sample += a
    else if (order === 2) sample += 2 * a - b
    else if (order === 3) sample += 3 * (a - b) + c
    else if (order === 4) sample += 4 * (a + c) - 6 * b - d
    d = c
    c = b
    b = a
    a = sample
    store<Sample>(at, <Sample>sample)
  }
}

/** RFC 9639, 9.2.6. */
function decodeLinear<Sample extends number>(output: usize, frames: i32, bits: i32, order: i32): bool {
  if (order > frames || order > MAX_LINEAR_ORDER) return false
  readRaw<Sample>(output, order, bits)
  const precision = <i32>readBits(4) + 1
  if (precision === 16) return false
  const shift = <i32>readSigned(5)
  if (shift < 0) return false
  for (let j = 0; j < order; j++) store<i32>(coefficientsAt + ((<usize>j) << 2), <i32>readSigned(precision))
  if (!readResiduals<Sample>(output, frames, order)) return false
  const fitsInto32Bits = bits + precision + (32 - <i32>clz(order)) <= 32
  if (sizeof<Sample>() === 4 && fitsInto32Bits) addNarrowPrediction(output, frames, order, shift)
  else addWidePrediction<Sample>(output, frames, order, shift)
  return true
}

/** For samples of 32 bits whose sums of products fit into as many. */
function addNarrowPrediction(output: usize, frames: i32, order: i32, shift: i32): void {
  const end = output + ((<usize>frames) << 2)
  const tail = coefficientsAt + ((<usize>order) << 2)
  for (let at = output + ((<usize>order) << 2); at < end; at += 4) {
    let sum = 0
    let coefficient = coefficientsAt
    let past = at
    for (; coefficient + 16 <= tail; coefficient += 16) {
      past -= 16
      sum +=
        load<i32>(coefficient) * load<i32>(past, 12) +
        load<i32>(coefficient, 4) * load<i32>(past, 8) +
        load<i32>(coefficient, 8) * load<i32>(past, 4) +
        load<i32>(coefficient, 12) * load<i32>(past)
    }
    for (; coefficient < tail; coefficient += 4) {
      past -= 4
      sum += load<i32>(coefficient) * load<i32>(past)
    }
    store<i32>(at, load<i32>(at) + (sum >> shift))
  }
}

function addWidePrediction<Sample extends number>(output: usize, frames: i32, order: i32, shift: i32): void {
  const size = sizeof<Sample>()
  const end = output + <usize>frames * size
  const tail = coefficientsAt + ((<usize>order) << 2)
  for (let at = output + <usize>order * size; at < end; at += size) {
    let sum: i64 = 0
    let past = at
    for (let coefficient = coefficientsAt; coefficient < tail; coefficient += 4) {
      past -= size
      sum += <i64>load<i32>(coefficient) * <i64>load<Sample>(past)
    }
    store<Sample>(at, <Sample>(<i64>load<Sample>(at) + (sum >> shift)))
  }
}
