import { throwIfCancelled } from '../dsp/cancellation.ts'
import { logarithm } from '../dsp/deterministic-math.ts'
import { createFft } from '../dsp/fft.ts'
import { ANALYSIS_RATE_HZ, createHannWindow, HOP_LENGTH } from './mel-spectrogram.ts'

const FRAMES_PER_MINUTE = (60 * ANALYSIS_RATE_HZ) / HOP_LENGTH
/** Window of the autocorrelation, eight seconds. */
const TEMPOGRAM_WINDOW_FRAMES = Math.floor((8 * ANALYSIS_RATE_HZ) / HOP_LENGTH)
/** A power of four that fits all lags. */
const AUTOCORRELATION_FFT_SIZE = 1024
/** Center of the prior, whose standard deviation is an octave. */
const START_BPM = 120
const MAX_BPM = 320

/**
 * The beat period: librosa.feature.tempo with its defaults, the best lag by the mean autocorrelation tempogram (Grosche,
 * Müller & Kurth 2010) and a log-normal prior around 120 beats per minute.
 * @param strength onset strength, one non-negative number per frame
 * @returns whole frames per beat
 */
export function estimateBeatPeriod(strength: Float64Array): number {
  const autocorrelation = computeMeanAutocorrelation(strength)
  let best = -Infinity
  let period = 0
  for (let lag = 1; lag < TEMPOGRAM_WINDOW_FRAMES; lag++) {
    const tempo = FRAMES_PER_MINUTE / lag
    if (tempo >= MAX_BPM) continue
    const octaves = logarithm(tempo / START_BPM) / Math.LN2
    const score = logarithm(1 + 1e6 * Math.max(0, autocorrelation[lag]!)) - 0.5 * octaves * octaves
    if (score > best) {
      best = score
      period = lag
    }
  }
  return period
}

/**
 * The mean over frames of librosa.feature.tempogram, the autocorrelation of the windowed onset strength, 1 at lag 0. The
 * power spectra are added up and transformed back once; each forward transform takes two frames.
 * @returns one number a lag
 */
function computeMeanAutocorrelation(strength: Float64Array): Float64Array {
  const frames = strength.length
  const window = createHannWindow(TEMPOGRAM_WINDOW_FRAMES)
  const padded = padLinearRamp(strength, TEMPOGRAM_WINDOW_FRAMES / 2)
  const fft = createFft(AUTOCORRELATION_FFT_SIZE)
  const parts = [new Float64Array(AUTOCORRELATION_FFT_SIZE), new Float64Array(AUTOCORRELATION_FFT_SIZE)] as const
  const power = new Float64Array(AUTOCORRELATION_FFT_SIZE)
  for (let t = 0; t < frames; t += 2) {
    throwIfCancelled()
    parts.forEach((part, p) => {
      writeUnitFrame(padded, window, t + p < frames ? t + p : undefined, part)
    })
    fft.run(...parts)
    for (let k = 0; k < AUTOCORRELATION_FFT_SIZE; k++) power[k] = power[k]! + fft.re[k]! ** 2 + fft.im[k]! ** 2
  }
  fft.run(power, new Float64Array(AUTOCORRELATION_FFT_SIZE))
  return fft.re.slice(0, TEMPOGRAM_WINDOW_FRAMES).map((sum) => sum / (AUTOCORRELATION_FFT_SIZE * frames))
}

/** Writes a windowed frame of unit energy; zeros for silence, or without a frame. */
function writeUnitFrame(padded: Float64Array, window: Float64Array, t: number | undefined, target: Float64Array): void {
  target.fill(0)
  if (t === undefined) return
  let energy = 0
  for (let i = 0; i < window.length; i++) {
    const value = window[i]! * padded[t + i]!
    target[i] = value
    energy += value * value
  }
  if (energy === 0) return
  const scale = 1 / Math.sqrt(energy)
  for (let i = 0; i < window.length; i++) target[i]! *= scale
}

/** numpy.pad(mode='linear_ramp'): `width` values on either side that fall linearly to 0. */
function padLinearRamp(values: Float64Array, width: number): Float64Array {
  const result = new Float64Array(values.length + 2 * width)
  result.set(values, width)
  const first = values[0]!
  const last = values[values.length - 1]!
  for (let i = 0; i < width; i++) {
    result[i] = (first * i) / width
    result[result.length - 1 - i] = (last * i) / width
  }
  return result
}
