// MPEG audio decoder (ISO 11172-3 and 13818-3), compiled by AssemblyScript.

/** Longest frame: 320 kb/s at 8 kHz (free format) and its padding. */
const MAX_FRAME_BYTES: i32 = 8192

const inputAt: usize = memory.data(8192)

/** The address at which a frame is written. */
export function getInput(): usize {
  return inputAt
}

/** Bytes that fit there. */
export function getInputSize(): i32 {
  return MAX_FRAME_BYTES
}
