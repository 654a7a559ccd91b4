import { logarithm } from '../dsp/deterministic-math.ts'
import { createMonoMixer } from '../dsp/downmix.ts'
import { createLevelMeter } from '../dsp/level-meter.ts'
import type { Levels } from '../dsp/levels.ts'
import { createResampler } from '../dsp/resample.ts'
import { type Backend, selectBackend } from '../dsp/wasm-kernels.ts'
import type { Pcm } from '../pcm.ts'
import type { Decibels, Hertz, Samples, Seconds } from '../units.ts'
import { ANALYSIS_RATE_HZ, HOP_LENGTH } from './mel-spectrogram.ts'

const MIN_LEVEL_DBFS: Decibels = -120

/** Whether the channels cancel each other out is decided for pieces of about this length: too long for one swing of a chorus. */
const MIX_BLOCK_S: Seconds = 1
/** Limits the memory of many channels. */
const MAX_MIX_BLOCK_SAMPLES: Samples = 2 ** 21

/** What the analysis needs of a sound. */
export type AnalysisInput = {
  /**
   * Mono at the analysis rate: ceil(frames * 22050 / sampleRate) samples, as librosa.resample. Where the channels cancel
   * each other out for a second it is one of them instead (audio/dsp/downmix.ts).
   */
  samples: Float32Array<ArrayBuffer>
  duration: Seconds
  /**
   * The RMS level of [start, end) over all channels at the file's own rate, relative to full scale (0 dBFS is a square
   * wave of amplitude 1). Times are rounded to the hop grid of the analysis, or the song's end.
   * @returns decibels, at least -120; -120 without samples
   */
  rmsLevel: (start: Seconds, end: Seconds) => Decibels
  levels: Levels
}

/** Builds an AnalysisInput from successive blocks. */
export type AnalysisInputBuilder = {
  /** Takes the next block, of any length, one Float32Array per channel; the caller may reuse it. */
  push: (channels: readonly Float32Array[]) => void
  /** Called once, after the last block. */
  finish: () => AnalysisInput
}

/**
 * Mixes to mono, resamples and measures levels block by block, keeping no more than a block at the file's own rate. The
 * result does not depend on the lengths of the blocks.
 * @param sampleRate an integer
 * @param channels at least 1
 * @param frames samples per channel in all, if known, to allocate the memory at once
 * @param backend both give the same bits
 */
export function createAnalysisInputBuilder(
  sampleRate: Hertz,
  channels: number,
  frames = 0,
  backend: Backend = selectBackend(),
): AnalysisInputBuilder {
  const resampler = createResampler(sampleRate, ANALYSIS_RATE_HZ, backend)
  const mixLength = resampler.blockLength * countBlocksPerMix(sampleRate, channels, resampler.blockLength)
  const mixer = createMonoMixer(channels, mixLength, backend)
  const energies = createEnergyMeter(sampleRate, channels)
  const levelMeter = createLevelMeter(sampleRate, channels, backend)
  const outputLength = (length: Samples): Samples => Math.ceil((length * ANALYSIS_RATE_HZ) / sampleRate)
  let samples = new Float32Array(outputLength(frames))
  let length = 0
  let total = 0
  /** Filled samples of the mixer's block. */
  let staged = 0

  const append = (values: Float32Array): void => {
    const end = length + values.length
    if (end > samples.length) {
      const longer = new Float32Array(Math.max(end, Math.ceil(1.5 * samples.length)))
      longer.set(samples.subarray(0, length))
      samples = longer
    }
    samples.set(values, length)
    length = end
  }
  /** Mixes the staged samples and appends at most `limit` samples of the analysis in all. */
  const mix = (limit = Infinity): void => {
    energies.add(staged, mixer.run)
    mixer.finish(staged)
    for (let at = 0; at < staged; at += resampler.blockLength) {
      const values = resampler.run(mixer.output.subarray(at, at + resampler.blockLength))
      append(values.subarray(0, limit - length))
    }
    total += staged
    staged = 0
  }

  return {
    push: (blocks) => {
      const count = blocks[0]?.length ?? 0
      levelMeter.push(blocks)
      for (let done = 0; done < count; ) {
        const part = Math.min(count - done, mixLength - staged)
        for (let c = 0; c < channels; c++)
          mixer.input.set((blocks[c] as Float32Array).subarray(done, done + part), c * mixLength + staged)
        staged += part
        done += part
        if (staged === mixLength) mix()
      }
    },
    finish: () => {
      const whole = outputLength(total + staged)
      mixer.output.fill(0)
      mix(whole)
      const silence = new Float32Array(resampler.blockLength)
      while (length < whole) append(resampler.run(silence).subarray(0, whole - length))
      return {
        samples: samples.subarray(0, whole),
        duration: total / sampleRate,
        rmsLevel: energies.of,
        levels: levelMeter.finish(),
      }
    },
  }
}

