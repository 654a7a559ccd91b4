import FFT from 'fft.js'
import { RESPONSE_TAPS } from '../../audio/playback/response-table.ts'
import type { Hertz, Samples } from '../../audio/units.ts'

/** Of all tables. */
export const TABLE_RATE_HZ: Hertz = 44_100
/** For spectra and cepstra; the latter must not wrap around. */
const FFT_SIZE = 4096
export const SPECTRUM_BINS = FFT_SIZE / 2 + 1
/** Below this the measuring loudspeaker is weak, and a head does little: it becomes nothing towards 0 Hz. */
const LOW_HZ: Hertz = 400
/** Deeper notches, against the mean over all directions, would ring for long. */
const LEAST_DB = -30
/** Last taps that fade to nothing. */
const FADE_TAPS = 24

/** Powers at the bins of a table, of a response of any rate; beyond what it carries its last one. */
export function computePowers(response: Float32Array, sampleRate: Hertz): Float64Array {
  const size = Math.max(FFT_SIZE, 2 ** Math.ceil(Math.log2((FFT_SIZE * sampleRate) / TABLE_RATE_HZ)))
  const fft = new FFT(size)
  const padded = new Array<number>(size).fill(0)
  response.subarray(0, size).forEach((value, i) => {
    padded[i] = value
  })
  const spectrum = fft.createComplexArray() as number[]
  fft.realTransform(spectrum, padded)
  const powerAt = (bin: number) => (spectrum[2 * bin] as number) ** 2 + (spectrum[2 * bin + 1] as number) ** 2
  return Float64Array.from({ length: SPECTRUM_BINS }, (_, k) => {
    const place = Math.min(size / 2, (k * TABLE_RATE_HZ * size) / (FFT_SIZE * sampleRate))
    const bin = Math.min(size / 2 - 1, Math.floor(place))
    const share = place - bin
    return (1 - share) * powerAt(bin) + share * powerAt(bin + 1)
  })
}

/**
 * Levels against the mean over all directions, dB: the song keeps its color, and what the loudspeaker and the ear canal do
 * to all directions alike is gone (diffuse-field equalization).
 */
export function equalizePowers(powers: readonly Float64Array[]): Float64Array[] {
  const mean = new Float64Array(SPECTRUM_BINS)
  for (const power of powers) for (let k = 0; k < SPECTRUM_BINS; k++) mean[k]! += power[k]! / powers.length
  const lowBin = Math.round((LOW_HZ * FFT_SIZE) / TABLE_RATE_HZ)
  const levels = powers.map((power) => {
    const dB = power.map((value, k) => Math.max(LEAST_DB, 10 * Math.log10(value / mean[k]! + 1e-12)))
    // Per direction, the level at the lowest sound measured well holds below it, and fades.
    return dB.map((value, k) => (k < lowBin ? dB[lowBin]! * Math.sin(((k / lowBin) * Math.PI) / 2) ** 2 : value))
  })
  // Notches and the low end changed the mean a little: once more it becomes 0 dB.
  for (let k = 0; k < SPECTRUM_BINS; k++) {
    const power = levels.reduce((sum, dB) => sum + 10 ** (dB[k]! / 10), 0) / levels.length
    for (const dB of levels) dB[k]! -= 10 * Math.log10(power)
  }
  return levels
}

/** The shortest response with these levels: minimum phase, by the cepstrum (Oppenheim and Schafer). */
export function makeMinimumPhase(dB: Float64Array): Float32Array {
  const fft = new FFT(FFT_SIZE)
  const logs = fft.createComplexArray() as number[]
  for (let k = 0; k < FFT_SIZE; k++) {
    logs[2 * k] = (dB[Math.min(k, FFT_SIZE - k)]! * Math.LN10) / 20
    logs[2 * k + 1] = 0
  }
  const cepstrum = fft.createComplexArray() as number[]
  fft.inverseTransform(cepstrum, logs)
  for (let i = 0; i < FFT_SIZE; i++) {
    const fold = i === 0 || i === FFT_SIZE / 2 ? 1 : i < FFT_SIZE / 2 ? 2 : 0
    cepstrum[2 * i] = fold * (cepstrum[2 * i] as number)
    cepstrum[2 * i + 1] = 0
  }
  const spectrum = fft.createComplexArray() as number[]
  fft.transform(spectrum, cepstrum)
  for (let k = 0; k < FFT_SIZE; k++) {
    const size = Math.exp(spectrum[2 * k] as number)
    const phase = spectrum[2 * k + 1] as number
    spectrum[2 * k] = size * Math.cos(phase)
    spectrum[2 * k + 1] = size * Math.sin(phase)
  }
  const response = fft.createComplexArray() as number[]
  fft.inverseTransform(response, spectrum)
  return Float32Array.from({ length: RESPONSE_TAPS }, (_, tap: Samples) => {
    const left = (RESPONSE_TAPS - tap) / FADE_TAPS
    return (response[2 * tap] as number) * (left < 1 ? Math.sin((left * Math.PI) / 2) ** 2 : 1)
  })
}
