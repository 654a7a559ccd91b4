import type { Hertz, Samples, Seconds } from '../units.ts'
import { computeDistanceGain } from './distance-gain.ts'

/** Of each of two low-passes in series: a move is heard 40 ms late, and the steps of frames are gone. */
const TIME_CONSTANT_S: Seconds = 0.02
/** Squared distance of unit vectors that counts as none: 0.002 degrees. */
const SETTLED_SQUARED = 1e-9
/** Directions whose cosine is less are opposite: there is no shortest way, and it goes by the side or from above. */
const OPPOSITE_COS = -0.99
const DETOUR = 0.2
/** Nearer to the head than this there is no direction: the last one stays. */
const MIN_DISTANCE_M = 1e-3

/** A sound's direction from the head and its gain, which follow its position smoothly. */
export type DirectionGlide = {
  /** Unit vector in the axes of the head, and gain. */
  x: number
  y: number
  z: number
  gain: number
  /** Is there at once. */
  jump: (x: number, y: number, z: number) => void
  /** Follows for the time of a block. */
  step: (x: number, y: number, z: number) => void
}

/** @param samples of a step */
export function createDirectionGlide(sampleRate: Hertz, samples: Samples): DirectionGlide {
  const share = 1 - Math.exp(-samples / sampleRate / TIME_CONSTANT_S)
  /** Between position and direction. */
  const middle = { x: 0, y: 0, z: -1, gain: 1 }
  const target = { x: 0, y: 0, z: -1, gain: 1 }

  const aim = (x: number, y: number, z: number) => {
    const distance = Math.sqrt(x * x + y * y + z * z)
    target.gain = computeDistanceGain(distance)
    if (!(distance > MIN_DISTANCE_M)) return
    target.x = x / distance
    target.y = y / distance
    target.z = z / distance
  }

  const glide: DirectionGlide = {
    x: 0,
    y: 0,
    z: -1,
    gain: 1,
    jump: (x, y, z) => {
      aim(x, y, z)
      copy(target, middle)
      copy(target, glide)
    },
    step: (x, y, z) => {
      aim(x, y, z)
      if (squaredDistance(target, middle) + squaredDistance(target, glide) < SETTLED_SQUARED) {
        copy(target, middle)
        copy(target, glide)
        return
      }
      approach(middle, target, share)
      approach(glide, middle, share)
    },
  }
  return glide
}

type Heard = { x: number; y: number; z: number; gain: number }

function copy(from: Heard, to: Heard): void {
  to.x = from.x
  to.y = from.y
  to.z = from.z
  to.gain = from.gain
}

const squaredDistance = (a: Heard, b: Heard): number =>
  (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2 + (a.gain - b.gain) ** 2

/** Turns towards a direction along the great circle, by square roots alone: the same bits in every engine. */
function approach(heard: Heard, target: Heard, share: number): void {
  const isOpposite = heard.x * target.x + heard.y * target.y + heard.z * target.z < OPPOSITE_COS
  const isLevel = Math.abs(heard.y) < 0.7
  const x = heard.x + share * (target.x - heard.x + (isOpposite && !isLevel ? DETOUR : 0))
  const y = heard.y + share * (target.y - heard.y + (isOpposite && isLevel ? DETOUR : 0))
  const z = heard.z + share * (target.z - heard.z)
  const length = Math.sqrt(x * x + y * y + z * z)
  heard.x = x / length
  heard.y = y / length
  heard.z = z / length
  heard.gain += share * (target.gain - heard.gain)
}