/** The resampler's blocks that are mixed at once. */
const countBlocksPerMix = (sampleRate: Hertz, channels: number, blockLength: Samples): number =>
  Math.max(
    1,
    Math.min(
      Math.round((MIX_BLOCK_S * sampleRate) / blockLength),
      Math.floor(MAX_MIX_BLOCK_SAMPLES / (channels * blockLength)),
    ),
  )

/** Samples between two reports of progress. */
const PROGRESS_INTERVAL_SAMPLES: Samples = 2 ** 18

/** The AnalysisInput of a whole sound. */
export function readAnalysisInput(
  pcm: Pcm,
  onProgress?: (fraction: number) => void,
  backend: Backend = selectBackend(),
): AnalysisInput {
  const frames = pcm.channels[0]?.length ?? 0
  const builder = createAnalysisInputBuilder(pcm.sampleRate, pcm.channels.length, frames, backend)
  for (let at = 0; at < frames; at += PROGRESS_INTERVAL_SAMPLES) {
    builder.push(pcm.channels.map((channel) => channel.subarray(at, at + PROGRESS_INTERVAL_SAMPLES)))
    onProgress?.(Math.min(1, (at + PROGRESS_INTERVAL_SAMPLES) / frames))
  }
  return builder.finish()
}

/** Sums the energy of every hop at the file's own rate, from which the level of any range of hops follows. */
function createEnergyMeter(sampleRate: Hertz, channels: number) {
  const energies: number[] = [0]
  let total = 0
  /** The first sample of a hop. */
  const firstSampleOf = (cell: number): Samples => Math.round(((cell * HOP_LENGTH) / ANALYSIS_RATE_HZ) * sampleRate)
  const hopAt = (time: Seconds): number =>
    Math.round(time * sampleRate) >= total
      ? energies.length
      : Math.max(0, Math.round((time * ANALYSIS_RATE_HZ) / HOP_LENGTH))
  return {
    /** Adds the next `count` samples. */
    add: (count: Samples, measureEnergy: (from: Samples, to: Samples) => number): void => {
      for (let at = 0; at < count; ) {
        const hop = energies.length - 1
        const end = Math.min(count, firstSampleOf(hop + 1) - total)
        energies[hop]! += measureEnergy(at, end)
        at = end
        if (total + at === firstSampleOf(hop + 1)) energies.push(0)
      }
      total += count
    },
    of: (start: Seconds, end: Seconds): Decibels => {
      const first = hopAt(start)
      const last = hopAt(end)
      let energy = 0
      for (let hop = first; hop < last; hop++) energy += energies[hop]!
      const count = Math.min(total, firstSampleOf(last)) - Math.min(total, firstSampleOf(first))
      const mean = energy / Math.max(1, count * channels)
      return mean > 1e-12 ? (10 / Math.LN10) * logarithm(mean) : MIN_LEVEL_DBFS
    },
  }
}
