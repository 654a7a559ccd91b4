import type { Meters, Seconds } from '../../units.ts'

// The room around the boxes: its floor is the place's own; its walls keep their distance from the visitor, who has a whole
// path to walk.

/** From the ears, towards +x, -x, +z and -z of the place; all different, so that no echo is repeated. */
export const WALL_DISTANCES_M: readonly [Meters, Meters, Meters, Meters] = [7, 8.5, 12, 10]
/** A box beyond a wall pushes it this far behind itself. */
export const WALL_CLEARANCE_M: Meters = 2
/** Shares of a sound that a soft floor and soft walls give back. */
export const FLOOR_REFLECTION = 0.35
export const WALL_REFLECTION = 0.5
/** A camera above the form hears the floor as from here. */
export const MAX_EAR_HEIGHT_M: Meters = 6
export const MIN_EAR_HEIGHT_M: Meters = 0.3
export const SOUND_SPEED_M_PER_S = 343
/** A detour is twice a wall's distance at most. */
export const LONGEST_REFLECTION_S: Seconds = (2 * Math.max(...WALL_DISTANCES_M)) / SOUND_SPEED_M_PER_S
