import FFT from 'fft.js'
import { RESPONSE_TAPS, type ResponseTable } from '../../audio/playback/response-table.ts'

/** One ear's responses: `length` samples a direction; positions are azimuth (to the left), elevation in degrees and radius. */
export type MeasuredResponses = {
  positions: ArrayLike<number>
  responses: Float32Array
  length: number
  sampleRate: number
}

/** An onset is where a response first passes this share of its peak. */
const ONSET_SHARE = 0.15
const OVERSAMPLING = 16
/** For spectra and cepstra; the latter must not wrap around. */
const FFT_SIZE = 4096
/** Below this the measuring loudspeaker is weak, and a head does little: it becomes nothing towards 0 Hz. */
const LOW_HZ = 400
/** Deeper notches, against the mean over all directions, would ring for long. */
const LEAST_DB = -30
/** Last taps that fade to nothing. */
const FADE_TAPS = 24
const SINC_HALF_WIDTH = 16
/** Rings added below the lowest measured one, each with its number of directions. */
const RING_STEP_DEG = 10
const DEGREE = Math.PI / 180
/** Narrowness of the mean over azimuths at the lowest measured ring; 0 at the pole. */
const RING_KAPPA = 60

type Row = { direction: [number, number, number]; delay: number; taps: Float32Array }

/** Axes of the head: x to the right, y up, z to the back. */
const toDirection = (azimuth: number, elevation: number): Row['direction'] => [
  -Math.sin(azimuth * DEGREE) * Math.cos(elevation * DEGREE),
  Math.sin(elevation * DEGREE),
  -Math.cos(azimuth * DEGREE) * Math.cos(elevation * DEGREE),
]

/** Value between samples, by a sinc with a Hann window. */
function sampleAt(values: Float32Array, time: number): number {
  const center = Math.floor(time)
  let sum = 0
  for (let i = center - SINC_HALF_WIDTH + 1; i <= center + SINC_HALF_WIDTH; i++) {
    const x = time - i
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / SINC_HALF_WIDTH)
    sum += (values[i] ?? 0) * window * (Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))
  }
  return sum
}

function findOnset(response: Float32Array): number {
  const fine = Float32Array.from({ length: response.length * OVERSAMPLING }, (_, i) =>
    Math.abs(sampleAt(response, i / OVERSAMPLING)),
  )
  const threshold = ONSET_SHARE * fine.reduce((most, value) => Math.max(most, value), 0)
  return fine.findIndex((value) => value >= threshold) / OVERSAMPLING
}

/** The weight that the kernel gives to a direction, so that the delays are smooth where it mixes them. */
function weigh(a: Row['direction'], b: Row['direction']): number {
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
  return cosine > 0.96 ? Math.exp((cosine - 1) / 0.004) * ((cosine - 0.96) / 0.04) ** 2 : 0
}

/**
 * Spectra against their mean over all directions, dB: the song keeps its color, and what the loudspeaker and the ear canal
 * do to all directions alike is gone (diffuse-field equalization).
 */
function equalizeSpectra(responses: Float32Array, length: number, sampleRate: number): Float64Array[] {
  const fft = new FFT(FFT_SIZE)
  const bins = FFT_SIZE / 2 + 1
  const powers = Array.from({ length: responses.length / length }, (_, row) => {
    const padded = new Array<number>(FFT_SIZE).fill(0)
    for (let i = 0; i < length; i++) padded[i] = responses[row * length + i] as number
    const spectrum = fft.createComplexArray() as number[]
    fft.realTransform(spectrum, padded)
    return Float64Array.from(
      { length: bins },
      (_, k) => (spectrum[2 * k] as number) ** 2 + (spectrum[2 * k + 1] as number) ** 2,
    )
  })
  const mean = new Float64Array(bins)
  for (const power of powers) for (let k = 0; k < bins; k++) mean[k]! += power[k]! / powers.length
  const levels = powers.map((power) => {
    const dB = power.map((value, k) => Math.max(LEAST_DB, 10 * Math.log10(value / mean[k]! + 1e-12)))
    // Per direction, the level at the lowest sound measured well holds below it, and fades.
    const lowBin = Math.round((LOW_HZ * FFT_SIZE) / sampleRate)
    return dB.map((value, k) => (k < lowBin ? dB[lowBin]! * Math.sin(((k / lowBin) * Math.PI) / 2) ** 2 : value))
  })
  // Notches and the low end changed the mean a little: once more it becomes 0 dB.
  for (let k = 0; k < bins; k++) {
    const power = levels.reduce((sum, dB) => sum + 10 ** (dB[k]! / 10), 0) / levels.length
    for (const dB of levels) dB[k]! -= 10 * Math.log10(power)
  }
  return levels
}

