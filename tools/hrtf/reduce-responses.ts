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
/** Taps before the onset: what the sinc of the shift rings before it. */
const TAPS_BEFORE = 12
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

/** Takes the delay out of measured responses, cuts them, and continues them below the lowest measured ring. */
export function reduceResponses({ positions, responses, length, sampleRate }: MeasuredResponses): ResponseTable {
  const count = responses.length / length
  const measured = Array.from({ length: count }, (_, i) => {
    const response = responses.subarray(i * length, (i + 1) * length)
    return {
      azimuth: positions[3 * i] as number,
      elevation: positions[3 * i + 1] as number,
      direction: toDirection(positions[3 * i] as number, positions[3 * i + 1] as number),
      onset: findOnset(response),
      response,
    }
  })
  const rows = measured.map(({ direction, response, azimuth, elevation }) => {
    let total = 0
    let onset = 0
    for (const other of measured) {
      const weight = weigh(direction, other.direction)
      total += weight
      onset += weight * other.onset
    }
    const delay = onset / total
    const taps = Float32Array.from({ length: RESPONSE_TAPS }, (_, tap) => {
      const left = (RESPONSE_TAPS - tap) / FADE_TAPS
      return sampleAt(response, tap + delay - TAPS_BEFORE) * (left < 1 ? Math.sin((left * Math.PI) / 2) ** 2 : 1)
    })
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
  // The mean energy over all directions becomes 1: a song is about as loud as without a head.
  const energy = all.reduce((sum, { taps }) => sum + taps.reduce((s, tap) => s + tap * tap, 0), 0) / all.length
  return {
    sampleRate,
    directions: Float32Array.from(all.flatMap(({ direction }) => direction)),
    delays: Float32Array.from(all, ({ delay }) => delay - least),
    responses: Float32Array.from(all.flatMap(({ taps }) => Array.from(taps, (tap) => tap / Math.sqrt(energy)))),
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
