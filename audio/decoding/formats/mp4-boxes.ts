import { readLatin1, toDataView } from '../../bytes.ts'
import type { ByteSource } from '../byte-source.ts'

/** A box of an mp4 file (ISO 14496-12, 4.2); its content is [from, to). */
export type Mp4Box = { type: string; from: number; to: number }

/** Boxes with which MP4 and QuickTime files begin. */
const firstBoxes = ['ftyp', 'styp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']

export const isMp4 = (head: Uint8Array): boolean => firstBoxes.includes(readLatin1(head, 4, 4))

/** A larger movie box is refused. */
const MAX_MOVIE_BYTES = 64 * 2 ** 20
const HEADER_BYTES = 16

/** Reads a header; the size 0 means up to `end`. Undefined for a size below that of the header. */
function parseHeader(header: Uint8Array, at: number, end: number): Mp4Box | undefined {
  if (header.length < 8) return undefined
  const view = toDataView(header)
  const short = view.getUint32(0)
  if (short === 1 && header.length < HEADER_BYTES) return undefined
  const size = short === 1 ? Number(view.getBigUint64(8)) : short === 0 ? end - at : short
  const headerBytes = short === 1 ? 16 : 8
  if (size < headerBytes) return undefined
  return { type: readLatin1(header, 4, 4), from: at + headerBytes, to: Math.min(end, at + size) }
}

/** The boxes in [from, to), up to the first damaged one. */
export function* listBoxes(bytes: Uint8Array, { from, to }: Pick<Mp4Box, 'from' | 'to'>): Generator<Mp4Box> {
  for (let at = from; at < to; ) {
    const box = parseHeader(bytes.subarray(at, Math.min(to, at + HEADER_BYTES)), at, to)
    if (!box) return
    yield box
    at = box.to
  }
}

/** The first box at a path of types within a box. */
export function findBox(bytes: Uint8Array, within: Pick<Mp4Box, 'from' | 'to'>, ...path: string[]): Mp4Box | undefined {
  const [type, ...rest] = path
  for (const box of listBoxes(bytes, within)) {
    if (box.type !== type) continue
    const found = rest.length === 0 ? box : findBox(bytes, box, ...rest)
    if (found) return found
  }
  return undefined
}

/**
 * Reads the content of the movie box, wherever in the file it is.
 * @returns undefined if the file has none or ends in it
 */
export async function readMovieBox(source: ByteSource): Promise<Uint8Array | undefined> {
  for (let at = 0; at < source.size; ) {
    const box = parseHeader(await source.read(at, at + HEADER_BYTES), at, source.size)
    if (!box) return undefined
    if (box.type === 'moov' && box.to - box.from <= MAX_MOVIE_BYTES) return source.read(box.from, box.to)
    at = box.to
  }
  return undefined
}
