import type { Hertz, Samples, Seconds } from '../../units.ts'
import type { AudioTrack, OpenTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import { createBlock } from '../codecs/fixed-packet-decoder.ts'
import { createFlacFrameDecoder, type FlacStreamInfo } from '../codecs/flac-decoder.ts'
import { conformRuns, type FormattedBlock } from '../conform-runs.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import { readFlacHeader } from './flac.ts'
import { type FoundFrame, findFlacEnd, readFlacFrames } from './flac-frames.ts'
import { measureJoinedFlac } from './flac-parts.ts'
import { parseSource } from './header-parser.ts'

/** Silence for missing frames is no longer than this where the file does not say how long it is. */
const MAX_GAP_S: Seconds = 10
const SILENCE_FRAMES: Samples = 2 ** 16

/**
 * FLAC, also behind ID3v2 tags and in front of other bytes. Damaged frames are as much silence; parts of another rate or
 * number of channels are changed to those of the first frame.
 */
export const openFlacTrack: OpenTrack = async (source, maxDuration) => {
  const header = await parseSource(readFlacHeader(source.size), source)
  if (!header) return undefined
  const { info, framesStart } = header
  const first = await readFirstFrame(source, info, framesStart)
  if (!first) return createEmptyTrack(info, framesStart >= source.size)
  const sound: FlacSound = {
    framesStart,
    // All frames but the last one have the length of the first, whatever STREAMINFO says.
    info: { ...info, frameLength: first.block[0]!.length },
    origin: first.isAfterDamage && isGapLikely(info, first.sampleRate, 0, first.position) ? 0 : first.position,
  }
  const end = await findFlacEnd(source, await createFlacFrameDecoder(sound.info), framesStart)
  const format = { sampleRate: first.sampleRate, channels: first.block.length }
  const frames = end !== undefined && end > sound.origin ? end - sound.origin : info.frames || first.block[0]!.length
  // The last frame of a joined file counts from the beginning of its own part.
  const isKnown = end === info.frames || frames > maxDuration * format.sampleRate
  const joined = isKnown ? undefined : await measureJoinedFlac(source, format.sampleRate)
  return {
    ...format,
    frames: joined ?? frames,
    decode: () => gatherBlocks(conformRuns(decodeFrames(source, sound), format)),
  }
}

type FlacSound = {
  info: FlacStreamInfo
  framesStart: number
  /** Number of the first sample that is played. */
  origin: Samples
}

async function readFirstFrame(source: ByteSource, info: FlacStreamInfo, framesStart: number) {
  const frames = readFlacFrames(source, await createFlacFrameDecoder(info), framesStart)
  return (await frames.next()).value as FoundFrame | undefined
}

/** @throws {Error} if there should be frames */
function createEmptyTrack({ sampleRate, channels }: FlacStreamInfo, isComplete: boolean): AudioTrack {
  if (!isComplete || sampleRate === 0) throw new Error('No frame of the FLAC file can be decoded.')
  return { sampleRate, channels, frames: 0, decode: async function* () {} }
}

/** The frames in order, with silence where some are missing. */
async function* decodeFrames(
  source: ByteSource,
  { info, framesStart, origin }: FlacSound,
): AsyncGenerator<FormattedBlock, void, undefined> {
  const decoder = await createFlacFrameDecoder(info)
  let expected = origin
  for await (const { block, sampleRate, position } of readFlacFrames(source, decoder, framesStart)) {
    const channels = block.length
    if (isGapLikely(info, sampleRate, expected, position)) {
      for (let left = position - expected; left > 0; left -= SILENCE_FRAMES)
        yield { block: createBlock(channels, Math.min(left, SILENCE_FRAMES)), sampleRate, channels }
    }
    yield { block, sampleRate, channels }
    expected = position + block[0]!.length
  }
}

/** Whether frames are missing from `expected` to `position`; otherwise the numbers begin anew or are damaged. */
const isGapLikely = (info: FlacStreamInfo, sampleRate: Hertz, expected: Samples, position: Samples): boolean =>
  position > expected && (position < info.frames || position - expected <= MAX_GAP_S * sampleRate)
