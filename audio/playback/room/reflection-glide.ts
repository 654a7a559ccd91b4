import type { Hertz, Meters, Samples, Seconds } from '../../units.ts'
import type { ReflectedVoice } from '../binaural-ears.ts'
import { FOLLOW_S } from '../direction-glide.ts'
import { computeDistanceGain } from '../distance-gain.ts'
import { encodeDirection, FIELD_CHANNELS } from './field-filters.ts'
import {
  FLOOR_REFLECTION,
  LONGEST_REFLECTION_S,
  MAX_EAR_HEIGHT_M,
  MIN_EAR_HEIGHT_M,
  SOUND_SPEED_M_PER_S,
  WALL_CLEARANCE_M,
  WALL_DISTANCES_M,
  WALL_REFLECTION,
} from './hall.ts'

/** Floor and walls. */
const REFLECTIONS = 5
/** A reflection comes from a new delay in this time: slow enough for a tone to stay one, and direct sound bends no pitch either. */
const DELAY_FADE_S: Seconds = 0.3

/** How the place lies about the head: its up and its x in the head's axes, and the height of the ears above its floor. */
export type Place = ArrayLike<number>

/** Follows the image sources of a voice smoothly. */
export type ReflectionGlide = {
  /** Is there at once. */
  jump: (x: Meters, y: Meters, z: Meters, place: Place) => void
  /**
   * Follows for the time of a block.
   * @param level of all reflections
   */
  step: (x: Meters, y: Meters, z: Meters, place: Place, level: number) => void
}

/**
 * @param samples of a step
 * @param voice written
 */
export function createReflectionGlide(
  sampleRate: Hertz,
  samples: Samples,
  { gains, taps }: Pick<ReflectedVoice, 'gains' | 'taps'>,
): ReflectionGlide {
  const share = 1 - Math.exp(-samples / sampleRate / FOLLOW_S)
  const fadeStep = samples / sampleRate / DELAY_FADE_S
  const longest = Math.floor(LONGEST_REFLECTION_S * sampleRate)
  const targets = new Float64Array(REFLECTIONS * FIELD_CHANNELS)
  const first = new Float64Array(targets.length)
  const second = new Float64Array(targets.length)
  const smooth = new Float64Array(targets.length)
  const delays = new Int32Array(REFLECTIONS)
  /** 0-1 of a fade, and to which of the two taps. */
  const progress = new Float64Array(REFLECTIONS).fill(1)
  const towards = new Int32Array(REFLECTIONS)

  /** The image of a source behind a wall, whose normal points away from the head. */
  const mirror = (
    index: number,
    x: Meters,
    y: Meters,
    z: Meters,
    nx: number,
    ny: number,
    nz: number,
    wall: Meters,
    reflection: number,
  ) => {
    const shift = 2 * (wall - (x * nx + y * ny + z * nz))
    const [imageX, imageY, imageZ] = [x + shift * nx, y + shift * ny, z + shift * nz]
    const path = Math.sqrt(imageX * imageX + imageY * imageY + imageZ * imageZ)
    const detour = path - Math.sqrt(x * x + y * y + z * z)
    delays[index] = Math.min(longest, Math.max(0, Math.round((detour / SOUND_SPEED_M_PER_S) * sampleRate)))
    const gain = reflection * computeDistanceGain(path)
    encodeDirection(imageX / path, imageY / path, imageZ / path, gain, targets, index * FIELD_CHANNELS)
  }

  const aim = (x: Meters, y: Meters, z: Meters, place: Place) => {
    const [upX, upY, upZ] = [place[0]!, place[1]!, place[2]!]
    const [eastX, eastY, eastZ] = [place[3]!, place[4]!, place[5]!]
    // The place's z is across its x and up.
    const [southX, southY, southZ] = [eastY * upZ - eastZ * upY, eastZ * upX - eastX * upZ, eastX * upY - eastY * upX]
    const height = Math.min(MAX_EAR_HEIGHT_M, Math.max(MIN_EAR_HEIGHT_M, place[6]!))
    // A box that a hand holds below the floor lies on it.
    const floor = Math.max(height, -(x * upX + y * upY + z * upZ))
    mirror(0, x, y, z, -upX, -upY, -upZ, floor, FLOOR_REFLECTION)
    const [alongEast, alongSouth] = [x * eastX + y * eastY + z * eastZ, x * southX + y * southY + z * southZ]
    const [east, west, south, north] = WALL_DISTANCES_M
    const clear = (wall: Meters, along: Meters) => Math.max(wall, along + WALL_CLEARANCE_M)
    mirror(1, x, y, z, eastX, eastY, eastZ, clear(east, alongEast), WALL_REFLECTION)
    mirror(2, x, y, z, -eastX, -eastY, -eastZ, clear(west, -alongEast), WALL_REFLECTION)
    mirror(3, x, y, z, southX, southY, southZ, clear(south, alongSouth), WALL_REFLECTION)
    mirror(4, x, y, z, -southX, -southY, -southZ, clear(north, -alongSouth), WALL_REFLECTION)
  }

  const fade = (index: number) => {
    const at = 2 * index
    if (progress[index]! < 1) {
      progress[index] = Math.min(1, progress[index]! + fadeStep)
      const t = progress[index]!
      const eased = t * t * t * (t * (6 * t - 15) + 10)
      gains[index * (FIELD_CHANNELS + 1)] = towards[index] === 1 ? eased : 1 - eased
    } else if (taps[at + towards[index]!] !== delays[index]) {
      towards[index] = 1 - towards[index]!
      taps[at + towards[index]!] = delays[index]!
      progress[index] = 0
    }
  }

  return {
    jump: (x, y, z, place) => {
      aim(x, y, z, place)
      first.set(targets)
      second.set(targets)
      smooth.set(targets)
      progress.fill(1)
      towards.fill(0)
      gains.fill(0)
      for (let i = 0; i < taps.length; i++) taps[i] = delays[i >> 1]!
    },
    step: (x, y, z, place, level) => {
      aim(x, y, z, place)
      for (let index = 0; index < REFLECTIONS; index++) {
        fade(index)
        for (let channel = 0; channel < FIELD_CHANNELS; channel++) {
          const i = index * FIELD_CHANNELS + channel
          first[i]! += share * (targets[i]! - first[i]!)
          second[i]! += share * (first[i]! - second[i]!)
          smooth[i]! += share * (second[i]! - smooth[i]!)
          gains[i + index + 1] = level * smooth[i]!
        }
      }
    },
  }
}
