import FFT from 'fft.js'
import Meyda from 'meyda'
import { readAnalysisInput } from '../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../audio/analysis/chunks.ts'
import { type Points, toPoints } from '../../audio/analysis/embedding/points.ts'
import { extractOriginalFeatures } from '../../audio/analysis/features.ts'
import {
  ANALYSIS_RATE_HZ,
  computeMelSpectrogram,
  countFrames,
  FFT_SIZE,
  HOP_LENGTH,
} from '../../audio/analysis/mel-spectrogram.ts'
import { computeOnsetStrength, pickOnsets } from '../../audio/analysis/onsets.ts'
import type { Backend } from '../../audio/dsp/wasm-kernels.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { openLibrosa } from './librosa.ts'
import type { Report } from './report.ts'
import { measureMedians } from './timing.ts'

/**
 * Sound to features, decoding excluded: stage by stage in the kernels and in plain TypeScript, and the spectrum by what
 * else one would take.
 * @returns the features
 */
export async function benchmarkFeatureStages(name: string, pcm: Pcm, report: Report): Promise<Points> {
  const group = `${name}, ${Math.round(getPcmDuration(pcm))} s`
  const { samples } = readAnalysisInput(pcm)
  const spectrogram = computeMelSpectrogram(samples)
  const chunks = partitionSong(pickOnsets(computeOnsetStrength(spectrogram)), getPcmDuration(pcm), samples.length)
  const stages: [string, (path: Backend) => unknown][] = [
    ['mono, resampling, levels', (path) => readAnalysisInput(pcm, undefined, path)],
    ['spectrum', (path) => computeMelSpectrogram(samples, undefined, path)],
    ['onsets', (path) => pickOnsets(computeOnsetStrength(spectrogram, {}, path))],
    ['features', (path) => extractOriginalFeatures(samples, spectrogram, chunks, undefined, path)],
  ]
  for (const [stage, work] of stages) {
    const { simd, plain } = await measureMedians({ simd: () => work('simd'), plain: () => work('plain') })
    report.add({ group, what: `${stage}: songwalk`, seconds: simd })
    report.add({ group, what: `${stage}: plain TypeScript`, seconds: plain, against: plain / simd })
    if (stage === 'spectrum') await benchmarkSpectrumPeers(group, samples, simd, report)
  }
  await benchmarkFeatureExtraction(group, pcm, report)
  return toPoints(extractOriginalFeatures(samples, spectrogram, chunks), 26)
}

/** Sound to features in one go. */
function computeFeatures(pcm: Pcm, path: Backend): void {
  const { samples } = readAnalysisInput(pcm, undefined, path)
  const spectrogram = computeMelSpectrogram(samples, undefined, path)
  const chunks = partitionSong(
    pickOnsets(computeOnsetStrength(spectrogram, {}, path)),
    getPcmDuration(pcm),
    samples.length,
  )
  extractOriginalFeatures(samples, spectrogram, chunks, undefined, path)
}

/** The whole way by songwalk, plain TypeScript and librosa, in turns. */
async function benchmarkFeatureExtraction(group: string, pcm: Pcm, report: Report): Promise<void> {
  const contestants: Record<string, () => unknown> = {
    songwalk: () => computeFeatures(pcm, 'simd'),
    'plain TypeScript': () => computeFeatures(pcm, 'plain'),
  }
  // An hour takes librosa minutes, at the same cost per second as four minutes.
  const librosa = getPcmDuration(pcm) < 600 ? await openLibrosa(pcm) : undefined
  if (librosa) contestants.librosa = librosa.runOnce
  const times = await measureMedians(contestants)
  librosa?.close()
  const own = times.songwalk as number
  for (const [who, seconds] of Object.entries(times)) {
    const more = who === 'songwalk' ? {} : { against: seconds / own }
    report.add({ group, what: `sound to features: ${who}`, seconds, ...more })
  }
}

/** Power spectra of the same frames, without mel bands, by fft.js and Meyda. */
async function benchmarkSpectrumPeers(
  group: string,
  samples: Float32Array,
  ours: number,
  report: Report,
): Promise<void> {
  const window = Float64Array.from({ length: FFT_SIZE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT_SIZE))
  const frames = countFrames(samples.length)
  const frame = new Float32Array(FFT_SIZE)
  const cut = (t: number): void => {
    const start = t * HOP_LENGTH - FFT_SIZE / 2
    for (let i = 0; i < FFT_SIZE; i++) frame[i] = (samples[start + i] ?? 0) * (window[i] as number)
  }
  const fft = new FFT(FFT_SIZE)
  const bins = fft.createComplexArray()
  const power = new Float64Array(FFT_SIZE / 2 + 1)
  const byFftJs = (): void => {
    for (let t = 0; t < frames; t++) {
      cut(t)
      fft.realTransform(bins, frame)
      for (let k = 0; k < power.length; k++) power[k] = (bins[2 * k] as number) ** 2 + (bins[2 * k + 1] as number) ** 2
    }
  }
  Object.assign(Meyda, { bufferSize: FFT_SIZE, sampleRate: ANALYSIS_RATE_HZ, windowingFunction: 'rect' })
  const byMeyda = (): void => {
    for (let t = 0; t < frames; t++) {
      cut(t)
      Meyda.extract('powerSpectrum', frame)
    }
  }
  const times = await measureMedians({ fftJs: byFftJs, meyda: byMeyda })
  report.add({ group, what: 'spectrum: fft.js, no mel bands', seconds: times.fftJs, against: times.fftJs / ours })
  report.add({ group, what: 'spectrum: Meyda, no mel bands', seconds: times.meyda, against: times.meyda / ours })
}
