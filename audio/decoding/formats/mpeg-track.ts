import type { Block } from '../../block-stream.ts'
import { readLatin1 } from '../../bytes.ts'
import type { Samples, Seconds } from '../../units.ts'
import type { AudioTrack, OpenTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import type { Mp3Decoder } from '../codecs/mp3-decoder.ts'
import { type BlockFormat, conformBlocks, conformLength } from '../conform-blocks.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import { trimBlocks } from '../trim-blocks.ts'
import type { Trim } from './gapless.ts'
import { type MpegPiece, readMpegPieces } from './mpeg-pieces.ts'

/** The beginnings of files in other containers, in which frames may be found, too, and their offsets. */
const otherContainers: [magic: string, at: number][] = [
  ['RIFF', 0],
  ['RF64', 0],
  ['riff', 0],
  ['FORM', 0],
  ['caff', 0],
  ['.snd', 0],
  ['OggS', 0],
  ['fLaC', 0],
  ['\x1a\x45\xdf\xa3', 0],
  ['ftyp', 4],
]

/** A stream of frames of one format within a file. */
type MpegStream = BlockFormat & {
  /** Decoded samples per channel. */
  samples: Samples
  trim: Trim
}

const everything: Trim = { start: 0, end: Infinity }
/** Most padding that a tag can tell, in samples, and a frame that it may leave out. */
const MAX_PADDING: Samples = 4095 + 1152
const countSong = ({ samples, trim }: MpegStream): Samples => Math.max(0, Math.min(samples, trim.end) - trim.start)

/**
 * MPEG audio: layers I to III, of constant, variable and free bit rate. Joined files play one after another, each
 * without its own encoder's delay and padding, at rate and channels of the first one. The length is that of the frames
 * that are there, whatever tags say.
 */
export const openMpegTrack: OpenTrack = async (source, maxDuration) => {
  const head = await source.read(0, 12)
  if (otherContainers.some(([magic, at]) => readLatin1(head, at, 4) === magic)) return undefined
  return openMpegRange(source, 0, source.size, maxDuration)
}

/**
 * MPEG audio within another file, such as WAVE with format tag 0x55.
 * @param from offset of its first byte
 * @param to offset behind its last byte
 * @returns undefined if there are no frames
 */
export async function openMpegRange(
  source: ByteSource,
  from: number,
  to: number,
  maxDuration: Seconds,
): Promise<AudioTrack | undefined> {
  const range: ByteSource = {
    size: Math.min(to, source.size) - from,
    read: (start, end) => source.read(from + start, Math.min(from + end, to)),
  }
  const streams = await measureStreams(range, maxDuration)
  const [first] = streams
  if (!first) return undefined
  const { sampleRate, channels } = first
  const lengths = streams.map((stream) => conformLength(countSong(stream), stream.sampleRate, sampleRate))
  return {
    sampleRate,
    channels,
    frames: lengths.reduce((sum, length) => sum + length, 0),
    decode: () => gatherBlocks(decodeStreams(range, streams, { sampleRate, channels })),
  }
}

/** All streams of a file; behind a length of more than `maxDuration` the rest is estimated by its bytes. */
async function measureStreams(source: ByteSource, maxDuration: Seconds): Promise<MpegStream[]> {
  const streams: MpegStream[] = []
  let duration: Seconds = 0
  let scannedBytes = 0
  for await (const { frames, trim } of readMpegPieces(source)) {
    const { sampleRate, channels } = frames[0]!
    if (trim || streams.length === 0) streams.push({ sampleRate, channels, samples: 0, trim: trim ?? everything })
    const samples = countSamples(frames)
    streams.at(-1)!.samples += samples
    duration += samples / sampleRate
    scannedBytes += frames.reduce((sum, { bytes }) => sum + bytes, 0)
    // The trim is at most some seconds.
    if (duration <= maxDuration + 10) continue
    streams.at(-1)!.samples += Math.round(sampleRate * duration * (source.size / scannedBytes - 1))
    break
  }
  return streams.map((stream) => ({ ...stream, trim: checkTrim(stream) }))
}

/** A tag that ends long before the frames is wrong. */
const checkTrim = ({ trim, samples }: MpegStream): Trim =>
  samples > trim.end + MAX_PADDING ? { start: trim.start, end: Infinity } : trim

const countSamples = (frames: MpegPiece['frames']): Samples => frames.length * (frames[0]?.samples ?? 0)

async function* decodeStreams(
  source: ByteSource,
  streams: readonly MpegStream[],
  to: BlockFormat,
): AsyncGenerator<Block, void, undefined> {
  const { createMp3Decoder } = await import('../codecs/mp3-decoder.ts')
  const decoder = await createMp3Decoder()
  const pieces = readMpegPieces(source)
  let next = await pieces.next()
  /** The next piece, if it belongs to the same stream as the one before. */
  const takeFollower = async (): Promise<MpegPiece | undefined> => {
    const piece = next.done || next.value.trim ? undefined : next.value
    if (piece) next = await pieces.next()
    return piece
  }
  for (let i = 0; !next.done; i++) {
    const first = next.value
    next = await pieces.next()
    const { start, end } = streams[i]?.trim ?? everything
    decoder.reset()
    const blocks = trimBlocks(decodePieces(first, takeFollower, decoder), start, end)
    yield* conformBlocks(blocks, first.frames[0]!, to)
    while (await takeFollower()) {}
  }
}

async function* decodePieces(
  first: MpegPiece,
  takeFollower: () => Promise<MpegPiece | undefined>,
  decoder: Mp3Decoder,
): AsyncGenerator<Block, void, undefined> {
  for (let piece: MpegPiece | undefined = first; piece; piece = await takeFollower()) {
    const { bytes, frames } = piece
    const parts = frames.map((frame) => bytes.subarray(frame.at, frame.at + frame.bytes))
    yield* decoder.decode(parts, frames[0]!.channels)
  }
}
