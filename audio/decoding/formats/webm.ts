import { findText, toDataView } from '../../bytes.ts'
import type { Hertz } from '../../units.ts'

/** Track headers are near the beginning. */
const MAX_SEARCH_BYTES = 65536
const SAMPLING_FREQUENCY_ID = 0xb5

/** The sample rate of a WebM or Matroska file: 48 kHz for Opus, else its SamplingFrequency element. */
export function readWebmSampleRate(bytes: Uint8Array): Hertz | undefined {
  if (findText(bytes, 'A_OPUS', 0, MAX_SEARCH_BYTES) >= 0) return 48000
  const codec = Math.max(findText(bytes, 'A_', 0, MAX_SEARCH_BYTES), 0)
  const view = toDataView(bytes)
  const end = Math.min(bytes.length, MAX_SEARCH_BYTES) - 10
  for (
    let at = bytes.indexOf(SAMPLING_FREQUENCY_ID, codec);
    at >= 0 && at < end;
    at = bytes.indexOf(SAMPLING_FREQUENCY_ID, at + 1)
  ) {
    const size = view.getUint8(at + 1)
    const rate = size === 0x88 ? view.getFloat64(at + 2) : size === 0x84 ? view.getFloat32(at + 2) : 0
    if (Number.isInteger(rate) && rate >= 8000 && rate <= 384000) return rate
  }
  return undefined
}
