// FLAC decoder (RFC 9639), compiled by AssemblyScript. Bytes of a stream are written at an address; frames are found and
// decoded there.

import { BIT_READER_MARGIN, getBytePosition, isOverrun, openBits, skipToByte } from './cached-bits'
import { decodeSubframe } from './flac-subframe'

/** Results of {@link decodeFrame} that are no length. */
const DAMAGED: i32 = 0
const CUT_OFF: i32 = -1

const MAX_HEADER_BYTES: i32 = 16
const MAX_CHANNELS: i32 = 8

const LEFT_SIDE: i32 = 8
const SIDE_RIGHT: i32 = 9
const MID_SIDE: i32 = 10

let inputAt: usize = 0
let samplesAt: usize = 0
let outputAt: usize = 0
let samplesSize: i32 = 0

/** Of STREAMINFO, for frames whose header refers to it. */
let streamRate: i32 = 0
let streamBits: i32 = 0

// The header of the last frame.
let headerBytes: i32 = 0
let frames: i32 = 0
let sampleRate: i32 = 0
let assignment: i32 = 0
let sampleBits: i32 = 0
let isVariable: bool = false
let codedNumber: u64 = 0

const crc8At: usize = memory.data(256)
const crc16At: usize = memory.data(512)
let hasTables: bool = false

/** Checksums of RFC 9639, 9.1.8 and 9.3: polynomials x^8 + x^2 + x + 1 and x^16 + x^15 + x^2 + 1. */
function fillTables(): void {
  for (let i = 0; i < 256; i++) {
    let crc8 = i
    let crc16 = i << 8
    for (let bit = 0; bit < 8; bit++) {
      crc8 = (crc8 << 1) ^ (crc8 & 0x80 ? 0x107 : 0)
      crc16 = (crc16 << 1) ^ (crc16 & 0x8000 ? 0x18005 : 0)
    }
    store<u8>(crc8At + i, <u8>crc8)
    store<u16>(crc16At + 2 * i, <u16>crc16)
  }
}

export function configure(rate: i32, bits: i32): void {
  streamRate = rate
  streamBits = bits
  if (!hasTables) fillTables()
  hasTables = true
}

/** The address of new memory for this many bytes of a stream; replaces the former one. */
export function allocateInput(bytes: i32): usize {
  inputAt = heap.alloc(bytes + BIT_READER_MARGIN)
  return inputAt
}

export function getFrames(): i32 {
  return frames
}
export function getSampleRate(): i32 {
  return sampleRate
}
export function getChannels(): i32 {
  return assignment < MAX_CHANNELS ? assignment + 1 : 2
}
/** Whether {@link getCodedNumber} counts samples; otherwise it counts frames. */
export function countsSamples(): bool {
  return isVariable
}
export function getCodedNumber(): f64 {
  return <f64>codedNumber
}
/** The address of the decoded floats: channel c begins at sample c * frames. */
export function getOutput(): usize {
  return outputAt
}

/** Reads a frame header of RFC 9639, 9.1. @returns whether there is one, with the right checksum */
function readHeader(at: usize, end: usize): bool {
  if (at + 6 > end || load<u8>(at) !== 0xff || (load<u8>(at, 1) & 0xfe) !== 0xf8) return false
  isVariable = (load<u8>(at, 1) & 1) !== 0
  const sizeCode = <i32>load<u8>(at, 2) >> 4
  const rateCode = <i32>load<u8>(at, 2) & 15
  const bitsCode = (<i32>load<u8>(at, 3) >> 1) & 7
  assignment = <i32>load<u8>(at, 3) >> 4
  if (sizeCode === 0 || rateCode === 15 || bitsCode === 3 || assignment > MID_SIDE || load<u8>(at, 3) & 1) return false
  let byte = at + 4
  const first = <i32>load<u8>(byte++)
  // The number is coded like UTF-8, in up to seven bytes.
  const ones = <i32>clz(~(first << 24))
  if (ones === 1 || ones > 7) return false
  codedNumber = ones === 0 ? first : first & (0x7f >> ones)
  const more = max(0, ones - 1)
  const extra = (sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0) + (rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0)
  if (byte + <usize>(more + extra + 1) > end) return false
  for (let i = 0; i < more; i++) {
    const value = load<u8>(byte++)
    if ((value & 0xc0) !== 0x80) return false
    codedNumber = (codedNumber << 6) | (value & 0x3f)
  }
  if (sizeCode === 6) frames = <i32>load<u8>(byte++) + 1
  else if (sizeCode === 7) {
    frames = <i32>bswap<u16>(load<u16>(byte)) + 1
    byte += 2
  } else if (sizeCode === 1) frames = 192
  else frames = sizeCode < 6 ? 144 << sizeCode : 256 << (sizeCode - 8)
  if (rateCode === 12) sampleRate = <i32>load<u8>(byte++) * 1000
  else if (rateCode > 12) {
    sampleRate = <i32>bswap<u16>(load<u16>(byte)) * (rateCode === 14 ? 10 : 1)
    byte += 2
  } else sampleRate = getRate(rateCode)
  sampleBits = getBits(bitsCode)
  let crc: u8 = 0
  for (let p = at; p < byte; p++) crc = load<u8>(crc8At + (crc ^ load<u8>(p)))
  headerBytes = <i32>(byte - at) + 1
  return crc === load<u8>(byte) && sampleRate > 0 && sampleBits > 0
}

