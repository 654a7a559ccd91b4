import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { type Chunk, type ChunkLayout, chunkLayouts, MAX_SIZE, readChunks, resolveSoundBytes } from './chunks.ts'
import { type HeaderParser, parseBytes } from './header-parser.ts'

/** The format chunk of a WAV file. */
export type WavFormat = {
  /** Kind of samples, that of the GUID in an extensible header. */
  tag: number
  channels: number
  sampleRate: Hertz
  /** Bytes of all channels of a frame, or of a packet. */
  blockAlign: number
  /** Bits of a sample, padding included; 0 if they are not named. */
  bits: number
  littleEndian: boolean
  /** What follows the 16 bytes that all formats have. */
  extension: Uint8Array
}

/** The header of a WAV file; `dataStart` is a byte offset, `dataBytes` counts the bytes that are there. */
export type WavHeader = WavFormat & {
  dataStart: number
  dataBytes: number
  /** Samples per channel according to a fact chunk; 0 if they are not known. */
  factFrames: Samples
}

const EXTENSIBLE_TAG = 0xfffe

/** The rest of the names of Wave64, behind four letters. */
const WAVE64_RIFF_ID = 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00'
/** The names in front of the chunks, of Wave64 and of all others. */
export const WAV_START_BYTES = 40

/**
 * Reads the header of a RIFF WAVE file (Microsoft & IBM 1991), an RF64 or BW64 file (EBU Tech 3306, ITU-R BS.2088), a
 * big-endian RIFX or a Sony Wave64.
 * @param size of the file
 * @returns undefined for other files, and without a format chunk
 */
export function* readWavHeader(size: number): HeaderParser<WavHeader | undefined> {
  const start = yield [0, WAV_START_BYTES]
  const container = findContainer(start)
  if (!container) return undefined
  const { layout, first } = container
  const littleEndian = layout !== chunkLayouts.iff
  let hasFormat = false
  const chunks = yield* readChunks(layout, first, size, ({ id }) => {
    hasFormat ||= id === 'fmt '
    return id === 'data' && hasFormat
  })
  const read = function* (id: string, length: number): HeaderParser<Uint8Array | undefined> {
    const chunk = chunks.find((each) => each.id === id)
    return chunk && (yield [chunk.at, chunk.at + Math.min(length, chunk.bytes)])
  }
  const format = parseFormat(yield* read('fmt ', 512), littleEndian)
  if (!format) return undefined
  const sizes = parseLongSizes(yield* read('ds64', 24))
  const fact = yield* read('fact', 4)
  const factFrames = fact?.length === 4 ? toDataView(fact).getUint32(0, littleEndian) : 0
  const data = chunks.find(({ id }) => id === 'data')
  return {
    ...format,
    dataStart: data?.at ?? size,
    dataBytes: data ? yield* readDataBytes(layout, data, sizes?.data, size) : 0,
    factFrames: factFrames === MAX_SIZE ? (sizes?.frames ?? 0) : factFrames,
  }
}

function* readDataBytes(layout: ChunkLayout, { at, bytes }: Chunk, longBytes: number | undefined, size: number) {
  const stated = bytes === MAX_SIZE && longBytes !== undefined ? longBytes : bytes
  const unknown = longBytes !== undefined || layout === chunkLayouts.wave64 ? Infinity : MAX_SIZE
  return yield* resolveSoundBytes(layout, at, stated, unknown, size)
}

/** The header of the file whose first bytes these are, or all of them. */
export const parseWavHeader = (bytes: Uint8Array): WavHeader | undefined =>
  parseBytes(readWavHeader(bytes.length), bytes)

/** Whether a file begins as RIFF WAVE or one of its relatives does. */
export const isWav = (bytes: Uint8Array): boolean => findContainer(bytes) !== undefined

function findContainer(bytes: Uint8Array): { layout: ChunkLayout; first: number } | undefined {
  if (readLatin1(bytes, 0, 16) === WAVE64_RIFF_ID && readLatin1(bytes, 24, 4) === 'wave')
    return { layout: chunkLayouts.wave64, first: WAV_START_BYTES }
  const id = readLatin1(bytes, 0, 4)
  if (!['RIFF', 'RF64', 'BW64', 'RIFX'].includes(id) || readLatin1(bytes, 8, 4) !== 'WAVE') return undefined
  return { layout: id === 'RIFX' ? chunkLayouts.iff : chunkLayouts.riff, first: 12 }
}

function parseFormat(bytes: Uint8Array | undefined, littleEndian: boolean): WavFormat | undefined {
  if (!bytes || bytes.length < 14) return undefined
  const view = toDataView(bytes)
  const tag = view.getUint16(0, littleEndian)
  const isExtensible = tag === EXTENSIBLE_TAG && bytes.length >= 40
  return {
    tag: isExtensible ? view.getUint16(24, littleEndian) : tag,
    channels: view.getUint16(2, littleEndian),
    sampleRate: view.getUint32(4, littleEndian),
    blockAlign: view.getUint16(12, littleEndian),
    bits: bytes.length >= 16 ? view.getUint16(14, littleEndian) : 0,
    littleEndian,
    extension: bytes.slice(16),
  }
}

/** The sizes of 64 bits of an RF64 file; undefined without them. */
function parseLongSizes(bytes: Uint8Array | undefined): { data: number; frames: Samples } | undefined {
  if (!bytes || bytes.length < 24) return undefined
  const view = toDataView(bytes)
  return { data: Number(view.getBigUint64(8, true)), frames: Number(view.getBigUint64(16, true)) }
}
