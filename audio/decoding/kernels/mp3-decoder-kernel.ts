// MPEG audio decoder (ISO 11172-3, ISO 13818-3 and MPEG-2.5): layers I to III. Its state is one stream of frames.
import { bitPosition, openBits, seekBit } from './bit-reader'
import { dequantize } from './dequantizer'
import { countSideInfoBytes, getGranule, LINES, mainDataBegin, readSideInfo } from './granule'
import { decodeLines, initHuffman } from './huffman-decoder'
import { initHybridFilter, resetHybridFilter, runHybridFilter } from './hybrid-filter'
import { decodeLayers12 } from './layers-1-2'
import { channels, countFrameSamples, headerBytes, layer, readHeader, version } from './mpeg-header'
import { initPolyphaseFilter, resetPolyphaseFilter, runPolyphaseFilter } from './polyphase-filter'
import { readScaleFactors } from './scale-factors'
import { decodeStereo } from './stereo'

const MAX_BATCH_FRAMES: i32 = 32
const MAX_BATCH_BYTES: i32 = 65536
const MAX_FRAME_BYTES: i32 = 8192
/** Bytes of earlier frames that a frame may use. */
const MAX_RESERVOIR_BYTES: i32 = 511
/** Zeros that the bit readers find behind the data. */
const PADDING_BYTES: i32 = 16
const OUTPUT_CHANNEL_BYTES: usize = 32 * 1152 * 4
const SLOTS_CHANNEL_BYTES: usize = 36 * 32 * 8
const LINES_CHANNEL_BYTES: usize = 576 * 8

const inputAt: usize = memory.data(65536 + 16)
const frameSizesAt: usize = memory.data(32 * 4, 8)
const outputAt: usize = memory.data(2 * 32 * 1152 * 4, 8)
/** The end of the main data of earlier frames, then that of this frame. */
const mainDataAt: usize = memory.data(511 + 8192 + 16)
const codedLinesAt: usize = memory.data(576 * 8, 8)
const linesAt: usize = memory.data(2 * 576 * 8, 8)
const slotsAt: usize = memory.data(2 * 36 * 32 * 8, 8)
let reservoirBytes: i32 = 0

initHuffman()
initHybridFilter()
initPolyphaseFilter()

/** Address of the bytes of successive frames. */
export function getInput(): usize {
  return inputAt
}

/** Address of their lengths in bytes, integers of 32 bits. */
export function getFrameSizes(): usize {
  return frameSizesAt
}

/** Address of the decoded samples, floats of 32 bits. */
export function getOutput(channel: i32): usize {
  return outputAt + <usize>channel * OUTPUT_CHANNEL_BYTES
}

export function getMaxFrames(): i32 {
  return MAX_BATCH_FRAMES
}

/** Bytes of all frames of a batch. */
export function getMaxBytes(): i32 {
  return MAX_BATCH_BYTES
}

/** Begins another stream. */
export function reset(): void {
  reservoirBytes = 0
  resetHybridFilter()
  resetPolyphaseFilter()
}

/**
 * Decodes the frames of the input. Damaged parts are silent; each frame gives the samples that its header announces.
 * @param count of frames, up to getMaxFrames()
 * @returns samples per channel
 */
export function decodeFrames(count: i32): i32 {
  let at = inputAt
  let samples = 0
  for (let i = 0; i < min(count, MAX_BATCH_FRAMES); i++) {
    const size = load<i32>(frameSizesAt + ((<usize>i) << 2))
    if (readHeader(at)) {
      if (layer === 1) decodeLayer3(at, min(size, MAX_FRAME_BYTES), samples)
      else decodeSubbands(at, size, samples)
      samples += countFrameSamples()
    }
    at += size
  }
  return samples
}

function decodeSubbands(at: usize, size: i32, sample: i32): void {
  openBits(at, size * 8)
  seekBit(headerBytes * 8)
  const slots = decodeLayers12(slotsAt, SLOTS_CHANNEL_BYTES)
  synthesize(slots, sample)
}

function synthesize(slots: i32, sample: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    const output = getOutput(channel) + ((<usize>sample) << 2)
    runPolyphaseFilter(channel, slotsAt + <usize>channel * SLOTS_CHANNEL_BYTES, slots, output)
  }
}

function decodeLayer3(at: usize, size: i32, sample: i32): void {
  openBits(at, size * 8)
  seekBit(headerBytes * 8)
  readSideInfo()
  const begin = headerBytes + countSideInfoBytes()
  const ownBytes = max(0, size - begin)
  memory.copy(mainDataAt + <usize>reservoirBytes, at + <usize>begin, ownBytes)
  const bytes = reservoirBytes + ownBytes
  memory.fill(mainDataAt + <usize>bytes, 0, PADDING_BYTES)
  /** Negative where earlier frames are missing. */
  let bit = (reservoirBytes - mainDataBegin) * 8
  openBits(mainDataAt, bytes * 8)
  const granules = version === 3 ? 2 : 1
  for (let granule = 0; granule < granules; granule++) {
    bit = decodeGranule(granule, bit, bytes * 8, sample + LINES * granule)
  }
  reservoirBytes = min(bytes, MAX_RESERVOIR_BYTES)
  memory.copy(mainDataAt, mainDataAt + <usize>(bytes - reservoirBytes), reservoirBytes)
}

/** @param bit where its main data begins @returns where that of the next granule begins */
function decodeGranule(granule: i32, bit: i32, endOfData: i32, sample: i32): i32 {
  let count = 0
  for (let channel = 0; channel < channels; channel++) {
    const part = getGranule(granule, channel)
    const lines = linesAt + <usize>channel * LINES_CHANNEL_BYTES
    const end = bit + part.bits
    if (bit >= 0 && bit <= endOfData && part.isValid) {
      seekBit(bit)
      readScaleFactors(part, channel)
      const decoded =
        bitPosition <= min(end, endOfData) ? decodeLines(part, mainDataAt, min(end, endOfData), codedLinesAt) : 0
      count = max(count, dequantize(part, channel, codedLinesAt, decoded, lines))
    } else memory.fill(lines, 0, LINES_CHANNEL_BYTES)
    bit = end
  }
  if (channels === 2) count = decodeStereo(getGranule(granule, 1), linesAt, linesAt + LINES_CHANNEL_BYTES, count)
  for (let channel = 0; channel < channels; channel++) {
    const lines = linesAt + <usize>channel * LINES_CHANNEL_BYTES
    runHybridFilter(getGranule(granule, channel), channel, lines, count, slotsAt + <usize>channel * SLOTS_CHANNEL_BYTES)
  }
  synthesize(18, sample)
  return bit
}
