import { findInterval } from '../../audio/find-interval.ts'
import type { Meters, Seconds } from '../../audio/units.ts'
import { CLOUD_CENTER_HEIGHT_M } from './cloud.ts'
import type { PathCurve } from './path-curve.ts'

/** How far the eye of a ride leads from the form's heart towards what sounds. */
export const LEAD_SHARE = 0.8
/** What sounds is averaged over this time, most of it still to come: the eye is there when it sounds. */
const LOOK_BACK_S: Seconds = 1
const LOOK_AHEAD_S: Seconds = 2.5

type SoundingBoxes = {
  count: number
  boundaries: Float64Array
  position: Float32Array
}

/**
 * Writes the point that a ride looks at, in the song's space: from the heart of the form towards the boxes that sound around
 * `time`, each weighted by how long it sounds, most at `time` itself.
 * @param leadShare 0: the heart alone; 1: what sounds alone.
 */
export function writeLookTarget(
  { count, boundaries, position }: SoundingBoxes,
  { heartX, heartZ }: Pick<PathCurve, 'heartX' | 'heartZ'>,
  time: Seconds,
  leadShare: number,
  out: [x: Meters, y: Meters, z: Meters],
): void {
  out[0] = heartX
  out[1] = CLOUD_CENTER_HEIGHT_M
  out[2] = heartZ
  if (leadShare === 0 || count === 0) return
  let weights = 0
  let x = 0
  let y = 0
  let z = 0
  let chunk = Math.max(0, findInterval(boundaries, Math.max(0, time - LOOK_BACK_S)))
  for (; chunk < count && boundaries[chunk]! < time + LOOK_AHEAD_S; chunk++) {
    const weight = weighInterval(boundaries[chunk]! - time, boundaries[chunk + 1]! - time)
    weights += weight
    x += weight * position[chunk * 3]!
    y += weight * position[chunk * 3 + 1]!
    z += weight * position[chunk * 3 + 2]!
  }
  if (weights < 1e-6) return
  out[0] += leadShare * (x / weights - out[0])
  out[1] += leadShare * (y / weights - out[1])
  out[2] += leadShare * (z / weights - out[2])
}

/** Integral of a triangle, 0 at -LOOK_BACK_S and LOOK_AHEAD_S and 1 at 0, from `from` to `to`. */
const weighInterval = (from: Seconds, to: Seconds): number => integrateWeight(to) - integrateWeight(from)

function integrateWeight(time: Seconds): number {
  if (time <= -LOOK_BACK_S) return 0
  if (time <= 0) return (time + LOOK_BACK_S) ** 2 / (2 * LOOK_BACK_S)
  const left = Math.max(0, LOOK_AHEAD_S - time)
  return LOOK_BACK_S / 2 + (LOOK_AHEAD_S - left ** 2 / LOOK_AHEAD_S) / 2
}
