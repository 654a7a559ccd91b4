import { readLatin1, toDataView } from '../../bytes.ts'
import type { ByteSource } from '../byte-source.ts'
import { MP3_DECODER_DELAY_SAMPLES, type Trim } from './gapless.ts'

/** A comment with delay and padding is much shorter. */
const MAX_COMMENT_BYTES = 1024
/** A tag with more frames is not read to its end. */
const MAX_TAG_FRAMES = 200
const TAG_HEADER_BYTES = 10

const readSynchsafe = (bytes: Uint8Array, at: number): number =>
  bytes.subarray(at, at + 4).reduce((sum, byte) => sum * 128 + (byte & 127), 0)

/**
 * Delay and padding as iTunes writes them into an ID3v2 comment named iTunSMPB: four hexadecimal numbers, of which the
 * second is the encoder's delay, the third its padding, the fourth the length of the song in samples.
 * @param at offset of the ID3v2 tag
 * @param end offset behind it
 * @returns undefined without such a comment
 */
export async function readItunesTrim(source: ByteSource, at: number, end: number): Promise<Trim | undefined> {
  const version = (await source.read(at, at + TAG_HEADER_BYTES))[3] ?? 0
  // ID3v2.2 has shorter headers (id3.org, ID3v2.2, 3.2).
  const [nameBytes, headerBytes] = version < 3 ? [3, 6] : [4, 10]
  let frameAt = at + TAG_HEADER_BYTES
  for (let i = 0; i < MAX_TAG_FRAMES && frameAt + headerBytes < end; i++) {
    const bytes = await source.read(frameAt, Math.min(end, frameAt + headerBytes + MAX_COMMENT_BYTES))
    if (bytes.length < headerBytes || bytes[0] === 0) return undefined
    const view = toDataView(bytes)
    const plainSize = version < 3 ? view.getUint32(2) & 0xffffff : view.getUint32(4)
    const size = version === 4 ? readSynchsafe(bytes, 4) : plainSize
    const isComment = readLatin1(bytes, 0, nameBytes) === (version < 3 ? 'COM' : 'COMM')
    const trim = isComment ? parseComment(bytes.subarray(headerBytes, headerBytes + size)) : undefined
    if (trim) return trim
    frameAt += headerBytes + size
  }
  return undefined
}

/** A comment in any encoding: all of this text is ASCII. */
function parseComment(bytes: Uint8Array): Trim | undefined {
  const text = readLatin1(
    bytes.filter((byte) => byte >= 32 && byte < 127),
    0,
    bytes.length,
  )
  const numbers = /iTunSMPB\s*[0-9A-F]+\s+([0-9A-F]+)\s+([0-9A-F]+)\s+([0-9A-F]+)/i.exec(text)
  if (!numbers) return undefined
  const [delay, , length] = numbers.slice(1).map((number) => Number.parseInt(number, 16)) as [number, number, number]
  const start = delay + MP3_DECODER_DELAY_SAMPLES
  return { start, end: length > 0 ? start + length : Infinity }
}
