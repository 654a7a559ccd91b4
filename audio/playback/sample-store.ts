import type { Block } from '../block-stream.ts'
import { findInterval } from '../find-interval.ts'
import type { Hertz, Samples } from '../units.ts'

/** A buffer with part of a song; its first sample is `startSample` of the song. */
export type AudioSlice = { buffer: AudioBuffer; startSample: Samples }

/** The sound of a song for playback. */
export type SampleStore = {
  readonly sampleRate: Hertz
  readonly length: Samples
  /** Longer segments are played in several slices. */
  readonly maxSliceLength: Samples
  /** A buffer that contains the samples [from, to). */
  slice: (from: Samples, to: Samples) => AudioSlice
}

/** The store of a short song: one buffer, which all voices share. */
export const createBufferStore = (buffer: AudioBuffer): SampleStore => ({
  sampleRate: buffer.sampleRate,
  length: buffer.length,
  maxSliceLength: Infinity,
  slice: () => ({ buffer, startSample: 0 }),
})

/** A store that is filled while its song is decoded. */
export type FillableStore<Part> = SampleStore & {
  /** Appends the next samples. */
  append: (part: Part) => void
  /** Called after the last samples. */
  finish: () => void
  /** Drops all samples. */
  clear: () => void
}

/**
 * The store of a short song that is being decoded: one buffer, which all voices share.
 * @param channels of a layout that Web Audio downmixes
 * @param expectedLength samples; another length costs a copy of the buffer
 */
export function createBlockStore(sampleRate: Hertz, channels: number, expectedLength: Samples): FillableStore<Block> {
  let buffer: AudioBuffer | null = null
  let length: Samples = 0
  const resize = (newLength: Samples): AudioBuffer => {
    const resized = new AudioBuffer({ length: Math.max(1, newLength), numberOfChannels: channels, sampleRate })
    for (let c = 0; buffer && c < channels; c++)
      resized.copyToChannel(buffer.getChannelData(c).subarray(0, Math.min(length, newLength)), c)
    return resized
  }
  return {
    sampleRate,
    get length() {
      return length
    },
    maxSliceLength: Infinity,
    append: (block) => {
      const end = length + block[0]!.length
      if (!buffer) buffer = resize(Math.max(expectedLength, end))
      else if (end > buffer.length) buffer = resize(Math.ceil(1.25 * end))
      for (let c = 0; c < channels; c++) buffer.copyToChannel(block[c]!, c, length)
      length = end
    },
    finish: () => {
      if (buffer?.length !== length) buffer = resize(length)
    },
    clear: () => {
      buffer = null
      length = 0
    },
    slice: () => {
      buffer ??= resize(length)
      return { buffer, startSample: 0 }
    },
  }
}

/** 16-bit samples: multiples of `step`, which is chosen by the block's peak. */
export type PackedSamples = { values: Int16Array<ArrayBuffer>; step: number }

/** Halves the memory; the error is at least 96 dB below the block's peak. */
export function packSamples(samples: Float32Array): PackedSamples {
  let peak = 0
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!))
  const step = peak / 32767
  const scale = step > 0 ? 1 / step : 0
  const values = new Int16Array(samples.length)
  for (let i = 0; i < samples.length; i++) values[i] = Math.round(samples[i]! * scale)
  return { values, step }
}

/**
 * The store of a long song, mono: an hour at 44.1 kHz takes 320 MB instead of 1.3 GB.
 * @param sampleRate of the blocks
 */
export function createPackedStore(sampleRate: Hertz): FillableStore<PackedSamples> {
  let blocks: PackedSamples[] = []
  /** First sample of each block, and the end of the last; blocks differ in length. */
  let boundaries: Samples[] = [0]
  const getLength = (): Samples => boundaries[blocks.length]!
  return {
    sampleRate,
    get length() {
      return getLength()
    },
    maxSliceLength: Math.round(sampleRate * 10),
    append: (block) => {
      boundaries.push(getLength() + block.values.length)
      blocks.push(block)
    },
    finish: () => {},
    clear: () => {
      blocks = []
      boundaries = [0]
    },
    slice: (from, to) => {
      const start = Math.max(0, Math.min(from, getLength()))
      const end = Math.max(start, Math.min(to, getLength()))
      const buffer = new AudioBuffer({ length: Math.max(1, end - start), sampleRate })
      const out = buffer.getChannelData(0)
      for (let p = findInterval(boundaries, start); p < blocks.length; p++) {
        const { values, step } = blocks[p]!
        const base = boundaries[p]!
        if (base >= end) break
        const last = Math.min(end, base + values.length)
        for (let i = Math.max(start, base); i < last; i++) out[i - start] = values[i - base]! * step
      }
      return { buffer, startSample: start }
    },
  }
}