/** The shortest response with a spectrum: minimum phase, by the cepstrum (Oppenheim and Schafer). */
function makeMinimumPhase(dB: Float64Array): Float32Array {
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
  return Float32Array.from({ length: RESPONSE_TAPS }, (_, tap) => {
    const left = (RESPONSE_TAPS - tap) / FADE_TAPS
    return (response[2 * tap] as number) * (left < 1 ? Math.sin((left * Math.PI) / 2) ** 2 : 1)
  })
}

/**
 * Takes the delay out of measured responses, equalizes and cuts them, and continues them below the lowest measured ring.
 */
export function reduceResponses({ positions, responses, length, sampleRate }: MeasuredResponses): ResponseTable {
  const count = responses.length / length
  const measured = Array.from({ length: count }, (_, i) => {
    const response = responses.subarray(i * length, (i + 1) * length)
    return {
      azimuth: positions[3 * i] as number,
      elevation: positions[3 * i + 1] as number,
      direction: toDirection(positions[3 * i] as number, positions[3 * i + 1] as number),
      onset: findOnset(response),
    }
  })
  const spectra = equalizeSpectra(responses, length, sampleRate)
  const rows = measured.map(({ direction, azimuth, elevation }, row) => {
    let total = 0
    let onset = 0
    for (const other of measured) {
      const weight = weigh(direction, other.direction)
      total += weight
      onset += weight * other.onset
    }
    const delay = onset / total
    const taps = makeMinimumPhase(spectra[row]!)
    return { direction, delay, taps, azimuth, elevation }
  })
  const lowest = Math.min(...rows.map(({ elevation }) => elevation))
  const lowestRing = rows.filter(({ elevation }) => elevation === lowest)
  const all: Row[] = [...rows]
  for (let elevation = lowest - RING_STEP_DEG; elevation >= -90; elevation -= RING_STEP_DEG) {
    const ringSize = Math.max(1, Math.round((360 / RING_STEP_DEG) * 1.6 * Math.cos(elevation * DEGREE)))
    const kappa = RING_KAPPA * ((90 + elevation) / (90 + lowest)) ** 2
    for (let i = 0; i < ringSize; i++) all.push(blurRing(lowestRing, (360 * i) / ringSize, elevation, kappa))
  }
  const least = Math.min(...all.map(({ delay }) => delay))
  return {
    sampleRate,
    directions: Float32Array.from(all.flatMap(({ direction }) => direction)),
    delays: Float32Array.from(all, ({ delay }) => delay - least),
    responses: Float32Array.from(all.flatMap(({ taps }) => Array.from(taps))),
  }
}

/** A direction below the lowest ring: the ring's mean around its azimuth, wider towards the pole. */
function blurRing(ring: (Row & { azimuth: number })[], azimuth: number, elevation: number, kappa: number): Row {
  const taps = new Float32Array(RESPONSE_TAPS)
  let total = 0
  let delay = 0
  for (const row of ring) {
    const weight = Math.exp(kappa * (Math.cos((row.azimuth - azimuth) * DEGREE) - 1))
    total += weight
    delay += weight * row.delay
    row.taps.forEach((tap, i) => {
      taps[i]! += weight * tap
    })
  }
  return { direction: toDirection(azimuth, elevation), delay: delay / total, taps: taps.map((tap) => tap / total) }
}
