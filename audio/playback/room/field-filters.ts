import type { Hertz, Samples } from '../../units.ts'
import type { ResponseTable } from '../response-table.ts'

/** Channels of a sound field around the head: all sides, up, back, front and back against both sides; right, back right. */
export const FIELD_CHANNELS = 6
const [UP_BACK, SECOND_EVEN, SECOND_ODD] = [Math.sqrt(3), Math.sqrt(15) / 2, Math.sqrt(15)]
/** Above this, ears compare levels, not times: few channels carry levels alone farther (Zaunschirm et al. 2018). */
const TIME_LIMIT_HZ: Hertz = 1500
/** Soft walls take highs, and so does the way to them. */
const DAMPING_HZ: Hertz = 5000
/** Half of the filter that parts times from levels, at 44.1 kHz. */
const SPLIT_REACH = 24
/** Directions within this cosine share their part of the sphere. */
const DENSITY_COS = 0.95
const FADE_OUT: Samples = 16

/** Writes how much of a direction each channel gets (real spherical harmonics, N3D). */
export function encodeDirection(x: number, y: number, z: number, gain: number, gains: Float64Array, at: number): void {
  gains[at] = gain
  gains[at + 1] = gain * UP_BACK * y
  gains[at + 2] = gain * UP_BACK * z
  gains[at + 3] = gain * SECOND_EVEN * (x * x - z * z)
  gains[at + 4] = gain * UP_BACK * x
  gains[at + 5] = gain * SECOND_ODD * x * z
}

/**
 * What the left ear hears of each channel, as long as a response: the responses of all directions, weighted by the channel; of
 * ears that are no mirror images of each other their mean, because a room answers both by the same filters. Delays are kept for lows; highs have all the same.
 */
export function createFieldFilters(table: ResponseTable): Float32Array<ArrayBuffer> {
  const { directions, delays, responses, sampleRate } = table
  const count = directions.length / 3
  const ears = delays.length / count
  const taps = responses.length / delays.length
  const weights = computeAreas(directions)
  const meanDelay = delays.reduce((sum, delay, row) => sum + (weights[row % count]! / ears) * delay, 0)
  const timed = new Float64Array(FIELD_CHANNELS * taps)
  const timeless = new Float64Array(FIELD_CHANNELS * taps)
  const gains = new Float64Array(FIELD_CHANNELS)
  for (let row = 0; row < delays.length; row++) {
    const at = 3 * (row % count)
    const [x, y, z] = directions.subarray(at, at + 3) as unknown as [number, number, number]
    encodeDirection(row < count ? x : -x, y, z, weights[row % count]! / ears, gains, 0)
    const response = responses.subarray(row * taps, (row + 1) * taps)
    for (let channel = 0; channel < FIELD_CHANNELS; channel++) {
      addDelayed(response, delays[row]!, gains[channel]!, timed, channel * taps)
      addDelayed(response, meanDelay, gains[channel]!, timeless, channel * taps)
    }
  }
  const split = createLowPass(Math.round((SPLIT_REACH * sampleRate) / 44_100), TIME_LIMIT_HZ / sampleRate)
  const filters = new Float32Array(FIELD_CHANNELS * taps)
  for (let channel = 0; channel < FIELD_CHANNELS; channel++) {
    const [from, to] = [channel * taps, (channel + 1) * taps]
    filters.set(joinBands(timed.subarray(from, to), timeless.subarray(from, to), split, DAMPING_HZ / sampleRate), from)
  }
  return filters
}

/** Lows of one response and highs of another, damped. */
function joinBands(lows: Float64Array, highs: Float64Array, split: Float64Array, dampedAt: number): Float64Array {
  const taps = lows.length
  const reach = split.length >> 1
  const share = 1 - Math.exp(-2 * Math.PI * dampedAt)
  let damped = 0
  return lows.map((_, i) => {
    let sum = highs[i - reach] ?? 0
    for (let k = 0; k < split.length; k++) sum += split[k]! * ((lows[i - k] ?? 0) - (highs[i - k] ?? 0))
    damped += share * (sum - damped)
    return damped * Math.min(1, (taps - i) / FADE_OUT)
  })
}

function addDelayed(from: Float32Array, delay: number, gain: number, to: Float64Array, at: number): void {
  const whole = Math.floor(delay)
  const rest = delay - whole
  for (let i = 0; i + whole < from.length; i++) {
    to[at + i + whole]! += gain * ((1 - rest) * from[i]! + rest * (from[i - 1] ?? 0))
  }
}

/** A sinc with a Hann window; its sum is 1. */
function createLowPass(reach: Samples, cyclesPerSample: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const x = 2 * cyclesPerSample * (i - reach)
    const sinc = i === reach ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * (i - reach)) / (reach + 1)))
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
}

/** The share of the sphere that each direction stands for: less where they are dense. */
function computeAreas(directions: Float32Array): Float64Array {
  const count = directions.length / 3
  const areas = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    let density = 0
    for (let other = 0; other < count; other++) {
      let cosine = 0
      for (let axis = 0; axis < 3; axis++) cosine += directions[3 * row + axis]! * directions[3 * other + axis]!
      if (cosine > DENSITY_COS) density += (cosine - DENSITY_COS) ** 2
    }
    areas[row] = 1 / density
  }
  const total = areas.reduce((sum, area) => sum + area, 0)
  return areas.map((area) => area / total)
}