function getRate(code: i32): i32 {
  switch (code) {
    case 1:
      return 88200
    case 2:
      return 176400
    case 3:
      return 192000
    case 4:
      return 8000
    case 5:
      return 16000
    case 6:
      return 22050
    case 7:
      return 24000
    case 8:
      return 32000
    case 9:
      return 44100
    case 10:
      return 48000
    case 11:
      return 96000
    default:
      return streamRate
  }
}

function getBits(code: i32): i32 {
  switch (code) {
    case 1:
      return 8
    case 2:
      return 12
    case 4:
      return 16
    case 5:
      return 20
    case 6:
      return 24
    case 7:
      return 32
    default:
      return streamBits
  }
}

/**
 * The first frame header at or behind an offset of the input.
 * @param bytes of the input
 * @returns its offset; -1 without one
 */
export function findHeader(from: i32, bytes: i32): i32 {
  const end = inputAt + <usize>bytes
  for (let at = inputAt + <usize>from; at + 6 <= end; at++)
    if (load<u8>(at) === 0xff && readHeader(at, end)) return <i32>(at - inputAt)
  return -1
}

/**
 * Decodes the frame at an offset of the input.
 * @param bytes of the input
 * @returns length of the frame, bytes; 0 for a damaged one or none, -1 if it may continue behind the input
 */
export function decodeFrame(from: i32, bytes: i32): i32 {
  const at = inputAt + <usize>from
  const end = inputAt + <usize>bytes
  if (!readHeader(at, end)) return bytes - from < MAX_HEADER_BYTES ? CUT_OFF : DAMAGED
  const channels = getChannels()
  reserve(8 * channels * frames)
  // A sound frame is not longer than its samples as they are, and at most a little longer than that.
  const limit = at + <usize>(headerBytes + 1024 + 2 * channels * (((sampleBits + 1) * frames) >> 3))
  openBits(at + headerBytes, min(limit, end))
  const isWide = sampleBits === 32 && assignment >= MAX_CHANNELS
  const isSound = isWide ? decodeChannels<i64>(channels) : decodeChannels<i32>(channels)
  if (isOverrun()) return limit < end ? DAMAGED : CUT_OFF
  if (!isSound) return DAMAGED
  skipToByte()
  const crcAt = getBytePosition()
  if (crcAt + 2 > end) return CUT_OFF
  let crc: u16 = 0
  for (let p = at; p < crcAt; p++) crc = (crc << 8) ^ load<u16>(crc16At + ((<usize>((crc >> 8) ^ load<u8>(p))) << 1))
  return crc === bswap<u16>(load<u16>(crcAt)) ? <i32>(crcAt + 2 - at) : DAMAGED
}

function reserve(bytes: i32): void {
  if (bytes <= samplesSize) return
  samplesSize = bytes
  samplesAt = heap.alloc(bytes)
  outputAt = heap.alloc(bytes >> 1)
}

/** Reads and joins the channels, of which one may be the difference of two (RFC 9639, 4.2). */
function decodeChannels<Sample extends number>(channels: i32): bool {
  for (let c = 0; c < channels; c++) {
    const isSide = assignment >= LEFT_SIDE && (c === 1) !== (assignment === SIDE_RIGHT)
    const output = samplesAt + <usize>(c * frames) * sizeof<Sample>()
    if (!decodeSubframe<Sample>(output, frames, sampleBits + i32(isSide))) return false
  }
  const scale = <f32>(1.0 / <f64>(1 << (<u64>sampleBits - 1)))
  if (assignment < LEFT_SIDE) {
    for (let i = 0; i < channels * frames; i++)
      store<f32>(outputAt + ((<usize>i) << 2), <f32>load<Sample>(samplesAt + <usize>i * sizeof<Sample>()) * scale)
    return true
  }
  for (let i = 0; i < frames; i++) {
    const at = samplesAt + <usize>i * sizeof<Sample>()
    let left = <i64>load<Sample>(at)
    let right = <i64>load<Sample>(at + <usize>frames * sizeof<Sample>())
    if (assignment === LEFT_SIDE) right = left - right
    else if (assignment === SIDE_RIGHT) left += right
    else {
      const middle = (left << 1) | (right & 1)
      left = (middle + right) >> 1
      right = (middle - right) >> 1
    }
    store<f32>(outputAt + ((<usize>i) << 2), <f32>left * scale)
    store<f32>(outputAt + ((<usize>(frames + i)) << 2), <f32>right * scale)
  }
  return true
}
