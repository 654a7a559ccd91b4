import type { AnalysisJob } from '../../../../audio/analysis/analysis-types.ts'
import { analyzeSong } from '../../../../audio/analysis/analyze-song.ts'
import { selectBackend } from '../../../../audio/dsp/wasm-kernels.ts'
import { defaultSettings, type SongSettings } from '../../../../audio/song/song.ts'

const SAMPLE_RATE_HZ = 48000
const DURATION_S = 8

/** Bursts of repeatable noise, five per second, of changing loudness. */
function createBursts(): Float32Array<ArrayBuffer> {
  let state = 1
  return Float32Array.from({ length: DURATION_S * SAMPLE_RATE_HZ }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const beat = Math.floor((5 * i) / SAMPLE_RATE_HZ)
    const since = (5 * i) / SAMPLE_RATE_HZ - beat
    return ((state / 2 ** 31 - 1) * (1 - since) ** 4) / (1 + (beat % 3))
  })
}

/** Analyzes a synthetic sound. @returns its Song as JSON, and the code path of the kernels */
export async function analyzeToJson(settings: Partial<SongSettings>): Promise<{ path: string; text: string }> {
  const source = {
    name: 'noise.wav',
    bytes: 44,
    sha256: '0'.repeat(64),
    duration: DURATION_S,
    sampleRate: SAMPLE_RATE_HZ,
    channels: 1,
  }
  const job: AnalysisJob = { title: 'Noise', source, settings: { ...defaultSettings, ...settings } }
  return {
    path: selectBackend(),
    text: JSON.stringify(await analyzeSong({ channels: [createBursts()], sampleRate: SAMPLE_RATE_HZ }, job, {})),
  }
}
