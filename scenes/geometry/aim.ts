import type { Meters, Radians } from '../../audio/units.ts'
import { createPassing, measurePassing } from './passing.ts'
import type { OrientedBoxes } from './raycast.ts'

/** A ray this near to the middle of a box, as a share of its apparent radius, means it and nothing behind it. */
const CORE_SHARE = 0.2
/** What was aimed at stays until another box is nearer by this share. */
const STICKINESS = 0.3
/** And while the ray is within this share of its apparent radius. */
const LEAVING_SHARE = 1.35

const passing = createPassing()

/** An aim at one of `boxes`, kept from frame to frame; distances are along the ray. */
export type Aim = { index: number; distance: Meters }

/**
 * Finds the box that a ray from a trembling hand means. Each box counts with its angle, small and far ones with that of the
 * cone. The ray means the box whose middle it passes closest to, as a share of that angle; boxes before it are passed over if
 * they are only grazed, and hold the ray if it meets their core. What was meant stays meant until it is clearly left.
 * @param dx unit direction, with dy and dz.
 * @param cone half the angle within which a box that is missed counts as hit.
 * @param skip a box that is not meant, or -1.
 * @param aim index: what was meant before, or -1; receives the box meant now, or -1.
 */
export function aimAtBoxes(
  boxes: OrientedBoxes,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  cone: Radians,
  aim: Aim,
  skip = -1,
): void {
  const { center, size, count } = boxes
  const tanCone = Math.tan(cone)
  const before = aim.index
  let best = Number.POSITIVE_INFINITY
  let index = -1
  let distance = Number.POSITIVE_INFINITY
  let core = Number.POSITIVE_INFINITY
  for (let i = 0; i < count; i++) {
    if (i === skip) continue
    measurePassing(center, i, ox, oy, oz, dx, dy, dz, passing)
    const { along, missSquared } = passing
    const half = size[i * 3]! / 2
    if (along < -half) continue
    const radius = Math.max(half, along * tanCone)
    const share = Math.sqrt(missSquared) / radius
    const isBefore = i === before
    if (share > (isBefore ? LEAVING_SHARE : 1)) continue
    if (share <= CORE_SHARE && along < core && half >= along * tanCone) core = along
    // Nothing behind a box that the ray meets in its core is meant.
    if (along > core) continue
    const score = isBefore ? share - STICKINESS : share
    const wins = distance > core || score < best
    if (!wins) continue
    best = score
    index = i
    distance = along
  }
  aim.index = index
  aim.distance = index < 0 ? Number.POSITIVE_INFINITY : Math.max(0, distance - size[index * 3]! / 2)
}
