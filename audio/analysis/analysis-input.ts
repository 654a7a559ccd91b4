import { logarithm } from '../dsp/deterministic-math.ts'
import { createMonoMixer } from '../dsp/downmix.ts'
import { createResampler } from '../dsp/resample.ts'
import { type Backend, bestBackend } from '../dsp/wasm-kernels.ts'
import type { Pcm } from '../pcm.ts'
import type { Decibels, Hertz, Samples, Seconds } from '../units.ts'
import { ANALYSIS_RATE_HZ, HOP_LENGTH } from './mel-spectrogram.ts'

const MIN_LEVEL_DBFS: Decibels = -120

/** What is kept of the sound for analysis. */
export type AnalysisInput = {
  /** Mono at the analysis rate: ceil(frames * 22050 / sampleRate) of them, as librosa.resample. */
  samples: Float32Array<ArrayBuffer>
  duration: Seconds
  /**
   * The RMS level of [start, end) over all channels at the file's own rate, relative to full scale (a square wave at 1
   * has 0 dBFS). Both are on the grid of the analysis hop, or the song's end; others are moved onto it.
   * @returns decibels, not below -120; -120 for a stretch without samples
   */
  rmsLevel: (start: Seconds, end: Seconds) => Decibels
}

/** Takes in a song from beginning to end. */
export type AnalysisInputBuilder = {
  /** Blocks of any length, one Float32Array per channel, in order. They may be reused by the caller afterwards. */
  push: (channels: readonly Float32Array[]) => void
  /** Once, after the last block. */
  finish: () => AnalysisInput
}

/**
 * The way from decoded sound to what the analysis needs, block by block: mono, resampled, and the levels. Nothing
 * beyond a block is kept at the file's own rate. The bits do not depend on how the sound is cut into blocks.
 * @param sampleRate an integer
 * @param channels how many, from 1
 * @param frames how many samples per channel will come in all, if known (avoids growing)
 * @param path either gives the same bits
 */
export function createAnalysisInputBuilder(
  sampleRate: Hertz,
  channels: number,
  frames = 0,
  path: Backend = bestBackend(),
): AnalysisInputBuilder {
  const resampler = createResampler(sampleRate, ANALYSIS_RATE_HZ, path)
  const mixer = createMonoMixer(channels, resampler.blockLength, path)
  const levels = createLevelMeter(sampleRate, channels)
  const outputLength = (length: Samples): Samples => Math.ceil((length * ANALYSIS_RATE_HZ) / sampleRate)
  let samples = new Float32Array(outputLength(frames))
  let length = 0
  let total = 0
  /** Samples of the block that are filled. */
  let staged = 0

  const take = (values: Float32Array): void => {
    const end = length + values.length
    if (end > samples.length) {
      const longer = new Float32Array(Math.max(end, Math.ceil(1.5 * samples.length)))
      longer.set(samples.subarray(0, length))
      samples = longer
    }
    samples.set(values, length)
    length = end
  }
  const mix = (): void => {
    levels.add(staged, mixer.run)
    total += staged
    staged = 0
  }

  return {
    push: (blocks) => {
      const count = blocks[0]?.length ?? 0
      for (let done = 0; done < count; ) {
        const some = Math.min(count - done, resampler.blockLength - staged)
        for (let c = 0; c < channels; c++)
          mixer.input.set((blocks[c] as Float32Array).subarray(done, done + some), c * resampler.blockLength + staged)
        staged += some
        done += some
        if (staged < resampler.blockLength) continue
        mix()
        take(resampler.run(mixer.output))
      }
    },
    finish: () => {
      mixer.output.fill(0, staged)
      mix()
      const whole = outputLength(total)
      while (length < whole) {
        const values = resampler.run(mixer.output)
        take(values.subarray(0, whole - length))
        mixer.output.fill(0)
      }
      return { samples: samples.subarray(0, whole), duration: total / sampleRate, rmsLevel: levels.of }
    },
  }
}

/** Samples between two reports of progress. */
const PROGRESS_INTERVAL_SAMPLES: Samples = 2 ** 18

/** The whole of a sound that is there already, through an intake. */
export function readAnalysisInput(
  pcm: Pcm,
  onProgress?: (fraction: number) => void,
  path: Backend = bestBackend(),
): AnalysisInput {
  const frames = pcm.channels[0]?.length ?? 0
  const intake = createAnalysisInputBuilder(pcm.sampleRate, pcm.channels.length, frames, path)
  for (let at = 0; at < frames; at += PROGRESS_INTERVAL_SAMPLES) {
    intake.push(pcm.channels.map((channel) => channel.subarray(at, at + PROGRESS_INTERVAL_SAMPLES)))
    onProgress?.(Math.min(1, (at + PROGRESS_INTERVAL_SAMPLES) / frames))
  }
  return intake.finish()
}

/** The energy of every hop of the analysis at the file's own rate, from which the level of any run of hops follows. */
function createLevelMeter(sampleRate: Hertz, channels: number) {
  const energies: number[] = [0]
  let total = 0
  /** The first sample of a cell. */
  const border = (cell: number): Samples => Math.round(((cell * HOP_LENGTH) / ANALYSIS_RATE_HZ) * sampleRate)
  const cellAt = (time: Seconds): number =>
    Math.round(time * sampleRate) >= total
      ? energies.length
      : Math.max(0, Math.round((time * ANALYSIS_RATE_HZ) / HOP_LENGTH))
  return {
    /** Measures the next `count` samples. */
    add: (count: Samples, energyOf: (from: Samples, to: Samples) => number): void => {
      for (let at = 0; at < count; ) {
        const cell = energies.length - 1
        const end = Math.min(count, border(cell + 1) - total)
        energies[cell]! += energyOf(at, end)
        at = end
        if (total + at === border(cell + 1)) energies.push(0)
      }
      total += count
    },
    of: (start: Seconds, end: Seconds): Decibels => {
      const first = cellAt(start)
      const last = cellAt(end)
      let energy = 0
      for (let cell = first; cell < last; cell++) energy += energies[cell]!
      const count = Math.min(total, border(last)) - Math.min(total, border(first))
      const mean = energy / Math.max(1, count * channels)
      return mean > 1e-12 ? (10 / Math.LN10) * logarithm(mean) : MIN_LEVEL_DBFS
    },
  }
}
