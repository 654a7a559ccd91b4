import type { Samples } from '../../units.ts'
import type { ByteSource } from '../byte-source.ts'
import type { FlacFrame, FlacFrameDecoder } from '../codecs/flac-decoder.ts'

/** A frame of a file, and whether bytes in front of it were skipped. */
export type FoundFrame = FlacFrame & { isAfterDamage: boolean }

const WINDOW_BYTES = 2 ** 19
/** Longer than any frame: 65,536 samples of 8 channels and 32 bits, and as much again. */
const MAX_WINDOW_BYTES = 2 ** 23
/** A header that begins in a window may end in the next one. */
const MAX_HEADER_BYTES = 16

/** All sound frames from an offset on, in order; bytes that are none are skipped. */
export async function* readFlacFrames(
  source: ByteSource,
  decoder: FlacFrameDecoder,
  from: number,
): AsyncGenerator<FoundFrame, void, undefined> {
  let start = from
  let at = 0
  let isAfterDamage = false
  let windowBytes = WINDOW_BYTES
  const load = async (offset: number): Promise<number> => {
    const bytes = await source.read(offset, offset + windowBytes)
    decoder.load(bytes)
    start = offset
    at = 0
    return bytes.length
  }
  let length = await load(from)
  while (length > 0) {
    const frame = decoder.decode(at)
    if (typeof frame === 'object') {
      yield { ...frame, isAfterDamage }
      isAfterDamage = false
      at += frame.bytes
      windowBytes = WINDOW_BYTES
      continue
    }
    const hasMore = start + length < source.size
    if (frame === 'cut' && hasMore && (at > 0 || windowBytes < MAX_WINDOW_BYTES)) {
      if (at === 0) windowBytes *= 2
      length = await load(start + at)
      continue
    }
    isAfterDamage = true
    const next = decoder.find(at + 1)
    if (next >= 0) at = next
    else if (hasMore) length = await load(start + Math.max(at + 1, length - MAX_HEADER_BYTES))
    else return
  }
}

const TAIL_BYTES = [2 ** 16, 2 ** 20, MAX_WINDOW_BYTES]
const MAX_TAIL_HEADERS = 100

/**
 * The number of the sample behind the last frame that is whole.
 * @param from offset of the first frame
 * @returns undefined if none is found in the last 8 MB
 */
export async function findFlacEnd(
  source: ByteSource,
  decoder: FlacFrameDecoder,
  from: number,
): Promise<Samples | undefined> {
  for (const bytes of TAIL_BYTES) {
    const start = Math.max(from, source.size - bytes)
    decoder.load(await source.read(start, source.size))
    const headers: number[] = []
    for (let at = decoder.find(0); at >= 0; at = decoder.find(at + 1)) headers.push(at)
    for (const at of headers.slice(-MAX_TAIL_HEADERS).reverse()) {
      const frame = decoder.decode(at)
      if (typeof frame === 'object') return frame.position + frame.block[0]!.length
    }
    if (start === from) return undefined
  }
  return undefined
}
