import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { readMp3Trim, type Trim } from './gapless.ts'
import { skipAllId3 } from './mpeg.ts'
import { type AudioFormat, sniffFormat } from './sniff-format.ts'

/** Enough for the headers of all formats but mp4, which can have them at its end. */
const HEAD_BYTES = 65536
/** Two Ogg pages of the largest size (RFC 3533, section 6). */
const OGG_TAIL_BYTES = 2 * 65307

/** The beginning of a file, including all of its leading ID3 tags. */
export async function readHead(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const read = async (to: number) => new Uint8Array(await file.slice(0, to).arrayBuffer())
  let head = await read(HEAD_BYTES)
  for (let start = 0; skipAllId3(head) > start && start < file.size; head = await read(start + HEAD_BYTES))
    start = skipAllId3(head)
  return head
}

/**
 * The part of a long file's decoded samples that is the song, as far as it is known without decoding.
 * @param duration from the header of an mp4 file, after the start of its edit list
 */
export async function readTrim(
  file: Blob,
  head: Uint8Array,
  sampleRate: Hertz,
  duration: number | null,
): Promise<Trim> {
  const { container }: AudioFormat = sniffFormat(head)
  if (container === 'mp3') return readMp3Trim(head)
  if (container === 'mp4' && duration) return { start: 0, end: Math.round(duration * sampleRate) }
  if (container !== 'ogg-opus' && container !== 'ogg-vorbis') return { start: 0, end: Infinity }
  const tail = new Uint8Array(await file.slice(Math.max(0, file.size - OGG_TAIL_BYTES)).arrayBuffer())
  const granule = findLastGranule(tail)
  // Opus positions include the pre-skip (RFC 7845, section 4.2), which decoders drop.
  const preSkip = container === 'ogg-opus' ? readOpusPreSkip(head) : 0
  return { start: 0, end: granule === undefined || granule <= preSkip ? Infinity : granule - preSkip }
}

/** The granule position of the last complete page (RFC 3533, section 6). */
export function findLastGranule(bytes: Uint8Array): Samples | undefined {
  const view = toDataView(bytes)
  for (let at = bytes.length - 27; at >= 0; at--) {
    if (bytes[at] !== 0x4f || readLatin1(bytes, at, 4) !== 'OggS') continue
    const granule = view.getBigInt64(at + 6, true)
    if (granule >= 0n && granule < BigInt(Number.MAX_SAFE_INTEGER)) return Number(granule)
  }
  return undefined
}

function readOpusPreSkip(head: Uint8Array): Samples {
  const at = 28
  return readLatin1(head, at, 8) === 'OpusHead' && at + 12 <= head.length
    ? toDataView(head).getUint16(at + 10, true)
    : 0
}
