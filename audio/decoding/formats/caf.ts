import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { chunkLayouts, readChunks, resolveSoundBytes } from './chunks.ts'
import { type HeaderParser, parseBytes } from './header-parser.ts'

/** The header of a CAF file; `dataStart` is a byte offset, `dataBytes` counts the bytes that are there. */
export type CafHeader = {
  sampleRate: Hertz
  /** Such as `lpcm`. */
  codec: string
  isFloat: boolean
  littleEndian: boolean
  /** Bytes and samples per channel of a packet; 0 if they vary. */
  packetBytes: number
  packetFrames: Samples
  channels: number
  /** Bits of a sample, without padding. */
  bits: number
  cookie: Uint8Array
  packets: CafPackets | undefined
  dataStart: number
  dataBytes: number
}

/** The packet table chunk. */
export type CafPackets = {
  /** Samples to play: without those in front (`priming`) and behind. */
  validFrames: Samples
  priming: Samples
  /** Bytes of each packet; empty where all have the same. */
  sizes: number[]
}

/** Name and version in front of the chunks. */
export const CAF_START_BYTES = 8
const DESCRIPTION_BYTES = 32
const EDIT_COUNT_BYTES = 4
const TABLE_HEADER_BYTES = 24
const MAX_COOKIE_BYTES = 4096
/** Of a table: several days of packets. */
const MAX_TABLE_BYTES = 2 ** 24

/** Whether a file begins as CAF does. */
export const isCaf = (bytes: Uint8Array): boolean => readLatin1(bytes, 0, 4) === 'caff'

/**
 * Reads the header of a CAF file (Apple, "Core Audio Format Specification 1.0").
 * @param size of the file
 * @returns undefined for other files, and without a description
 */
export function* readCafHeader(size: number): HeaderParser<CafHeader | undefined> {
  if (!isCaf(yield [0, CAF_START_BYTES])) return undefined
  const chunks = yield* readChunks(chunkLayouts.caf, CAF_START_BYTES, size)
  const read = function* (id: string, length: number): HeaderParser<Uint8Array> {
    const chunk = chunks.find((each) => each.id === id)
    return chunk ? (yield [chunk.at, chunk.at + Math.min(length, chunk.bytes)]).slice() : new Uint8Array(0)
  }
  const description = yield* read('desc', DESCRIPTION_BYTES)
  if (description.length < DESCRIPTION_BYTES) return undefined
  const view = toDataView(description)
  const flags = view.getUint32(12)
  const data = chunks.find(({ id }) => id === 'data')
  const dataStart = data ? data.at + EDIT_COUNT_BYTES : size
  const stated = data ? data.bytes - EDIT_COUNT_BYTES : 0
  return {
    sampleRate: Math.max(0, Math.round(view.getFloat64(0))) || 0,
    codec: readLatin1(description, 8, 4),
    isFloat: (flags & 1) !== 0,
    littleEndian: (flags & 2) !== 0,
    packetBytes: view.getUint32(16),
    packetFrames: view.getUint32(20),
    channels: view.getUint32(24),
    bits: view.getUint32(28),
    cookie: yield* read('kuki', MAX_COOKIE_BYTES),
    packets: parsePackets(yield* read('pakt', MAX_TABLE_BYTES)),
    dataStart,
    dataBytes: data ? yield* resolveSoundBytes(chunkLayouts.caf, dataStart, stated, Infinity, size) : 0,
  }
}

/** The header of the file whose first bytes these are, or all of them. */
export const parseCafHeader = (bytes: Uint8Array): CafHeader | undefined =>
  parseBytes(readCafHeader(bytes.length), bytes)

function parsePackets(bytes: Uint8Array): CafPackets | undefined {
  if (bytes.length < TABLE_HEADER_BYTES) return undefined
  const view = toDataView(bytes)
  return {
    validFrames: Number(view.getBigInt64(8)),
    priming: Math.max(0, view.getInt32(16)),
    sizes: readVariableIntegers(bytes.subarray(TABLE_HEADER_BYTES), Number(view.getBigInt64(0))),
  }
}

/** Integers of seven bits a byte, upper bits first; the top bit of a byte says that another follows. */
function readVariableIntegers(bytes: Uint8Array, limit: number): number[] {
  const integers: number[] = []
  let value = 0
  for (const byte of bytes) {
    value = value * 128 + (byte & 127)
    if (byte >= 128) continue
    integers.push(value)
    value = 0
    if (integers.length >= limit) break
  }
  return integers
}
