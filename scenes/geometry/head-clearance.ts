import type { Meters } from '../../audio/units.ts'
import type { OrientedBoxes } from './raycast.ts'

/** No box is nearer than this to a head that lands, which reaches this far below and above its eyes. */
const CLEARANCE_M: Meters = 0.35
const BELOW_EYES_M: Meters = 0.25
const ABOVE_EYES_M: Meters = 0.12
/** The nearest free place is looked for on rings this far apart, up to this distance, in so many directions. */
const RING_M: Meters = 0.1
const RING_COUNT = 15
const DIRECTIONS = 16

/**
 * Whether a head is clear of all boxes.
 * @param boxes unturned ones.
 * @param x eyes in the boxes' space, with y and z.
 * @param unit size of a meter of the head's in that space.
 */
export function isHeadClear({ center, size, count }: OrientedBoxes, x: Meters, y: Meters, z: Meters, unit: number) {
  const clearance = CLEARANCE_M * unit
  const low = y - BELOW_EYES_M * unit
  const high = y + ABOVE_EYES_M * unit
  for (let j = 0; j < count * 3; j += 3) {
    const dx = Math.max(0, Math.abs(center[j]! - x) - size[j]! / 2)
    if (dx >= clearance) continue
    const dz = Math.max(0, Math.abs(center[j + 2]! - z) - size[j + 2]! / 2)
    const half = size[j + 1]! / 2
    const dy = Math.max(0, low - center[j + 1]! - half, center[j + 1]! - half - high)
    if (dx * dx + dy * dy + dz * dz < clearance * clearance) return false
  }
  return true
}

/** Moves a landing to the nearest place where the head is clear. @returns whether there is one near it */
export function clearLanding(boxes: OrientedBoxes, landing: { x: Meters; z: Meters }, y: Meters, unit: number) {
  const { x, z } = landing
  if (isHeadClear(boxes, x, y, z, unit)) return true
  for (let ring = 1; ring <= RING_COUNT; ring++)
    for (let k = 0; k < DIRECTIONS; k++) {
      const angle = (k / DIRECTIONS) * 2 * Math.PI
      landing.x = x + Math.sin(angle) * ring * RING_M * unit
      landing.z = z + Math.cos(angle) * ring * RING_M * unit
      if (isHeadClear(boxes, landing.x, y, landing.z, unit)) return true
    }
  landing.x = x
  landing.z = z
  return false
}
