// Side information of layer III (ISO 11172-3, 2.4.1.7 and 2.4.2.7; ISO 13818-3, 2.4.1.7).
import { readBits } from './bit-reader'
import { channels, rateIndex, version } from './mpeg-header'
import { getBandRow, LONG_BANDS, longBandWidths } from './scale-factor-bands'

export const SHORT_BLOCKS: i32 = 2
/** Lines of a granule of a channel. */
export const LINES: i32 = 576

/** One channel of a granule. */
@unmanaged
export class Granule {
  /** Scale factors and spectrum. */
  bits: i32 = 0
  bigValues: i32 = 0
  globalGain: i32 = 0
  scaleFactorCompress: i32 = 0
  /** 0: long, 1: start, 2: short, 3: stop. */
  blockType: i32 = 0
  /** Long blocks in the two lowest subbands of a granule of short ones. */
  isMixed: bool = false
  table0: i32 = 0
  table1: i32 = 0
  table2: i32 = 0
  /** First lines of the second and third region of the big values. */
  region1: i32 = 0
  region2: i32 = 0
  subblockGain0: i32 = 0
  subblockGain1: i32 = 0
  subblockGain2: i32 = 0
  preflag: i32 = 0
  scaleFactorScale: i32 = 0
  count1Table: i32 = 0
  /** Bit 3 - g: the scale factors of group g are those of the first granule. */
  reuse: i32 = 0
  isValid: bool = false
}

/** Bytes that the main data begins before the frame. */
export let mainDataBegin: i32 = 0

const granuleBytes: usize = offsetof<Granule>()
const granulesAt: usize = memory.data(4 * 80, 8)

export function getGranule(granule: i32, channel: i32): Granule {
  return changetype<Granule>(granulesAt + <usize>(2 * granule + channel) * granuleBytes)
}

export function countSideInfoBytes(): i32 {
  return version === 3 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
}

export function readSideInfo(): void {
  const isFirst = version === 3
  let reuse0 = 0
  let reuse1 = 0
  if (isFirst) {
    mainDataBegin = readBits(9)
    readBits(channels === 1 ? 5 : 3)
    reuse0 = readBits(4)
    if (channels === 2) reuse1 = readBits(4)
  } else {
    mainDataBegin = readBits(8)
    readBits(channels)
  }
  const granules = isFirst ? 2 : 1
  for (let granule = 0; granule < granules; granule++) {
    for (let channel = 0; channel < channels; channel++) {
      const reuse = channel === 0 ? reuse0 : reuse1
      readGranule(getGranule(granule, channel), granule === 0 ? 0 : reuse)
    }
  }
}

function readGranule(granule: Granule, reuse: i32): void {
  const isFirst = version === 3
  granule.reuse = reuse
  granule.bits = readBits(12)
  granule.bigValues = readBits(9)
  granule.globalGain = readBits(8)
  granule.scaleFactorCompress = readBits(isFirst ? 4 : 9)
  granule.blockType = 0
  granule.isMixed = false
  granule.subblockGain0 = granule.subblockGain1 = granule.subblockGain2 = 0
  if (readBits(1)) {
    granule.blockType = readBits(2)
    granule.isMixed = readBits(1) !== 0 && granule.blockType === SHORT_BLOCKS
    granule.table0 = readBits(5)
    granule.table1 = readBits(5)
    granule.subblockGain0 = readBits(3)
    granule.subblockGain1 = readBits(3)
    granule.subblockGain2 = readBits(3)
    const isShort = granule.blockType === SHORT_BLOCKS
    const row = getBandRow(version, rateIndex)
    // Three short bands of three windows each, or eight long bands.
    granule.region1 = isShort ? (row === 1 ? 72 : 36) : sumLongBands(row, 8)
    granule.region2 = LINES
    granule.isValid = granule.blockType !== 0
  } else {
    granule.table0 = readBits(5)
    granule.table1 = readBits(5)
    granule.table2 = readBits(5)
    const bands = readBits(4) + 1
    const row = getBandRow(version, rateIndex)
    granule.region1 = sumLongBands(row, bands)
    granule.region2 = sumLongBands(row, bands + readBits(3) + 1)
    granule.isValid = true
  }
  if (granule.bigValues > LINES / 2) granule.isValid = false
  granule.preflag = isFirst ? readBits(1) : granule.scaleFactorCompress >= 500 ? 1 : 0
  granule.scaleFactorScale = readBits(1)
  granule.count1Table = readBits(1)
}

function sumLongBands(row: i32, bands: i32): i32 {
  let sum = 0
  for (let band = 0; band < min(bands, LONG_BANDS); band++) {
    sum += load<u8>(longBandWidths + <usize>(row * LONG_BANDS + band))
  }
  return sum
}
