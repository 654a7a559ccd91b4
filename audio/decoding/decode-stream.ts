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

/** A file with more is not decoded to its end. */
const MAX_DAMAGED_PLACES = 100
/** Time that is skipped at a damaged place. */
const DAMAGE_SKIP_S: Seconds = 0.05

/** The format of a file, by its header and its first decoded samples. */
export type StreamFormat = { sampleRate: Hertz; channels: number; duration: Seconds }

/** A file that can be decoded piece by piece. */
export type DecodeStream = StreamFormat & {
  /** Calls `take` with each block in order and awaits it. */
  decodeBlocks: (take: (block: Block, at: Seconds) => Promise<void>) => Promise<void>
}

/**
 * Opens a file for decoding with WebCodecs, piece by piece, at its own rate, trimmed as decodeAudioData trims.
 * @returns undefined if the container is unknown or the browser has no decoder for the codec
 */
export async function openDecodeStream(file: Blob): Promise<DecodeStream | undefined> {
  if (!('AudioDecoder' in globalThis)) return undefined
  const input = new Input({ source: new BlobSource(file), formats: inputFormats })
  if (!(await input.canRead())) return undefined
  const track = await input.getPrimaryAudioTrack()
  if (!track || !(await track.canDecode())) return undefined
  const headerDuration = await track.getDurationFromMetadata()
  const duration = headerDuration ?? (await track.computeDuration())
  for await (const first of new AudioSampleSink(track).samples()) {
    const { sampleRate, numberOfChannels: channels } = first
    first.close()
    const trim = await readTrim(file, await readHead(file), sampleRate, headerDuration)
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
  const builder = createBlockBuilder(channels, trim)
  for await (const sample of readSamples(track)) {
    // Samples before time 0 are the encoder's delay.
    const skip = Math.max(0, Math.round(-sample.timestamp * sampleRate))
    builder.add(sample, Math.min(skip, sample.numberOfFrames))
    const at = sample.timestamp
    sample.close()
    for (let block = builder.next(); block; block = builder.next()) await take(block, at)
    if (builder.isComplete()) break
  }
  const last = builder.finish()
  if (last) await take(last, Infinity)
}

/** All samples in order; undecodable parts are skipped, as decodeAudioData does. */
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

/** Joins small samples to blocks and applies the trim. */
function createBlockBuilder(channels: number, { start, end }: Trim) {
  let block = createEmptyBlock(channels)
  let filled: Samples = 0
  /** Frames so far, trimmed ones included. */
  let seen: Samples = 0
  const ready: Block[] = []
  const flush = () => {
    const finished = filled === BLOCK_FRAMES ? block : block.map((channel) => channel.slice(0, filled))
    finished.forEach(sanitizeSamples)
    ready.push(finished)
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
    isComplete: () => seen >= end,
    finish: () => {
      if (filled > 0) flush()
      return ready.shift()
    },
  }
}

const createEmptyBlock = (channels: number): Block =>
  Array.from({ length: channels }, () => new Float32Array(BLOCK_FRAMES))
