import { findText, viewOf } from '../../bytes.ts'
import type { Hertz } from '../../units.ts'

/** Track headers lie at the beginning. */
const searched = 65536
const samplingFrequency = 0xb5

/** The sample rate of a WebM or Matroska file's sound: fixed for Opus, else its SamplingFrequency element. */
export function webmSampleRate(bytes: Uint8Array): Hertz | undefined {
  if (findText(bytes, 'A_OPUS', 0, searched) >= 0) return 48000
  const codec = Math.max(findText(bytes, 'A_', 0, searched), 0)
  const view = viewOf(bytes)
  const end = Math.min(bytes.length, searched) - 10
  for (
    let at = bytes.indexOf(samplingFrequency, codec);
    at >= 0 && at < end;
    at = bytes.indexOf(samplingFrequency, at + 1)
  ) {
    const size = view.getUint8(at + 1)
    const rate = size === 0x88 ? view.getFloat64(at + 2) : size === 0x84 ? view.getFloat32(at + 2) : 0
    if (Number.isInteger(rate) && rate >= 8000 && rate <= 384000) return rate
  }
  return undefined
}
