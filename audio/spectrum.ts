import { melFilters } from './mel.ts'
import { createPowerSpectrum } from './power-spectrum.ts'
import type { Decibels, Hertz, Samples } from './units.ts'

/** All analysis happens at this rate. */
export const analysisRate: Hertz = 22050
/** Samples from one frame's center to the next one's. */
export const hop: Samples = 512
/** Samples a frame sees, half of them before its center. */
export const fftSize: Samples = 2048
/** Mel bands of a frame. */
export const bands = 128

const smallestPower = 1e-10
const reportEvery = 1000

/** Frames a stretch of samples has: librosa's centered framing. */
export const frameCount = (samples: Samples): number => 1 + Math.floor(samples / hop)

/** The log-mel spectrogram: row t, of `bands` numbers, is the frame centered at sample t * hop. */
export type MelSpectrogram = { frames: number; decibels: Float32Array<ArrayBuffer> }

/**
 * Measures single frames: writes the mel power of the frame centered at sample `center`, in decibels
 * relative to 1 and floored at -100, to target[at ... at + bands - 1]. Samples outside [low, high) count as zero.
 */
export type FrameMeter = (
  samples: Float32Array,
  center: Samples,
  low: Samples,
  high: Samples,
  target: Float32Array | Float64Array,
  at: number,
) => void

/**
 * A frame of librosa.feature.melspectrogram (periodic Hann window, power, Slaney mel up to the Nyquist
 * frequency) followed by librosa.power_to_db(ref=1, top_db=None), at the analysis rate.
 * @returns the meter; it owns its tables and buffers, so make one and use it for every frame
 */
export function createFrameMeter(): FrameMeter {
  const spectrum = createPowerSpectrum(fftSize)
  const { input, power } = spectrum
  const { first, offset, weights } = melFilters(analysisRate, fftSize, bands)
  const window = Float64Array.from({ length: fftSize }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / fftSize))

  return (samples, center, low, high, target, at) => {
    const start = center - fftSize / 2
    const from = Math.min(fftSize, Math.max(0, low - start))
    const to = Math.max(from, Math.min(fftSize, high - start))
    input.fill(0, 0, from)
    for (let i = from; i < to; i++) input[i] = (window[i] as number) * (samples[start + i] as number)
    input.fill(0, to)
    spectrum.run()
    for (let band = 0; band < bands; band++) {
      let bin = first[band] as number
      let sum = 0
      const end = offset[band + 1] as number
      for (let w = offset[band] as number; w < end; w++) sum += (weights[w] as number) * (power[bin++] as number)
      target[at + band] = toDecibels(sum)
    }
  }
}

/** librosa.power_to_db with ref=1 and amin=1e-10, for one number. */
const toDecibels = (power: number): Decibels => 10 * Math.log10(Math.max(power, smallestPower))

/**
 * The log-mel spectrogram of a whole song.
 * @param samples mono at the analysis rate
 * @returns frameCount(samples.length) frames
 */
export function melSpectrogram(samples: Float32Array, onProgress?: (fraction: number) => void): MelSpectrogram {
  const measure = createFrameMeter()
  const frames = frameCount(samples.length)
  const decibels = new Float32Array(frames * bands)
  for (let t = 0; t < frames; t++) {
    measure(samples, t * hop, 0, samples.length, decibels, t * bands)
    if ((t + 1) % reportEvery === 0) onProgress?.((t + 1) / frames)
  }
  onProgress?.(1)
  return { frames, decibels }
}
