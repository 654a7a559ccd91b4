import type { ByteSource } from '../byte-source.ts'
import type { Trim } from './gapless.ts'
import { readItunesTrim } from './itunes-gapless.ts'
import type { MpegFrame } from './mpeg.ts'
import { scanMpeg, startScan } from './mpeg-scan.ts'

/** Bytes that are read at once. */
const PIECE_BYTES = 2 ** 19
/** Junk allowed before the first frame, as in ffmpeg and browsers. */
const MAX_LEADING_JUNK_BYTES = 65536
/** Junk allowed between frames; a longer gap ends the sound. */
const MAX_GAP_BYTES = 16 * 2 ** 20

const ID3_HEADER_BYTES = 10
/** More than the segments of hours of HLS, each of which has a tag. */
const MAX_ID3_TAGS = 2000

/** Successive frames of one stream, read at once. */
export type MpegPiece = {
  bytes: Uint8Array
  /** At least one; the last one of a file may be cut off. */
  frames: MpegFrame[]
  /** Given for the first piece of a stream: the part of its sound that is the song. */
  trim: Trim | undefined
}

/**
 * Walks over all MPEG frames of a file. A stream ends where rate or channels change, at the tag of another encoding, or
 * behind the frames that its tag announces if the next frame uses nothing of them. Tags and junk are skipped.
 */
export async function* readMpegPieces(source: ByteSource): AsyncGenerator<MpegPiece, void, undefined> {
  let state = startScan()
  for (let at = 0; at < source.size; ) {
    const bytes = await source.read(at, Math.min(source.size, at + PIECE_BYTES))
    const scan = scanMpeg(bytes, at + bytes.length >= source.size, state)
    yield* scan.pieces.map(({ frames, trim }) => ({ bytes, frames, trim }))
    state = scan.state
    const maxJunk = state.format === undefined ? MAX_LEADING_JUNK_BYTES : MAX_GAP_BYTES
    if (scan.next === 0 || state.junkBytes > maxJunk || state.id3Tags > MAX_ID3_TAGS) return
    const next = at + scan.next
    if (scan.id3At === undefined) at = next
    else {
      const itunesTrim = await readItunesTrim(source, at + scan.id3At, next)
      if (itunesTrim) state = { ...state, isStart: true, itunesTrim }
      // A tag that seems to reach behind the file has a wrong length.
      at = next > source.size ? at + scan.id3At + ID3_HEADER_BYTES : next
    }
  }
}
