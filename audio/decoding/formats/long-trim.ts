import { textAt, viewOf } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { mp3Trim, type Trim } from './gapless.ts'
import { afterId3 } from './mpeg.ts'
import { type AudioFormat, sniff } from './sniff-format.ts'

/** Enough for the headers of any format but mp4, which may have them at its end. */
const headBytes = 65536
/** An Ogg page is at most this long (RFC 3533, section 6). */
const lastPages = 2 * 65307

/** The beginning of a file, with all of an ID3 tag that may precede it. */
export async function readHead(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  const start = afterId3(head)
  return start === 0 ? head : new Uint8Array(await file.slice(0, start + headBytes).arrayBuffer())
}

/**
 * The part of a long file's decoded samples that is the song, where it can be told without decoding.
 * @param duration what an mp4 file says, from where its edit list lets it begin
 */
export async function trimOf(file: Blob, head: Uint8Array, sampleRate: Hertz, duration: number | null): Promise<Trim> {
  const { container }: AudioFormat = sniff(head)
  if (container === 'mp3') return mp3Trim(head)
  if (container === 'mp4' && duration) return { start: 0, end: Math.round(duration * sampleRate) }
  if (container !== 'ogg-opus' && container !== 'ogg-vorbis') return { start: 0, end: Infinity }
  const tail = new Uint8Array(await file.slice(Math.max(0, file.size - lastPages)).arrayBuffer())
  const granule = lastGranule(tail)
  // Opus counts the decoder's own delay too (RFC 7845, section 4.2), which decoders leave out.
  const preSkip = container === 'ogg-opus' ? opusPreSkip(head) : 0
  return { start: 0, end: granule === undefined || granule <= preSkip ? Infinity : granule - preSkip }
}

/** Where the last whole page ends in the song (RFC 3533, section 6). */
export function lastGranule(bytes: Uint8Array): Samples | undefined {
  const view = viewOf(bytes)
  for (let at = bytes.length - 27; at >= 0; at--) {
    if (bytes[at] !== 0x4f || textAt(bytes, at, 4) !== 'OggS') continue
    const granule = view.getBigInt64(at + 6, true)
    if (granule >= 0n && granule < BigInt(Number.MAX_SAFE_INTEGER)) return Number(granule)
  }
  return undefined
}

function opusPreSkip(head: Uint8Array): Samples {
  const at = 28
  return textAt(head, at, 8) === 'OpusHead' && at + 12 <= head.length ? viewOf(head).getUint16(at + 10, true) : 0
}
