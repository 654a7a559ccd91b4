// Layers I and II (ISO 11172-3, 2.4.1.5, 2.4.1.6, 2.4.3.2 and 2.4.3.3; ISO 13818-3, 2.4).
import { hasOverrun, readBits } from './bit-reader'
import { bitRateIndex, channels, isJointStereo, layer, modeExtension, rateIndex, version } from './mpeg-header'

const SUBBANDS: i32 = 32
/** A class of quantization that takes `bits` for a sample or, if grouped, for three. */
const GROUPED: i32 = 0x80

/** Levels of each class: 3, 5, 9, then 2^n - 1; bits by class, with GROUPED. */
const classLevels: usize = memory.data<u16>([
  0, 3, 5, 7, 9, 15, 31, 63, 127, 255, 511, 1023, 2047, 4095, 8191, 16383, 32767, 65535,
])
const classBits: usize = memory.data<u8>([0, 0x85, 0x87, 3, 0x8a, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
/** Classes by allocation code, 16 a row: rows 0 to 3 of tables B.2a and b, 4 and 5 of c and d, 6 and 7 of MPEG-2. */
const allocations: usize = memory.data<u8>([
  0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 0, 1, 2,
  3, 4, 5, 6, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 5, 6, 7, 8, 9,
  10, 11, 12, 13, 14, 15, 16, 0, 1, 2, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  13, 14, 15, 0, 1, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
])
/** Bits of an allocation code, by row. */
const allocationBits: usize = memory.data<u8>([4, 4, 3, 2, 4, 3, 4, 2])
/** Kilobits per second of layer II in MPEG-1. */
const bitRates: usize = memory.data<u16>([192, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384])

/** By channel and subband: class (layer I: bits), selection of scale factors, three scale factors. */
const classesAt: usize = memory.data(64)
const selectionsAt: usize = memory.data(64)
const factorsAt: usize = memory.data(64 * 3 * 8, 8)

/** 2^(1 - index / 3), table B.1. */
const thirdRoots: usize = memory.data<f64>([2, 1.5874010519681994, 1.2599210498948732])

function readScaleFactor(): f64 {
  const index = readBits(6)
  return load<f64>(thirdRoots + ((<usize>(index % 3)) << 3)) / <f64>(1 << (index / 3))
}

/**
 * Decodes from the bit behind the header on.
 * @param output written: 32 subband samples a slot, floats of 64 bits; channel 1 begins at `channelBytes`
 * @returns the number of slots
 */
export function decodeLayers12(output: usize, channelBytes: usize): i32 {
  const slots = layer === 3 ? 12 : 36
  memory.fill(output, 0, channelBytes + <usize>(channels - 1) * channelBytes)
  const bound = channels === 1 ? 0 : isJointStereo ? 4 * modeExtension + 4 : SUBBANDS
  if (layer === 3) decodeLayer1(output, channelBytes, channels === 1 ? SUBBANDS : bound)
  else decodeLayer2(output, channelBytes, channels === 1 ? SUBBANDS : bound)
  return slots
}

/** @param bound the first subband whose samples both channels share */
function decodeLayer1(output: usize, channelBytes: usize, bound: i32): void {
  for (let subband = 0; subband < SUBBANDS; subband++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = <usize>(SUBBANDS * channel + subband)
      const code = channel === 1 && subband >= bound ? <i32>load<u8>(classesAt + <usize>subband) : readBits(4)
      store<u8>(classesAt + at, code === 15 ? 0 : code)
    }
  }
  for (let subband = 0; subband < SUBBANDS; subband++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = <usize>(SUBBANDS * channel + subband)
      if (load<u8>(classesAt + at)) store<f64>(factorsAt + at * 24, readScaleFactor())
    }
  }
  for (let slot = 0; slot < 12; slot++) {
    for (let subband = 0; subband < SUBBANDS; subband++) {
      let value: f64 = 0
      for (let channel = 0; channel < channels; channel++) {
        const at = <usize>(SUBBANDS * channel + subband)
        const code = <i32>load<u8>(classesAt + at)
        if (code === 0) continue
        if (channel === 0 || subband < bound) value = scale(readBits(code + 1), (2 << code) - 1)
        if (hasOverrun()) return
        const to = output + <usize>channel * channelBytes + ((<usize>(SUBBANDS * slot + subband)) << 3)
        store<f64>(to, value * load<f64>(factorsAt + at * 24))
      }
    }
  }
}

