import {
  ADTS,
  type AudioSample,
  AudioSampleSink,
  BlobSource,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny'
import { BLOCK_FRAMES, type Block } from '../block-stream.ts'
import { sanitizeSamples } from '../dsp/replace-non-finite.ts'
import type { Hertz, Samples, Seconds } from '../units.ts'
import { flacInput } from './formats/flac-input.ts'
import type { Trim } from './formats/gapless.ts'
import { readHead, readTrim } from './formats/long-trim.ts'

const inputFormats = [MP3, WAVE, flacInput, OGG, MP4, QTFF, WEBM, MATROSKA, ADTS]

/** After so many damaged places a file is given up. */
const MAX_DAMAGED_PLACES = 100
/** What is left out at one. */
const DAMAGE_SKIP_S: Seconds = 0.05

/** A file's sound as its first decoded samples and its header tell. */
export type StreamFormat = { sampleRate: Hertz; channels: number; duration: Seconds }

/** A file that can be decoded piece by piece. */
export type DecodeStream = StreamFormat & {
  /** Calls `take` with the blocks of the song in order, and waits for it. */
  decodeBlocks: (take: (block: Block, at: Seconds) => Promise<void>) => Promise<void>
}

/**
 * Opens a file for decoding with WebCodecs, piece by piece, at its own rate. Trimmed as decodeAudioData trims.
 * @returns undefined if the container is unknown or the browser has no decoder for what is in it
 */
export async function openDecodeStream(file: Blob): Promise<DecodeStream | undefined> {
  if (!('AudioDecoder' in globalThis)) return undefined
  const input = new Input({ source: new BlobSource(file), formats: inputFormats })
  if (!(await input.canRead())) return undefined
  const track = await input.getPrimaryAudioTrack()
  if (!track || !(await track.canDecode())) return undefined
  const told = await track.getDurationFromMetadata()
  const duration = told ?? (await track.computeDuration())
  for await (const first of new AudioSampleSink(track).samples()) {
    const { sampleRate, numberOfChannels: channels } = first
    first.close()
    const trim = await readTrim(file, await readHead(file), sampleRate, told)
    return {
      sampleRate,
      channels,
      duration,
      decodeBlocks: (take) => decodeTrack(track, { sampleRate, channels, duration }, trim, take),
    }
  }
  return undefined
}

async function decodeTrack(
  track: InputAudioTrack,
  { sampleRate, channels }: StreamFormat,
  trim: Trim,
  take: (block: Block, at: Seconds) => Promise<void>,
): Promise<void> {
  const gather = createBlockBuilder(channels, trim)
  for await (const sample of readSamples(track)) {
    // What lies before the beginning is the encoder's delay.
    const skip = Math.max(0, Math.round(-sample.timestamp * sampleRate))
    gather.add(sample, Math.min(skip, sample.numberOfFrames))
    const at = sample.timestamp
    sample.close()
    for (let block = gather.next(); block; block = gather.next()) await take(block, at)
    if (gather.done()) break
  }
  const rest = gather.rest()
  if (rest) await take(rest, Infinity)
}

/** All samples in order; what cannot be decoded is left out, as decodeAudioData does. */
async function* readSamples(track: InputAudioTrack): AsyncGenerator<AudioSample> {
  const sink = new AudioSampleSink(track)
  let from: Seconds | undefined
  for (let damages = 0; ; damages++) {
    try {
      for await (const sample of sink.samples(from)) {
        if (from !== undefined && sample.timestamp < from - 1e-6) {
          sample.close()
          continue
        }
        from = sample.timestamp + sample.duration
        yield sample
      }
      return
    } catch (error) {
      if (damages >= MAX_DAMAGED_PLACES || from === undefined) throw error
      from += DAMAGE_SKIP_S
    }
  }
}

/** Puts small samples together to blocks, and leaves out what the trim leaves out. */
function createBlockBuilder(channels: number, { start, end }: Trim) {
  let block = createEmptyBlock(channels)
  let filled: Samples = 0
  /** Frames seen, whether kept or not. */
  let seen: Samples = 0
  const ready: Block[] = []
  const flush = () => {
    const whole = filled === BLOCK_FRAMES ? block : block.map((channel) => channel.slice(0, filled))
    whole.forEach(sanitizeSamples)
    ready.push(whole)
    block = createEmptyBlock(channels)
    filled = 0
  }
  return {
    add: (sample: AudioSample, skip: Samples) => {
      const count = sample.numberOfFrames - skip
      let from = Math.min(count, Math.max(0, start - seen))
      const to = Math.min(count, Math.max(0, end - seen))
      seen += count
      while (from < to) {
        const frames = Math.min(to - from, BLOCK_FRAMES - filled)
        block.forEach((channel, c) => {
          const planeIndex = Math.min(c, sample.numberOfChannels - 1)
          const options = { planeIndex, frameOffset: skip + from, frameCount: frames, format: 'f32-planar' as const }
          sample.copyTo(channel.subarray(filled, filled + frames), options)
        })
        filled += frames
        from += frames
        if (filled === BLOCK_FRAMES) flush()
      }
    },
    next: () => ready.shift(),
    done: () => seen >= end,
    rest: () => {
      if (filled > 0) flush()
      return ready.shift()
    },
  }
}

const createEmptyBlock = (channels: number): Block =>
  Array.from({ length: channels }, () => new Float32Array(BLOCK_FRAMES))
