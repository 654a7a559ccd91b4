import type { Block } from '../block-stream.ts'
import { countHalvings, createHalfBandDecimator } from '../dsp/decimate.ts'
import { downmix, findCanceledChannel, hasSpeakerLayout } from '../dsp/downmix.ts'
import { createResampler } from '../dsp/resample.ts'
import type { Hertz, Samples } from '../units.ts'
import type { AudioTrack } from './audio-track.ts'

/** Every browser has audio contexts from this rate on (Web Audio API, 1.6). */
const MIN_CONTEXT_RATE_HZ: Hertz = 8000

const BYTES_PER_SAMPLE = 4

/** How a song is kept for playback. */
export type PlaybackFormat = {
  /** All of it in one AudioBuffer, or mono in packed blocks. */
  kind: 'buffer' | 'packed'
  sampleRate: Hertz
  channels: number
  /** Samples per channel, as far as they are known before decoding. */
  frames: Samples
}

/**
 * The format in which a track is kept: at most 48 kHz, in a channel layout that Web Audio knows.
 * @param maxBufferBytes larger sounds are packed
 */
export function choosePlaybackFormat(
  { sampleRate, channels, frames }: Pick<AudioTrack, 'sampleRate' | 'channels' | 'frames'>,
  maxBufferBytes: number,
): PlaybackFormat {
  const upsampling = Math.ceil(MIN_CONTEXT_RATE_HZ / sampleRate)
  const rate = (sampleRate * upsampling) / 2 ** countHalvings(sampleRate)
  const length = Math.ceil((frames / sampleRate) * rate)
  const kept = hasSpeakerLayout(channels) ? channels : 1
  const kind = BYTES_PER_SAMPLE * kept * length > maxBufferBytes ? 'packed' : 'buffer'
  return { kind, sampleRate: rate, channels: kind === 'packed' ? 1 : kept, frames: length }
}

/** Converts successive blocks of a track; the blocks it returns are never those it was given. */
export type PlaybackConverter = {
  push: (block: Block) => Block
  /** The samples that remain after the last block. */
  finish: () => Block
}

/** @param sampleRate of the track's blocks */
export function createPlaybackConverter(sampleRate: Hertz, format: PlaybackFormat): PlaybackConverter {
  const channels = Array.from({ length: format.channels }, () => createRateConverter(sampleRate, format.sampleRate))
  const convert = (block: Block, isLast: boolean): Block => {
    const mixed = format.channels === 1 && block.length > 1 ? [downmix(block)] : keepAudible(block)
    return channels.map((change, c) => change(mixed[c]!, isLast))
  }
  return {
    push: (block) => convert(block, false),
    finish: () =>
      convert(
        Array.from({ length: format.channels }, () => new Float32Array(0)),
        true,
      ),
  }
}

/** Web Audio's mix of this layout is its mean. */
const isMeanLayout = (channels: number): boolean => channels === 2 || channels === 4
/** Of 5.1, in Web Audio's mix at full level. */
const CENTER_CHANNEL = 2

/** Web Audio mixes the channels of a voice: where they cancel each other out, one of them stands for all. */
function keepAudible(block: Block): Block {
  const audible = block.length > 1 ? findCanceledChannel(block) : undefined
  if (!audible) return block
  const isHeard = (c: number) => isMeanLayout(block.length) || c === CENTER_CHANNEL
  return block.map((channel, c) => (isHeard(c) ? audible : new Float32Array(channel.length)))
}

type RateConverter = (samples: Float32Array, isLast: boolean) => Float32Array<ArrayBuffer>

function createRateConverter(from: Hertz, to: Hertz): RateConverter {
  if (from === to) return (samples) => samples.slice()
  if (from < to) return createUpsampler(from, to)
  const stages = Array.from({ length: countHalvings(from) }, createHalfBandDecimator)
  return (samples, isLast) =>
    stages.reduce<Float32Array<ArrayBuffer>>((signal, decimate) => decimate(signal, isLast), samples.slice())
}

function createUpsampler(from: Hertz, to: Hertz): RateConverter {
  const resampler = createResampler(from, to)
  const staged = new Float32Array(resampler.blockLength)
  let filled: Samples = 0
  let received: Samples = 0
  let sent: Samples = 0
  const take = (output: number[], limit: Samples): void => {
    const values = resampler.run(staged)
    for (let i = 0; i < values.length && sent < limit; i++, sent++) output.push(values[i]!)
    filled = 0
    staged.fill(0)
  }
  return (samples, isLast) => {
    const output: number[] = []
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + staged.length - filled)
      staged.set(part, filled)
      filled += part.length
      at += part.length
      if (filled === staged.length) take(output, Infinity)
    }
    received += samples.length
    const length = Math.ceil((received * to) / from)
    while (isLast && sent < length) take(output, length)
    return Float32Array.from(output)
  }
}