/** A quantized sample as a fraction between -1 and 1. */
function scale(sample: i32, levels: i32): f64 {
  return <f64>(2 * sample - levels + 1) / <f64>levels
}

/** The row of `allocations` of a subband, or -1 above the highest coded one. */
function getAllocationRow(subband: i32): i32 {
  if (version !== 3) return subband < 4 ? 6 : subband < 11 ? 5 : subband < 30 ? 7 : -1
  let kilobits = <i32>load<u16>(bitRates + ((<usize>bitRateIndex) << 1))
  if (channels === 2 && bitRateIndex !== 0) kilobits >>= 1
  if (kilobits < 56) return subband >= (rateIndex === 2 ? 12 : 8) ? -1 : subband < 2 ? 4 : 5
  const end = kilobits >= 96 && rateIndex !== 1 ? 30 : 27
  return subband >= end ? -1 : subband < 3 ? 0 : subband < 11 ? 1 : subband < 23 ? 2 : 3
}

function readAllocation(subband: i32): i32 {
  const row = getAllocationRow(subband)
  if (row < 0) return 0
  return load<u8>(allocations + <usize>(16 * row + readBits(<i32>load<u8>(allocationBits + <usize>row))))
}

/** @param bound the first subband whose samples both channels share */
function decodeLayer2(output: usize, channelBytes: usize, bound: i32): void {
  for (let subband = 0; subband < SUBBANDS; subband++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = <usize>(SUBBANDS * channel + subband)
      const isShared = channel === 1 && subband >= bound
      store<u8>(classesAt + at, isShared ? <i32>load<u8>(classesAt + <usize>subband) : readAllocation(subband))
    }
  }
  for (let subband = 0; subband < SUBBANDS; subband++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = <usize>(SUBBANDS * channel + subband)
      if (load<u8>(classesAt + at)) store<u8>(selectionsAt + at, readBits(2))
    }
  }
  for (let subband = 0; subband < SUBBANDS; subband++) {
    for (let channel = 0; channel < channels; channel++) readScaleFactors(<usize>(SUBBANDS * channel + subband))
  }
  for (let group = 0; group < 12; group++) {
    for (let subband = 0; subband < SUBBANDS; subband++) {
      for (let channel = 0; channel < channels; channel++) {
        if (load<u8>(classesAt + <usize>(SUBBANDS * channel + subband)) === 0) continue
        const isShared = channel === 1 && subband >= bound
        const to = output + <usize>channel * channelBytes + ((<usize>(3 * SUBBANDS * group + subband)) << 3)
        if (!isShared) readGroup(<usize>load<u8>(classesAt + <usize>(SUBBANDS * channel + subband)))
        if (hasOverrun()) return
        storeGroup(<usize>(SUBBANDS * channel + subband), group >> 2, to)
      }
    }
  }
}

function readScaleFactors(at: usize): void {
  if (load<u8>(classesAt + at) === 0) return
  const factors = factorsAt + at * 24
  const selection = load<u8>(selectionsAt + at)
  const first = readScaleFactor()
  const second = selection === 0 || selection === 3 ? readScaleFactor() : first
  store<f64>(factors, first)
  store<f64>(factors, second, 8)
  store<f64>(factors, selection === 0 || selection === 1 ? readScaleFactor() : second, 16)
}

let sample0: f64 = 0
let sample1: f64 = 0
let sample2: f64 = 0

/** Scales the three samples that were read last. */
function storeGroup(at: usize, part: i32, to: usize): void {
  const factor = load<f64>(factorsAt + at * 24 + ((<usize>part) << 3))
  store<f64>(to, sample0 * factor)
  store<f64>(to, sample1 * factor, 256)
  store<f64>(to, sample2 * factor, 512)
}

function readGroup(quantization: usize): void {
  const levels = <i32>load<u16>(classLevels + (quantization << 1))
  const bits = <i32>load<u8>(classBits + quantization)
  if (bits & GROUPED) {
    const code = readBits(bits & ~GROUPED)
    sample0 = scale(code % levels, levels)
    sample1 = scale((code / levels) % levels, levels)
    sample2 = scale((code / levels / levels) % levels, levels)
  } else {
    sample0 = scale(readBits(bits), levels)
    sample1 = scale(readBits(bits), levels)
    sample2 = scale(readBits(bits), levels)
  }
}
