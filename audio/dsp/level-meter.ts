import type { Hertz } from '../units.ts'
import { logarithm } from './deterministic-math.ts'
import { type Levels, MIN_PEAK_DB } from './levels.ts'
import { createLoudnessMeter } from './loudness-meter.ts'
import { createPeakMeter } from './true-peak.ts'
import { type Backend, selectBackend } from './wasm-kernels.ts'

export type LevelMeter = {
  /** Takes the next samples, one array per channel. */
  push: (channels: readonly Float32Array[]) => void
  finish: () => Levels
}

/**
 * Loudness and true peak by ITU-R BS.1770-4.
 * @param backend both give the same bits
 */
export function createLevelMeter(sampleRate: Hertz, channels: number, backend: Backend = selectBackend()): LevelMeter {
  const loudnessMeter = createLoudnessMeter(sampleRate, channels, backend)
  const peakMeter = createPeakMeter(channels, backend)
  return {
    push: (blocks) => {
      loudnessMeter.push(blocks)
      peakMeter.push(blocks)
    },
    finish: () => {
      const peak = peakMeter.finish()
      const truePeak = peak > 0 ? Math.max(MIN_PEAK_DB, (20 / Math.LN10) * logarithm(peak)) : MIN_PEAK_DB
      return { ...loudnessMeter.finish(), truePeak }
    },
  }
}
