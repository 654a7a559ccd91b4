import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { chunkLayouts, MAX_SIZE, readChunks, resolveSoundBytes } from './chunks.ts'
import { type HeaderParser, parseBytes } from './header-parser.ts'

/** The header of an AIFF or AIFF-C file; `dataStart` is a byte offset, `dataBytes` counts the bytes that are there. */
export type AiffHeader = {
  sampleRate: Hertz
  channels: number
  /** Bits of a sample. */
  bits: number
  /** Samples per channel, or packets; Infinity if the recording was interrupted. */
  frames: Samples
  /** Compression type of AIFF-C; `NONE` in AIFF. */
  codec: string
  dataStart: number
  dataBytes: number
}

/** The names in front of the chunks. */
export const AIFF_START_BYTES = 12
const COMMON_BYTES = 18
/** Offset and block size in front of the sound. */
const SOUND_HEADER_BYTES = 8

/** Whether a file begins as AIFF and AIFF-C do. */
export const isAiff = (bytes: Uint8Array): boolean =>
  readLatin1(bytes, 0, 4) === 'FORM' && ['AIFF', 'AIFC'].includes(readLatin1(bytes, 8, 4))

/**
 * Reads the header of an AIFF file (Apple, "Audio Interchange File Format", 1989; AIFF-C draft, 1991).
 * @param size of the file
 * @returns undefined for other files, and without a common chunk
 */
export function* readAiffHeader(size: number): HeaderParser<AiffHeader | undefined> {
  const start = yield [0, AIFF_START_BYTES]
  if (!isAiff(start)) return undefined
  let hasCommon = false
  const chunks = yield* readChunks(chunkLayouts.iff, AIFF_START_BYTES, size, ({ id }) => {
    hasCommon ||= id === 'COMM'
    return id === 'SSND' && hasCommon
  })
  const common = chunks.find(({ id }) => id === 'COMM')
  if (!common) return undefined
  const bytes = yield [common.at, common.at + Math.min(common.bytes, COMMON_BYTES + 4)]
  if (bytes.length < COMMON_BYTES) return undefined
  const view = toDataView(bytes)
  const sound = chunks.find(({ id }) => id === 'SSND')
  const { isInterrupted, ...data } = sound
    ? yield* readSound(sound.at, sound.bytes, size)
    : { dataStart: size, dataBytes: 0, isInterrupted: false }
  const frames = view.getUint32(2)
  return {
    channels: view.getUint16(0),
    frames: isInterrupted || frames === 0 ? Infinity : frames,
    bits: view.getUint16(6),
    sampleRate: Math.round(readExtended(view, 8)),
    codec:
      readLatin1(start, 8, 4) === 'AIFC' && bytes.length >= COMMON_BYTES + 4
        ? readLatin1(bytes, COMMON_BYTES, 4)
        : 'NONE',
    ...data,
  }
}

/** The header of the file whose first bytes these are, or all of them. */
export const parseAiffHeader = (bytes: Uint8Array): AiffHeader | undefined =>
  parseBytes(readAiffHeader(bytes.length), bytes)

type AiffSound = Pick<AiffHeader, 'dataStart' | 'dataBytes'> & { isInterrupted: boolean }

function* readSound(at: number, bytes: number, size: number): HeaderParser<AiffSound> {
  const header = yield [at, at + SOUND_HEADER_BYTES]
  const stated = bytes === MAX_SIZE ? bytes : Math.max(0, bytes - SOUND_HEADER_BYTES)
  const isInterrupted = stated === 0 || stated === MAX_SIZE
  const offset = header.length === SOUND_HEADER_BYTES && !isInterrupted ? toDataView(header).getUint32(0) : 0
  const skipped = offset < stated ? offset : 0
  const dataStart = at + SOUND_HEADER_BYTES + skipped
  const dataBytes = yield* resolveSoundBytes(
    chunkLayouts.iff,
    dataStart,
    isInterrupted ? stated : stated - skipped,
    MAX_SIZE,
    size,
  )
  return { dataStart, dataBytes, isInterrupted }
}

/** A number of 80 bits (IEEE 754 extended): sign, 15 bits of exponent, 64 bits with the one in front of the point. */
function readExtended(view: DataView, at: number): number {
  const exponent = view.getUint16(at)
  const fraction = view.getUint32(at + 2) + view.getUint32(at + 6) / 2 ** 32
  return exponent >= 0x7fff ? 0 : fraction * 2 ** (exponent - 16383 - 31)
}
