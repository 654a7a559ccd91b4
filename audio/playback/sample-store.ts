import type { Hertz, Samples } from '../units.ts'

/** A buffer with a stretch of a song in it, and which of the song's samples is its first. */
export type AudioSlice = { buffer: AudioBuffer; startSample: Samples }

/** The sound of a song, as its voices need it. */
export type SampleStore = {
  readonly sampleRate: Hertz
  readonly length: Samples
  /** The most that should be cut at once: longer parts are played in pieces. */
  readonly maxSliceLength: Samples
  /** The samples in [from, to), in a buffer that may hold more than them. */
  slice: (from: Samples, to: Samples) => AudioSlice
}

/** A song that is short enough to lie in one buffer, which all voices share. */
export const createBufferStore = (buffer: AudioBuffer): SampleStore => ({
  sampleRate: buffer.sampleRate,
  length: buffer.length,
  maxSliceLength: Infinity,
  slice: () => ({ buffer, startSample: 0 }),
})

/** 16 bits a sample: a block's values are multiples of its `step`, which follows its loudest one. */
export type PackedSamples = { values: Int16Array<ArrayBuffer>; step: number }

/** Halves the memory; the error lies 96 dB and more below the block's own peak. */
export function packSamples(samples: Float32Array): PackedSamples {
  let peak = 0
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!))
  const step = peak / 32767
  const scale = step > 0 ? 1 / step : 0
  const values = new Int16Array(samples.length)
  for (let i = 0; i < samples.length; i++) values[i] = Math.round(samples[i]! * scale)
  return { values, step }
}

/** A long song, mono, as its boxes sound: an hour at 44.1 kHz takes 320 MB instead of 1.3 GB. */
export type PackedSampleStore = SampleStore & {
  /** The next stretch. */
  append: (pack: PackedSamples) => void
  /** Lets everything go, to be filled anew. */
  clear: () => void
}

/** @param sampleRate of the packs */
export function createPackedStore(sampleRate: Hertz): PackedSampleStore {
  let packs: (PackedSamples & { from: Samples })[] = []
  let length = 0
  /** The pack that holds a sample, by bisection: they need not be of one length. */
  const packAt = (sample: Samples): number => {
    let low = 0
    let high = packs.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((packs[middle]?.from ?? 0) <= sample) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    sampleRate,
    get length() {
      return length
    },
    maxSliceLength: Math.round(sampleRate * 10),
    append: (pack) => {
      packs.push({ ...pack, from: length })
      length += pack.values.length
    },
    clear: () => {
      packs = []
      length = 0
    },
    slice: (from, to) => {
      const start = Math.max(0, Math.min(from, length))
      const end = Math.max(start, Math.min(to, length))
      const buffer = new AudioBuffer({ length: Math.max(1, end - start), sampleRate })
      const out = buffer.getChannelData(0)
      for (let p = packAt(start); p < packs.length; p++) {
        const { values, step, from: base } = packs[p] as PackedSamples & { from: Samples }
        if (base >= end) break
        const last = Math.min(end, base + values.length)
        for (let i = Math.max(start, base); i < last; i++) out[i - start] = values[i - base]! * step
      }
      return { buffer, startSample: start }
    },
  }
}
