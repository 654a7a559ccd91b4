import type { Hertz, Samples, Seconds } from '../units.ts'
import { computeDistanceGain } from './distance-gain.ts'

/** Of each of three low-passes in series: a move is heard 40 ms late, and the steps of frames are gone. */
export const FOLLOW_S: Seconds = 0.04 / 3
/** Squared distance of unit vectors that counts as none: 0.002 degrees. */
const SETTLED_SQUARED = 1e-9
/** Directions whose cosine is less are opposite: there is no shortest way, and it goes by the side or from above. */
const OPPOSITE_COS = -0.99
const DETOUR = 0.2
/** Nearer to the head than this there is no direction: the last one stays. */
const MIN_DISTANCE_M = 1e-3

/** Follows a position smoothly. */
export type DirectionGlide = {
  /** Is there at once. */
  jump: (x: number, y: number, z: number) => void
  /** Follows for the time of a block. */
  step: (x: number, y: number, z: number) => void
}

/**
 * @param samples of a step
 * @param heard written: a unit vector from the head and the gain of the distance. Typed arrays, because the audio thread must
 * not collect garbage.
 */
export function createDirectionGlide(sampleRate: Hertz, samples: Samples, heard: Float64Array): DirectionGlide {
  const share = 1 - Math.exp(-samples / sampleRate / FOLLOW_S)
  const target = Float64Array.of(0, 0, -1, 1)
  /** Between target and heard. */
  const first = new Float64Array(4)
  const second = new Float64Array(4)

  const aim = (x: number, y: number, z: number) => {
    const distance = Math.sqrt(x * x + y * y + z * z)
    target[3] = computeDistanceGain(distance)
    if (!(distance > MIN_DISTANCE_M)) return
    target[0] = x / distance
    target[1] = y / distance
    target[2] = z / distance
  }
  const arrive = () => {
    first.set(target)
    second.set(target)
    heard.set(target)
  }
  arrive()
  return {
    jump: (x, y, z) => {
      aim(x, y, z)
      arrive()
    },
    step: (x, y, z) => {
      aim(x, y, z)
      if (squaredDistance(target, first) + squaredDistance(target, heard) < SETTLED_SQUARED) return arrive()
      approach(first, target, share)
      approach(second, first, share)
      approach(heard, second, share)
    },
  }
}

const squaredDistance = (a: Float64Array, b: Float64Array): number =>
  (a[0]! - b[0]!) ** 2 + (a[1]! - b[1]!) ** 2 + (a[2]! - b[2]!) ** 2 + (a[3]! - b[3]!) ** 2

/** Turns towards a direction along the great circle, by square roots alone: the same bits in every engine. */
function approach(heard: Float64Array, target: Float64Array, share: number): void {
  const cosine = heard[0]! * target[0]! + heard[1]! * target[1]! + heard[2]! * target[2]!
  const isLevel = Math.abs(heard[1]!) < 0.7
  const detourX = cosine < OPPOSITE_COS && !isLevel ? DETOUR : 0
  const detourY = cosine < OPPOSITE_COS && isLevel ? DETOUR : 0
  const x = heard[0]! + share * (target[0]! - heard[0]! + detourX)
  const y = heard[1]! + share * (target[1]! - heard[1]! + detourY)
  const z = heard[2]! + share * (target[2]! - heard[2]!)
  const length = Math.sqrt(x * x + y * y + z * z)
  heard[0] = x / length
  heard[1] = y / length
  heard[2] = z / length
  heard[3]! += share * (target[3]! - heard[3]!)
}
