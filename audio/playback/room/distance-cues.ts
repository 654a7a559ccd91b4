import type { Decibels, Hertz, Meters, Samples } from '../../units.ts'
import { FAR_POINT } from '../binaural-ears.ts'
import { FOLLOW_S } from '../direction-glide.ts'
import type { NearField } from './near-field.ts'

/** ISO 9613-1 at 20 °C, 50 % humidity and 1013 hPa, for every meter; it grows with the square of frequency up there. */
const AIR_DB_PER_M: Decibels = 0.105
const AIR_HZ: Hertz = 8000
/** The radius of the sphere that is as large as a cube of edge 1. */
const CUBE_RADIUS = 0.62
const [, POINT_SPREAD] = FAR_POINT
const MAX_SPREAD = 0.06
/** Meters that are none. */
const SETTLED_M: Meters = 1e-4

/** How a voice's distance is heard besides its level: what air takes, how wide it is, what nearness does to both ears. */
export type DistanceCues = {
  jump: (distance: Meters) => void
  /**
   * Follows for the time of a block.
   * @param size edge of the box
   * @param level 0: as a point far away
   */
  step: (distance: Meters, size: Meters, level: number) => void
}

/**
 * @param samples of a step
 * @param direction as it is heard
 * @param cues written, see binaural-ears.ts
 */
export function createDistanceCues(
  sampleRate: Hertz,
  samples: Samples,
  nearField: NearField,
  direction: Float64Array,
  cues: Float64Array,
): DistanceCues {
  const share = 1 - Math.exp(-samples / sampleRate / FOLLOW_S)
  const hertz = Math.min(AIR_HZ, 0.4 * sampleRate)
  const airPerM = (AIR_DB_PER_M * (hertz / AIR_HZ) ** 2 * Math.LN10) / 10
  const bend = 1 - Math.cos((2 * Math.PI * hertz) / sampleRate)
  let [first, second, heard] = [FAR, FAR, FAR]
  /** What the cues were written for. */
  const written = new Float64Array(4).fill(-1)

  const write = (size: Meters, level: number) => {
    const x = direction[0]!
    if (written[0] === heard && written[1] === size && written[2] === level && written[3] === x) return
    written[0] = heard
    written[1] = size
    written[2] = level
    written[3] = x
    if (level === 0) {
      cues.set(FAR_POINT)
      return
    }
    // y[n] = (1 - p)·x[n] + p·y[n - 1] divides the power by 1 + 2·p·(1 - cos ω) / (1 - p)².
    const lost = Math.exp(airPerM * heard) - 1
    cues[0] = (level * lost) / (lost + bend + Math.sqrt(bend * bend + 2 * bend * lost))
    const radius = CUBE_RADIUS * size
    const spread = (1 - heard / Math.sqrt(heard * heard + radius * radius)) / 2
    cues[1] = POINT_SPREAD + level * Math.min(MAX_SPREAD - POINT_SPREAD, spread)
    nearField.read(heard, -x, cues, 2)
    nearField.read(heard, x, cues, 4)
    for (let i = 2; i < 6; i++) cues[i] = 1 + level * (cues[i]! - 1)
  }

  return {
    jump: (distance) => {
      first = distance
      second = distance
      heard = distance
    },
    step: (distance, size, level) => {
      first += share * (distance - first)
      second += share * (first - second)
      heard += share * (second - heard)
      if (Math.abs(first - distance) + Math.abs(heard - distance) < SETTLED_M) {
        first = distance
        second = distance
        heard = distance
      }
      write(size, level)
    },
  }
}

const FAR: Meters = 1e3
