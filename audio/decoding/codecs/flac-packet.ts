import type { Samples } from '../../units.ts'

/** Samples per channel by the header of a frame (RFC 9639, 9.1.1); 0 for an invalid one. */
export function readFlacFrameSamples(frame: Uint8Array): Samples {
  const code = (frame[2] ?? 0) >>> 4
  if (code === 1) return 192
  if (code >= 2 && code <= 5) return 576 * 2 ** (code - 2)
  if (code >= 8) return 256 * 2 ** (code - 8)
  // The length stands behind the coded number, whose first byte tells how many bytes it has.
  const ones = Math.clz32(~((frame[4] ?? 0) << 24))
  const at = 4 + Math.max(1, ones)
  if (code === 0 || at + 1 >= frame.length) return 0
  return 1 + (code === 6 ? frame[at]! : frame[at]! * 256 + frame[at + 1]!)
}
