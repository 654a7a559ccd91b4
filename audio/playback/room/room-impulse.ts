import type { Hertz, Samples, Seconds } from '../../units.ts'

/** Low and middle notes decay by 60 dB in this time: a small hall, short enough for ten chunks a second. */
const DECAY_S: Seconds = 0.9
/** Highs decay faster, as air and soft walls make them. */
const HIGH_HZ: Hertz = 8000
const HIGH_DECAY_S: Seconds = 0.5
/** The tail comes after the floor's reflection, and swells while those of the walls come. */
const BEGIN_S: Seconds = 0.018
const SWELL_S: Seconds = 0.03
/** The first walls took this much off the highs before the tail begins; as time of its decay. */
const AGED_S: Seconds = 0.06
/** Below this a tail of music is a rumble. */
const LOW_CUT_HZ: Hertz = 70
/** Two ears in a room hear the same below this (Cook et al. 1955: sin kd / kd of a head). */
const COHERENT_HZ: Hertz = 500
/** Then a sound has left the room. */
export const ROOM_TAIL_S: Seconds = BEGIN_S + 1.1 * DECAY_S
/** The low-pass widens in steps that nobody hears. */
const STEP: Samples = 64
/** Noise before and after, more than the low-pass reaches at 192 kHz. */
const MARGIN: Samples = 64
const LN_60_DB = Math.log(1000)

/** What a sound leaves in a room, at both ears; its mean energy is 1. Made in steps, between which a page can draw. */
export type RoomImpulse = { left: Float32Array<ArrayBuffer>; right: Float32Array<ArrayBuffer> }

/**
 * Noise whose spectrum narrows while it fades: decay rates of a + b·f² are a Gaussian low-pass that widens with time. The
 * same in every run.
 */
export function* createRoomImpulse(sampleRate: Hertz): Generator<undefined, RoomImpulse> {
  const length = Math.ceil(ROOM_TAIL_S * sampleRate)
  const middle = createTail(sampleRate, length, 1)
  yield
  const side = createTail(sampleRate, length, 2)
  yield
  cutLows(side, COHERENT_HZ / sampleRate)
  const left = middle.map((value, i) => value + side[i]!)
  const right = middle.map((value, i) => value - side[i]!)
  let energy = 0
  for (let i = 0; i < length; i++) energy += (left[i]! ** 2 + right[i]! ** 2) / 2
  const scale = 1 / Math.sqrt(energy)
  return { left: left.map((value) => value * scale), right: right.map((value) => value * scale) }
}

function createTail(sampleRate: Hertz, length: Samples, seed: number): Float32Array<ArrayBuffer> {
  const noise = createNoise(length + 2 * MARGIN, seed)
  cutLows(noise, LOW_CUT_HZ / sampleRate)
  const decayPerS = LN_60_DB / DECAY_S
  const highDecayPerS = (LN_60_DB / HIGH_DECAY_S - decayPerS) / HIGH_HZ ** 2
  const tail = new Float32Array(length)
  const begin = Math.round(BEGIN_S * sampleRate)
  for (let from = begin; from < length; from += STEP) {
    const time = (from - begin) / sampleRate
    // exp(-b·f²·t) in time: a Gaussian with this variance, samples squared.
    const variance = (2 * highDecayPerS * (time + AGED_S) * sampleRate ** 2) / (2 * Math.PI) ** 2
    const weights = createGaussian(variance)
    let level = Math.exp(-decayPerS * time)
    const fall = Math.exp(-decayPerS / sampleRate)
    for (let i = from; i < Math.min(length, from + STEP); i++) {
      const at = i + MARGIN
      let sum = weights[0]! * noise[at]!
      for (let k = 1; k < weights.length; k++) sum += weights[k]! * (noise[at - k]! + noise[at + k]!)
      const swell = Math.min(1, (i - begin) / sampleRate / SWELL_S)
      tail[i] = level * swell * swell * (3 - 2 * swell) * sum
      level *= fall
    }
  }
  return tail
}

/** Weights of a sample and its neighbors on either side; their sum is 1. */
function createGaussian(variance: number): Float64Array {
  const weights = Float64Array.from({ length: 1 + Math.min(MARGIN, Math.ceil(3.5 * Math.sqrt(variance))) }, (_, k) =>
    Math.exp((-k * k) / (2 * variance)),
  )
  const total = weights.reduce((sum, weight) => sum + 2 * weight, -1)
  return weights.map((weight) => weight / total)
}

/** First order, in place. */
function cutLows(values: Float32Array, cyclesPerSample: number): void {
  const share = 1 - Math.exp(-2 * Math.PI * cyclesPerSample)
  let low = 0
  for (let i = 0; i < values.length; i++) {
    low += share * (values[i]! - low)
    values[i]! -= low
  }
}

/** Evenly between -1 and 1, by the generator of Numerical Recipes. */
function createNoise(length: Samples, seed: number): Float32Array<ArrayBuffer> {
  let state = seed
  const noise = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    noise[i] = state / 2 ** 31 - 1
  }
  return noise
}
