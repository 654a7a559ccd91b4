import { readLatin1, toDataView } from '../../bytes.ts'
import { type FlacStreamInfo, parseStreamInfo } from '../codecs/flac-decoder.ts'
import type { HeaderParser } from './header-parser.ts'
import { skipId3 } from './mpeg.ts'

/** The header of a FLAC file. */
export type FlacHeader = {
  info: FlacStreamInfo
  /** Offset of the first byte behind the metadata blocks. */
  framesStart: number
}

const ID3_HEADER_BYTES = 10
const BLOCK_HEADER_BYTES = 4
const STREAM_INFO_BYTES = 34
const MAX_BLOCKS = 1000

/**
 * Reads the metadata blocks of a FLAC file (RFC 9639, 8), also behind ID3v2 tags.
 * @param size of the file
 * @returns undefined for other files
 * @throws {Error} if STREAMINFO is cut off
 */
export function* readFlacHeader(size: number): HeaderParser<FlacHeader | undefined> {
  const start = yield* skipId3Tags()
  if (readLatin1(yield [start, start + 4], 0, 4) !== 'fLaC') return undefined
  const infoStart = start + 4 + BLOCK_HEADER_BYTES
  const info = parseStreamInfo(yield [infoStart, infoStart + STREAM_INFO_BYTES])
  let next = start + 4
  for (let count = 0; count < MAX_BLOCKS; count++) {
    const header = yield [next, next + BLOCK_HEADER_BYTES]
    if (header.length < BLOCK_HEADER_BYTES) break
    const word = toDataView(header).getUint32(0)
    const end = next + BLOCK_HEADER_BYTES + (word & 0xffffff)
    // A damaged length: frames are searched from here on.
    if (end > size || header[0] === 0xff) break
    next = end
    if (word >>> 31 === 1) break
  }
  return { info, framesStart: Math.max(next, infoStart + STREAM_INFO_BYTES) }
}

/** The offset behind all leading ID3v2 tags. */
function* skipId3Tags(): HeaderParser<number> {
  let at = 0
  for (;;) {
    const tag = skipId3(yield [at, at + ID3_HEADER_BYTES])
    if (tag === 0) return at
    at += tag
  }
}
