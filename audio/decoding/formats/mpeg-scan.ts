import { readLatin1, toDataView } from '../../bytes.ts'
import { type MpegTag, readMpegTag, type Trim } from './gapless.ts'
import { type MpegFrame, measureFreeFrame, readMpegFrame, skipId3 } from './mpeg.ts'

/** Enough for three frames in the free format and for the headers of tags. */
const LOOKAHEAD_BYTES = 32768
/** Frames in a row that prove a stream of another format; two prove one of the known format. */
const PROVING_FRAMES = 3

/** What is known between two pieces of a file. */
export type MpegScanState = {
  /** Of the stream's frames; undefined before the first one. */
  format: number | undefined
  /** Length without padding of its frames in the free format, or 0. */
  freeBytes: number
  /** The next frame begins a stream. */
  isStart: boolean
  tag: MpegTag | undefined
  itunesTrim: Trim | undefined
  /** Frames still to come by the stream's tag. */
  framesLeft: number
  /** Bytes skipped since the last frame or tag. */
  junkBytes: number
  id3Tags: number
}

export const startScan = (): MpegScanState => ({
  format: undefined,
  freeBytes: 0,
  isStart: true,
  tag: undefined,
  itunesTrim: undefined,
  framesLeft: Infinity,
  junkBytes: 0,
  id3Tags: 0,
})

/** Frames of a piece of a file, by stream. */
export type MpegScan = {
  pieces: { frames: MpegFrame[]; trim: Trim | undefined }[]
  /** Offset at which the next piece begins; perhaps behind these bytes. */
  next: number
  /** The ID3v2 tag that ends at `next`. */
  id3At: number | undefined
  state: MpegScanState
}

/**
 * Finds the frames of a piece, up to an ID3v2 tag.
 * @param isEnd the file ends with these bytes
 */
export function scanMpeg(bytes: Uint8Array, isEnd: boolean, before: MpegScanState): MpegScan {
  const limit = isEnd ? bytes.length : bytes.length - LOOKAHEAD_BYTES
  const pieces: MpegScan['pieces'] = []
  let state = { ...before }
  let at = 0
  while (at < limit) {
    const found = findNext(bytes, at, limit, isEnd, state)
    const { frame, id3At } = found
    state.junkBytes = frame ? 0 : state.junkBytes + (id3At ?? found.next) - at
    at = found.next
    if (id3At !== undefined) return { pieces, next: at, id3At, state: { ...state, id3Tags: state.id3Tags + 1 } }
    if (!frame) continue
    const tag = readMpegTag(bytes, frame)
    if (tag) {
      state = { ...state, isStart: true, tag }
      continue
    }
    const begins =
      state.isStart || frame.format !== state.format || (state.framesLeft <= 0 && isSelfContained(bytes, frame))
    if (begins) {
      pieces.push({ frames: [frame], trim: chooseTrim(state) })
      state = {
        ...startScan(),
        id3Tags: state.id3Tags,
        format: frame.format,
        freeBytes: found.freeBytes,
        isStart: false,
        framesLeft: (state.tag?.frames ?? Infinity) - 1,
      }
    } else {
      const piece = pieces.at(-1)
      if (piece) piece.frames.push(frame)
      else pieces.push({ frames: [frame], trim: undefined })
      state.framesLeft--
    }
  }
  return { pieces, next: at, id3At: undefined, state }
}

const chooseTrim = ({ tag, itunesTrim }: MpegScanState): Trim => tag?.trim ?? itunesTrim ?? { start: 0, end: Infinity }

/** Whether a frame of layer III uses no data of earlier frames, as the first one of every encoding. */
function isSelfContained(bytes: Uint8Array, { at }: MpegFrame): boolean {
  const hasChecksum = (bytes[at + 1]! & 1) === 0
  const begin = at + (hasChecksum ? 6 : 4)
  const isFirstVersion = (bytes[at + 1]! & 8) !== 0
  return bytes[begin] === 0 && (!isFirstVersion || bytes[begin + 1]! < 128)
}

type Found = {
  frame?: MpegFrame
  freeBytes: number
  /** Where to go on. */
  next: number
  id3At?: number
}

/** The next frame or tag from `at` on. */
function findNext(bytes: Uint8Array, at: number, limit: number, isEnd: boolean, state: MpegScanState): Found {
  const { freeBytes } = state
  const expected = readMpegFrame(bytes, at, freeBytes)
  if (expected && expected.format === state.format) {
    const next = expected.at + expected.bytes
    // A frame that is cut off sounds as far as it goes.
    if (next <= bytes.length || expected.tagAt < bytes.length) return { frame: expected, freeBytes, next }
  }
  for (let from = at; from < limit; from++) {
    const byte = bytes[from]
    if (byte === 0x49 && isId3(bytes, from))
      return { freeBytes, id3At: from, next: from + skipId3(bytes.subarray(from)) }
    if (byte === 0x41) {
      const length = measureApeTag(bytes, from)
      if (length > 0) return { freeBytes, next: from + length }
    }
    if (byte !== 0xff) continue
    const measured = measureFreeFrame(bytes, from)
    const frame = readMpegFrame(bytes, from, measured)
    if (frame && isProven(bytes, frame, measured, isEnd, state, from === at))
      return { frame, freeBytes: measured, next: Math.min(bytes.length, frame.at + frame.bytes) }
  }
  return { freeBytes, next: limit }
}

/** Whether frames follow one another as in a stream. @param isExpected nothing was skipped before the frame */
function isProven(
  bytes: Uint8Array,
  frame: MpegFrame,
  freeBytes: number,
  isEnd: boolean,
  state: MpegScanState,
  isExpected: boolean,
): boolean {
  if (readMpegTag(bytes, frame)) return true
  const needed = frame.format === state.format ? 2 : PROVING_FRAMES
  const isFirst = isExpected && state.isStart
  let next = frame.at + frame.bytes
  for (let count = 1; count < needed; count++) {
    // At the very end of the file, or of a short one, fewer are enough.
    if (next >= bytes.length) return isEnd && (isFirst || (count > 1 && next === bytes.length))
    const follower = readMpegFrame(bytes, next, freeBytes)
    if (follower?.format !== frame.format) return isTrailer(bytes, next) && (count > 1 || isFirst)
    next = follower.at + follower.bytes
  }
  return true
}

/** Tags that end a stream (id3.org; wiki.hydrogenaud.io, APEv2; Lyrics3), or the tag of another one. */
const isTrailer = (bytes: Uint8Array, at: number): boolean =>
  ['TAG', 'ID3', 'APETAGEX', 'LYRICSBEGIN'].some((magic) => readLatin1(bytes, at, magic.length) === magic)

/** A header whose version and length are possible (id3.org, ID3v2.4, 3.1). */
const isId3 = (bytes: Uint8Array, at: number): boolean =>
  readLatin1(bytes, at, 3) === 'ID3' &&
  at + 10 <= bytes.length &&
  bytes[at + 3]! <= 4 &&
  bytes.subarray(at + 6, at + 10).every((byte) => byte < 128)

/** The length of an APE tag whose header begins here (wiki.hydrogenaud.io, APE Tags Header); 0 for other bytes. */
function measureApeTag(bytes: Uint8Array, at: number): number {
  const headerBytes = 32
  if (at + headerBytes > bytes.length || readLatin1(bytes, at, 8) !== 'APETAGEX') return 0
  const view = toDataView(bytes)
  const isHeader = (view.getUint32(at + 20, true) & 0x20000000) !== 0
  return headerBytes + (isHeader ? view.getUint32(at + 12, true) : 0)
}
