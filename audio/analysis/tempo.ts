import { checkpoint } from '../dsp/cancellation.ts'
import { logarithm } from '../dsp/exponential.ts'
import { createFft } from '../dsp/fft.ts'
import { analysisRate, hann, hop } from './mel-spectrogram.ts'

const framesPerMinute = (60 * analysisRate) / hop
/** Frames the autocorrelation looks at, eight seconds. */
const windowLength = Math.floor((8 * analysisRate) / hop)
/** A power of four with room for all lags. */
const size = 1024
/** Beats per minute: what is expected, within an octave or so, and what is too fast. */
const expectedTempo = 120
const highestTempo = 320

/**
 * The time from beat to beat: librosa.feature.tempo with its defaults, the lag that a mean autocorrelation tempogram
 * (Grosche, Müller & Kurth 2010) and a log-normal prior around 120 beats per minute find best.
 * @param strength onset strength, one number per frame, not negative
 * @returns whole frames per beat
 */
export function beatPeriod(strength: Float64Array): number {
  const likeness = meanAutocorrelation(strength)
  let best = -Infinity
  let period = 0
  for (let lag = 1; lag < windowLength; lag++) {
    const tempo = framesPerMinute / lag
    if (tempo >= highestTempo) continue
    const octaves = logarithm(tempo / expectedTempo) / Math.LN2
    const score = logarithm(1 + 1e6 * Math.max(0, likeness[lag] as number)) - 0.5 * octaves * octaves
    if (score > best) {
      best = score
      period = lag
    }
  }
  return period
}

/**
 * The mean over frames of librosa.feature.tempogram: each frame's windowed surroundings against themselves, 1 at lag 0.
 * Only the mean is wanted, so the power spectra are added up and transformed back once, two frames to a transform.
 * @returns one number a lag
 */
function meanAutocorrelation(strength: Float64Array): Float64Array {
  const frames = strength.length
  const window = hann(windowLength)
  const padded = rampEnds(strength, windowLength / 2)
  const fft = createFft(size)
  const parts = [new Float64Array(size), new Float64Array(size)] as const
  const power = new Float64Array(size)
  for (let t = 0; t < frames; t += 2) {
    checkpoint()
    parts.forEach((part, p) => {
      writeUnitFrame(padded, window, t + p < frames ? t + p : undefined, part)
    })
    fft.run(...parts)
    for (let k = 0; k < size; k++)
      power[k] = (power[k] as number) + (fft.re[k] as number) ** 2 + (fft.im[k] as number) ** 2
  }
  fft.run(power, new Float64Array(size))
  return fft.re.slice(0, windowLength).map((sum) => sum / (size * frames))
}

/** The windowed frame scaled to unit energy; zeros for silence and beyond the end. */
function writeUnitFrame(padded: Float64Array, window: Float64Array, t: number | undefined, into: Float64Array): void {
  into.fill(0)
  if (t === undefined) return
  let energy = 0
  for (let i = 0; i < window.length; i++) {
    const value = (window[i] as number) * (padded[t + i] as number)
    into[i] = value
    energy += value * value
  }
  if (energy === 0) return
  const scale = 1 / Math.sqrt(energy)
  for (let i = 0; i < window.length; i++) into[i] = (into[i] as number) * scale
}

/** numpy.pad(mode='linear_ramp'): `width` values on either side, straight down to 0. */
function rampEnds(values: Float64Array, width: number): Float64Array {
  const result = new Float64Array(values.length + 2 * width)
  result.set(values, width)
  const first = values[0] as number
  const last = values[values.length - 1] as number
  for (let i = 0; i < width; i++) {
    result[i] = (first * i) / width
    result[result.length - 1 - i] = (last * i) / width
  }
  return result
}
