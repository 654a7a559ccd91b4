// Requantization and reordering of layer III (ISO 11172-3, 2.4.3.4.7 and 2.4.3.4.8).
import { Granule, LINES, SHORT_BLOCKS } from './granule'
import { rateIndex, version } from './mpeg-header'
import { getBandRow, LONG_BANDS, longBandWidths, SHORT_BANDS, shortBandWidths } from './scale-factor-bands'
import { countMixedLongBands, getScaleFactor } from './scale-factors'

/** Added to the scale factors of long bands from band 11 on if the preflag is set (table B.6). */
const preemphasis: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 2, 0])
/** 2 to the power of 0, 1/4, 2/4 and 3/4. */
const fourthRoots: usize = memory.data<f64>([1, 1.189207115002721, Math.SQRT2, 1.681792830507429])

/** 2 to the power of quarters / 4, for -4000 to 4000. */
function powerOfTwo(quarters: i32): f64 {
  const whole = reinterpret<f64>((<u64>((quarters >> 2) + 1023)) << 52)
  return whole * load<f64>(fourthRoots + ((<usize>(quarters & 3)) << 3))
}

/**
 * Multiplies each line by the gain of its band, and orders short blocks by frequency, then window.
 * @param lines from the Huffman decoder
 * @param count of them; those behind are 0
 * @param output LINES floats of 64 bits
 * @returns the number of lines up to the last one that may not be 0
 */
export function dequantize(granule: Granule, channel: i32, lines: usize, count: i32, output: usize): i32 {
  memory.fill(output, 0, LINES << 3)
  const row = getBandRow(version, rateIndex)
  const base = granule.globalGain - 210
  // A scale factor is worth half a factor of 2, or a whole one.
  const step = granule.scaleFactorScale ? 4 : 2
  const isShort = granule.blockType === SHORT_BLOCKS
  const longBands = isShort ? (granule.isMixed ? countMixedLongBands() : 0) : LONG_BANDS
  let line = 0
  for (let band = 0; band < longBands && line < count; band++) {
    const extra = granule.preflag && !isShort ? <i32>load<u8>(preemphasis + <usize>band) : 0
    const gain = powerOfTwo(base - step * (getScaleFactor(channel, band) + extra))
    const end = min(count, line + <i32>load<u8>(longBandWidths + <usize>(row * LONG_BANDS + band)))
    for (; line < end; line++) {
      const at = (<usize>line) << 3
      store<f64>(output + at, load<f64>(lines + at) * gain)
    }
  }
  if (!isShort) return line
  let last = line
  for (let band = granule.isMixed ? 3 : 0; band < SHORT_BANDS && line < count; band++) {
    const width = <i32>load<u8>(shortBandWidths + <usize>(row * SHORT_BANDS + band))
    const first = line
    const firstFactor = granule.isMixed ? longBands + 3 * (band - 3) : 3 * band
    for (let window = 0; window < 3 && line < count; window++) {
      const subblockGain =
        window === 0 ? granule.subblockGain0 : window === 1 ? granule.subblockGain1 : granule.subblockGain2
      const gain = powerOfTwo(base - 8 * subblockGain - step * getScaleFactor(channel, firstFactor + window))
      let target = first + window
      for (const end = min(count, line + width); line < end; line++) {
        store<f64>(output + ((<usize>target) << 3), load<f64>(lines + ((<usize>line) << 3)) * gain)
        target += 3
      }
      last = max(last, target - 2)
    }
  }
  return min(last, LINES)
}
