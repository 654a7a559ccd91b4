// Joint stereo of layer III (ISO 11172-3, 2.4.3.4.9; ISO 13818-3, 2.4.3.2).
import { Granule, LINES, SHORT_BLOCKS } from './granule'
import { rateIndex, usesIntensity, usesMidSide, version } from './mpeg-header'
import { getBandRow, LONG_BANDS, longBandWidths, SHORT_BANDS, shortBandWidths } from './scale-factor-bands'
import { countMixedLongBands, getPosition, NO_POSITION } from './scale-factors'

const SQRT_HALF: f64 = Math.SQRT1_2
/** Highest legal intensity position of MPEG-1: everything on the left. */
const MAX_POSITION: i32 = 6

/** Shares of the left channel by intensity position in MPEG-1: r / (1 + r) for r = tan(position * pi / 12). */
const leftShares: usize = memory.data<f64>([
  0, 0.21132486540518713, 0.3660254037844386, 0.5, 0.6339745962155613, 0.7886751345948129, 1,
])
/** Windows of short blocks in which the right channel is not 0 above. */
let foundWindows: i32 = 0

/**
 * Left and right from what a granule holds, in place.
 * @param right granule of the right channel, whose block type and scale factors count
 * @param count lines of either channel that may not be 0
 * @returns lines that may not be 0 afterwards
 */
export function decodeStereo(right: Granule, leftAt: usize, rightAt: usize, count: i32): i32 {
  if (!usesIntensity) {
    if (usesMidSide) decodeMidSide(leftAt, rightAt, 0, count, 1)
    return count
  }
  const row = getBandRow(version, rateIndex)
  const isShort = right.blockType === SHORT_BLOCKS
  const longBands = isShort ? (right.isMixed ? countMixedLongBands() : 0) : LONG_BANDS
  let end = LINES
  foundWindows = 0
  for (let band = SHORT_BANDS - 1; isShort && band >= (right.isMixed ? 3 : 0); band--) {
    const width = <i32>load<u8>(shortBandWidths + <usize>(row * SHORT_BANDS + band))
    const first = end - 3 * width
    const index = (right.isMixed ? longBands - 9 : 0) + 3 * band
    for (let window = 0; window < 3; window++) {
      decodeBand(right, leftAt, rightAt, first + window, width, 3, getPosition(index + window), 1 << window)
    }
    end = first
  }
  // One window that is not 0 ends the intensity coded part of the long bands.
  if (foundWindows) foundWindows = 7
  for (let band = longBands - 1; band >= 0; band--) {
    const width = <i32>load<u8>(longBandWidths + <usize>(row * LONG_BANDS + band))
    const first = end - width
    decodeBand(right, leftAt, rightAt, first, width, 1, getPosition(band), 7)
    end = first
  }
  return count
}

/** @param windows bits of `foundWindows` that the band belongs to */
function decodeBand(
  right: Granule,
  leftAt: usize,
  rightAt: usize,
  first: i32,
  width: i32,
  stride: i32,
  position: i32,
  windows: i32,
): void {
  if ((foundWindows & windows) === 0 && !isZero(rightAt, first, width, stride)) foundWindows |= windows
  const isIllegal = position === NO_POSITION || (version === 3 && position > MAX_POSITION)
  if ((foundWindows & windows) !== 0 || isIllegal) {
    if (usesMidSide) decodeMidSide(leftAt, rightAt, first, width, stride)
    return
  }
  let leftGain: f64 = 1
  let rightGain: f64 = 1
  if (version === 3) {
    leftGain = load<f64>(leftShares + ((<usize>position) << 3))
    rightGain = 1 - leftGain
  } else {
    // Odd positions attenuate the left, even ones the right channel, by 1.5 or 3 dB a step.
    const steps = (position + 1) >> 1
    const step = right.scaleFactorCompress & 1 ? SQRT_HALF : 0.8408964152537145
    let gain: f64 = 1
    for (let k = 0; k < steps; k++) gain *= step
    if (position & 1) leftGain = gain
    else rightGain = gain
  }
  for (let k = 0; k < width; k++) {
    const at = (<usize>(first + k * stride)) << 3
    const value = load<f64>(leftAt + at)
    store<f64>(leftAt + at, value * leftGain)
    store<f64>(rightAt + at, value * rightGain)
  }
}

function isZero(linesAt: usize, first: i32, width: i32, stride: i32): bool {
  for (let k = 0; k < width; k++) {
    if (load<f64>(linesAt + ((<usize>(first + k * stride)) << 3)) !== 0) return false
  }
  return true
}

function decodeMidSide(leftAt: usize, rightAt: usize, first: i32, width: i32, stride: i32): void {
  for (let k = 0; k < width; k++) {
    const at = (<usize>(first + k * stride)) << 3
    const middle = load<f64>(leftAt + at)
    const side = load<f64>(rightAt + at)
    store<f64>(leftAt + at, (middle + side) * SQRT_HALF)
    store<f64>(rightAt + at, (middle - side) * SQRT_HALF)
  }
}
