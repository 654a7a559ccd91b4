// Header of an MPEG audio frame (ISO 11172-3, 2.4.1.3 and 2.4.2.3).

/** 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5. */
export let version: i32 = 3
/** 3: layer I, 2: layer II, 1: layer III. */
export let layer: i32 = 1
/** 15 is invalid, 0 the free format. */
export let bitRateIndex: i32 = 0
export let rateIndex: i32 = 0
export let channels: i32 = 2
/** Joint stereo alone sets these two; `modeExtension` is theirs together. */
export let usesMidSide: bool = false
export let usesIntensity: bool = false
export let isJointStereo: bool = false
export let modeExtension: i32 = 0
/** Bytes of the header and of its checksum. */
export let headerBytes: i32 = 4

/** @returns false if the bytes are no header */
export function readHeader(at: usize): bool {
  const header = bswap<u32>(load<u32>(at))
  version = (header >> 19) & 3
  layer = (header >> 17) & 3
  bitRateIndex = (header >> 12) & 15
  rateIndex = (header >> 10) & 3
  const mode = (header >> 6) & 3
  channels = mode === 3 ? 1 : 2
  isJointStereo = mode === 1
  modeExtension = (header >> 4) & 3
  usesMidSide = isJointStereo && (modeExtension & 2) !== 0
  usesIntensity = isJointStereo && (modeExtension & 1) !== 0
  headerBytes = (header & 0x10000) === 0 ? 6 : 4
  return header >>> 21 === 0x7ff && version !== 1 && layer !== 0 && bitRateIndex !== 15 && rateIndex !== 3
}

/** Samples per channel of the frame. */
export function countFrameSamples(): i32 {
  return layer === 3 ? 384 : layer === 1 && version !== 3 ? 576 : 1152
}
