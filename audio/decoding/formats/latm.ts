import type { Hertz } from '../../units.ts'

/** The configuration of a LATM stream of AAC, as far as encoders and broadcasts use it: one program with one layer. */
export type LatmConfig = {
  /** AudioSpecificConfig. */
  description: Uint8Array<ArrayBuffer>
  objectType: number
  /** Of the core, without SBR. */
  sampleRate: Hertz
  channels: number
  /** AAC frames in one element. */
  framesPerElement: number
}

type BitReader = { read: (bits: number) => number; position: () => number }

const SYNC = 0x2b7
const HEADER_BYTES = 3
const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]
/** Object types of AAC Main, LC, SSR and LTP, and those of SBR and parametric stereo, which name their core behind. */
const CORE_TYPES = [1, 2, 3, 4]
const SBR_TYPES = [5, 29]

function createBitReader(bytes: Uint8Array): BitReader {
  let position = 0
  return {
    position: () => position,
    read: (bits) => {
      if (position + bits > bytes.length * 8) throw new RangeError('the LATM element is cut off')
      let value = 0
      for (let i = 0; i < bits; i++, position++)
        value = value * 2 + ((bytes[position >>> 3]! >>> (7 - (position & 7))) & 1)
      return value
    },
  }
}

/** Bytes of the frame of a LOAS stream that begins at `at`, header included (ISO 14496-3, 1.7.2); 0 without one. */
export function measureLoasFrame(bytes: Uint8Array, at = 0): number {
  if (at + HEADER_BYTES > bytes.length) return 0
  const word = bytes[at]! * 65536 + bytes[at + 1]! * 256 + bytes[at + 2]!
  return word >>> 13 === SYNC ? HEADER_BYTES + (word & 0x1fff) : 0
}

/** Whether a file begins with two frames of a LOAS stream. */
export const isLoas = (head: Uint8Array): boolean => {
  const length = measureLoasFrame(head)
  return length > 0 && measureLoasFrame(head, length) > 0
}

/**
 * Reads the frames of one LOAS stream in order (AudioMuxElement, ISO 14496-3, 1.7.3).
 * @returns the configuration so far and the AAC frames of one LOAS frame; throws a RangeError for other multiplexes
 */
export function createLatmReader(): (frame: Uint8Array) => { config: LatmConfig | undefined; packets: Uint8Array[] } {
  let config: LatmConfig | undefined
  return (frame) => {
    const bytes = frame.subarray(HEADER_BYTES)
    const bits = createBitReader(bytes)
    if (bits.read(1) === 0) config = readMuxConfig(bits, bytes)
    const packets = Array.from({ length: config?.framesPerElement ?? 0 }, () => {
      let length = 0
      for (let part = 255; part === 255; length += part) part = bits.read(8)
      return Uint8Array.from({ length }, () => bits.read(8))
    })
    return { config, packets }
  }
}

/** StreamMuxConfig. */
function readMuxConfig({ read, position }: BitReader, bytes: Uint8Array): LatmConfig {
  const readValue = (): number => {
    const length = read(2) + 1
    return Array.from({ length }, () => read(8)).reduce((value, byte) => value * 256 + byte, 0)
  }
  const version = read(1)
  if (version === 1 && read(1) === 1) throw new RangeError('the LATM stream is of a reserved version')
  if (version === 1) readValue()
  const isOneTiming = read(1) === 1
  const framesPerElement = read(6) + 1
  const programs = read(4) + 1
  const layers = read(3) + 1
  if (!isOneTiming || programs > 1 || layers > 1) throw new RangeError('the LATM stream has several programs')
  const statedBits = version === 1 ? readValue() : 0
  const from = position()
  const config = readAudioConfig(read)
  while (position() < from + statedBits) read(1)
  const description = copyBits(bytes, from, position())
  if (read(3) !== 0) throw new RangeError('the LATM stream has frames of another kind')
  read(8)
  if (read(1) === 1) {
    if (version === 1) readValue()
    else while (read(9) >= 256);
  }
  if (read(1) === 1) read(8)
  return { ...config, description, framesPerElement }
}

/** AudioSpecificConfig (1.6.2.1) with GASpecificConfig (4.4.1). */
function readAudioConfig(read: BitReader['read']): Pick<LatmConfig, 'objectType' | 'sampleRate' | 'channels'> {
  const readRate = (): Hertz => {
    const index = read(4)
    return index === 15 ? read(24) : (sampleRates[index] ?? 0)
  }
  const objectType = read(5)
  const sampleRate = readRate()
  const channels = read(4)
  if (SBR_TYPES.includes(objectType)) readRate()
  const coreType = SBR_TYPES.includes(objectType) ? read(5) : objectType
  if (!CORE_TYPES.includes(coreType) || channels === 0 || sampleRate === 0)
    throw new RangeError('the LATM stream is of another codec than AAC')
  read(1)
  if (read(1) === 1) read(14)
  read(1)
  return { objectType, sampleRate, channels }
}

/** The bits [from, to) from the first bit of a byte on. */
function copyBits(bytes: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(Math.ceil((to - from) / 8))
  for (let i = 0; i < to - from; i++) {
    const bit = (bytes[(from + i) >>> 3]! >>> (7 - ((from + i) & 7))) & 1
    copy[i >>> 3]! |= bit << (7 - (i & 7))
  }
  return copy
}
