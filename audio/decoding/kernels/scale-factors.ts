// Scale factors of layer III (ISO 11172-3, 2.4.1.7 and 2.4.2.7; ISO 13818-3, 2.4.3.2).
import { readBits } from './bit-reader'
import { Granule, SHORT_BLOCKS } from './granule'
import { usesIntensity, version } from './mpeg-header'

/** Of a granule: long bands first, then each short band of each window. */
const MAX_SCALE_FACTORS: i32 = 40
/** An intensity position that the standard calls illegal: the band is not intensity coded. */
export const NO_POSITION: i32 = 255

const scaleFactorsAt: usize = memory.data(2 * 40)
/** As intensity positions. */
const positionsAt: usize = memory.data(2 * 40)

/** Bits of a scale factor in the lower and upper bands, by scalefac_compress. */
const slen1: usize = memory.data<u8>([0, 0, 0, 0, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4])
const slen2: usize = memory.data<u8>([0, 1, 2, 3, 0, 1, 2, 3, 1, 2, 3, 1, 2, 3, 2, 3])

/** Scale factors of each of four groups in MPEG-2: for long, short and mixed blocks, by range of scalefac_compress. */
const groupSizes: usize = memory.data<u8>([
  6, 5, 5, 5, 9, 9, 9, 9, 6, 9, 9, 9, 6, 5, 7, 3, 9, 9, 12, 6, 6, 9, 12, 6, 11, 10, 0, 0, 18, 18, 0, 0, 15, 18, 0, 0, 7,
  7, 7, 0, 12, 12, 12, 0, 6, 15, 12, 0, 6, 6, 6, 3, 12, 9, 9, 6, 6, 12, 9, 6, 8, 8, 5, 0, 15, 12, 9, 0, 6, 18, 9, 0,
])

export function getScaleFactor(channel: i32, index: i32): i32 {
  return load<u8>(scaleFactorsAt + <usize>(channel * MAX_SCALE_FACTORS + index))
}

/** @returns the intensity position of a band of the right channel, or NO_POSITION */
export function getPosition(index: i32): i32 {
  return load<u8>(positionsAt + <usize>(MAX_SCALE_FACTORS + index))
}

/** Long bands of a granule of mixed blocks. */
export function countMixedLongBands(): i32 {
  return version === 3 ? 8 : 6
}

/** Reads `count` scale factors from `index` on. @returns the index behind them */
function readGroup(channel: i32, index: i32, count: i32, bits: i32, illegal: i32): i32 {
  for (let i = index; i < index + count; i++) {
    const value = readBits(bits)
    const at = <usize>(channel * MAX_SCALE_FACTORS + i)
    store<u8>(scaleFactorsAt + at, value)
    store<u8>(positionsAt + at, value === illegal ? NO_POSITION : value)
  }
  return index + count
}

/** The bands without scale factors: 0, and the intensity position of the band before. */
function closeScaleFactors(channel: i32, index: i32, windows: i32): void {
  const at = <usize>(channel * MAX_SCALE_FACTORS)
  for (let i = index; i < MAX_SCALE_FACTORS; i++) {
    store<u8>(scaleFactorsAt + at + <usize>i, 0)
    store<u8>(positionsAt + at + <usize>i, load<u8>(positionsAt + at + <usize>max(0, i - windows)))
  }
}

export function readScaleFactors(granule: Granule, channel: i32): void {
  if (version === 3) readFirstScaleFactors(granule, channel)
  else readSecondScaleFactors(granule, channel)
}

function readFirstScaleFactors(granule: Granule, channel: i32): void {
  const bits1 = <i32>load<u8>(slen1 + <usize>granule.scaleFactorCompress)
  const bits2 = <i32>load<u8>(slen2 + <usize>granule.scaleFactorCompress)
  if (granule.blockType === SHORT_BLOCKS) {
    const first = readGroup(channel, 0, granule.isMixed ? 8 + 9 : 18, bits1, 7)
    closeScaleFactors(channel, readGroup(channel, first, 18, bits2, 7), 3)
    return
  }
  let index = 0
  for (let group = 0; group < 4; group++) {
    const count = group === 0 ? 6 : 5
    // Group g is kept from the first granule where bit 3 - g is set.
    if ((granule.reuse >> (3 - group)) & 1) index += count
    else index = readGroup(channel, index, count, group < 2 ? bits1 : bits2, 7)
  }
  closeScaleFactors(channel, index, 1)
}

function readSecondScaleFactors(granule: Granule, channel: i32): void {
  const isPosition = usesIntensity && channel === 1
  let code = granule.scaleFactorCompress
  let range = 0
  let bits0 = 0
  let bits1 = 0
  let bits2 = 0
  let bits3 = 0
  if (isPosition) {
    code >>= 1
    if (code < 180) {
      range = 3
      bits0 = code / 36
      bits1 = (code % 36) / 6
      bits2 = code % 6
    } else if (code < 244) {
      code -= 180
      range = 4
      bits0 = code >> 4
      bits1 = (code >> 2) & 3
      bits2 = code & 3
    } else {
      code -= 244
      range = 5
      bits0 = code / 3
      bits1 = code % 3
    }
  } else if (code < 400) {
    bits0 = (code >> 4) / 5
    bits1 = (code >> 4) % 5
    bits2 = (code >> 2) & 3
    bits3 = code & 3
  } else if (code < 500) {
    code -= 400
    range = 1
    bits0 = (code >> 2) / 5
    bits1 = (code >> 2) % 5
    bits2 = code & 3
  } else {
    code -= 500
    range = 2
    bits0 = code / 3
    bits1 = code % 3
  }
  const isShort = granule.blockType === SHORT_BLOCKS
  const sizes = groupSizes + <usize>(range * 12 + (isShort ? (granule.isMixed ? 8 : 4) : 0))
  let index = 0
  for (let group = 0; group < 4; group++) {
    const bits = group === 0 ? bits0 : group === 1 ? bits1 : group === 2 ? bits2 : bits3
    index = readGroup(
      channel,
      index,
      load<u8>(sizes + <usize>group),
      bits,
      isPosition && bits > 0 ? (1 << bits) - 1 : -1,
    )
  }
  closeScaleFactors(channel, index, isShort ? 3 : 1)
}
