import { readLatin1, toDataView } from '../../bytes.ts'
import type { HeaderParser } from './header-parser.ts'

/** A part of a file; `at` and `bytes` are those of its content, as its header states them. */
export type Chunk = { id: string; at: number; bytes: number }

/** How a format of the IFF family writes the headers of its chunks. */
export type ChunkLayout = {
  headerBytes: number
  /** Chunks begin at multiples of this. */
  alignment: number
  readBytes: (header: DataView) => number
}

export const chunkLayouts = {
  /** Microsoft & IBM, "Multimedia Programming Interface and Data Specifications", 1991. */
  riff: { headerBytes: 8, alignment: 2, readBytes: (header) => header.getUint32(4, true) },
  /** Electronic Arts, "EA IFF 85"; AIFF, and RIFF of big-endian machines. */
  iff: { headerBytes: 8, alignment: 2, readBytes: (header) => header.getUint32(4) },
  /** Apple, "Core Audio Format Specification": sizes of 64 bits. */
  caf: { headerBytes: 12, alignment: 1, readBytes: (header) => Number(header.getBigInt64(4)) },
  /** Sony Wave64: names of 16 bytes, sizes of 64 bits that count the header. */
  wave64: { headerBytes: 24, alignment: 8, readBytes: (header) => Number(header.getBigInt64(16, true)) - 24 },
} satisfies Record<string, ChunkLayout>

/** The largest size of 32 bits, which also stands for an unknown one. */
export const MAX_SIZE = 0xffffffff
/** More are no file but zeros or damage. */
const MAX_CHUNKS = 1000

/** Names that follow an odd chunk at once where a writer left out the byte that makes it even. */
const unpaddedIds = ['data', 'fmt ', 'LIST', 'fact', 'SSND', 'COMM']

const isId = (id: string): boolean => /^[\w .]{4}$/.test(id)

/**
 * The chunks from `from` on, in order.
 * @param size of the file
 * @param isLast says which chunk ends the search
 */
export function* readChunks(
  layout: ChunkLayout,
  from: number,
  size: number,
  isLast: (chunk: Chunk) => boolean = () => false,
): HeaderParser<Chunk[]> {
  const { headerBytes, alignment, readBytes } = layout
  const chunks: Chunk[] = []
  let next = from
  while (chunks.length < MAX_CHUNKS && next + headerBytes <= size) {
    const header = yield [next, next + headerBytes]
    if (header.length < headerBytes) break
    const chunk = { id: readLatin1(header, 0, 4), at: next + headerBytes, bytes: readBytes(toDataView(header)) }
    chunks.push(chunk)
    if (chunk.bytes < 0 || isLast(chunk)) break
    next = chunk.at + chunk.bytes
    if (alignment === 2 && chunk.bytes % 2 === 1 && !(yield* isUnpadded(next))) next++
    else if (alignment > 2) next = Math.ceil(next / alignment) * alignment
  }
  return chunks
}

/** Whether a chunk begins at an odd place, against the rule. */
function* isUnpadded(at: number): HeaderParser<boolean> {
  const text = readLatin1(yield [at, at + 5], 0, 5)
  return unpaddedIds.includes(text.slice(0, 4)) || (isId(text.slice(0, 4)) && !isId(text.slice(1)))
}

/** Whether nothing but chunks fills the file from `from` on: then a size of 0 in front of it is meant. */
function* isChunkList(layout: ChunkLayout, from: number, size: number): HeaderParser<boolean> {
  const chunks = yield* readChunks(layout, from, size)
  const last = chunks.at(-1)
  return (
    last !== undefined && chunks.every(({ id }) => isId(id)) && Math.abs(last.at + last.bytes - size) < layout.alignment
  )
}

/**
 * The bytes of sound at `at`. A size of 0 or of all ones is what a recorder leaves that lost its power, or a program that
 * wrote to a pipe: everything up to the end of the file is sound then.
 * @param stated size in the header, not above 0 if it is not known
 * @param unknown the size that stands for an unknown one, or Infinity
 */
export function* resolveSoundBytes(
  layout: ChunkLayout,
  at: number,
  stated: number,
  unknown: number,
  size: number,
): HeaderParser<number> {
  const present = Math.max(0, size - at)
  if (stated === 0 && (yield* isChunkList(layout, at, size))) return 0
  // A size of 32 bits began anew at 4 GiB: so much can follow only if it is sound, too.
  const isWrapped = unknown === MAX_SIZE && present - stated > MAX_SIZE
  return stated <= 0 || stated >= unknown || isWrapped ? present : Math.min(stated, present)
}
