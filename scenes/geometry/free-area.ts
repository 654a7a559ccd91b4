import type { Meters, Seconds } from '../../audio/units.ts'

/** Part of the picture that no control covers: its edges as shares of width and height, from the left and the top. */
export type FreeArea = { left: number; top: number; right: number; bottom: number }

export const WHOLE_PICTURE: Readonly<FreeArea> = { left: 0, top: 0, right: 1, bottom: 1 }

/** A smaller free part is not worth moving over for: the form would be a speck. */
const MIN_SIDE = 0.25
const APPROACH_RATE_PER_S = 6

const clampShare = (share: number): number => Math.min(1, Math.max(0, share))

/** Writes a usable free area: within the picture, and not smaller than a quarter of its sides. */
export function writeFreeArea({ left, top, right, bottom }: FreeArea, out: FreeArea): void {
  const isWide = clampShare(right) - clampShare(left) >= MIN_SIDE
  const isHigh = clampShare(bottom) - clampShare(top) >= MIN_SIDE
  out.left = isWide ? clampShare(left) : 0
  out.right = isWide ? clampShare(right) : 1
  out.top = isHigh ? clampShare(top) : 0
  out.bottom = isHigh ? clampShare(bottom) : 1
}

/** Moves the edges of `area` towards those of `target`. @param dt Infinity: at once. */
export function easeFreeArea(area: FreeArea, target: FreeArea, dt: Seconds): void {
  const share = 1 - Math.exp(-dt * APPROACH_RATE_PER_S)
  area.left += (target.left - area.left) * share
  area.top += (target.top - area.top) * share
  area.right += (target.right - area.right) * share
  area.bottom += (target.bottom - area.bottom) * share
}

/** Place of the free area's center: -1 at the left edge of the picture, 1 at the right one. */
export const getFreeCenterX = ({ left, right }: FreeArea): number => left + right - 1
/** -1 at the lower edge of the picture, 1 at the upper one. */
export const getFreeCenterY = ({ top, bottom }: FreeArea): number => 1 - top - bottom

/** Room around the boxes' middles, and the farthest that a form is looked at from, in radii of its cloud. */
const MARGIN_M: Meters = 0.3
const MAX_DISTANCE_RADII = 8
/** Of a form with more boxes only every second, third ... box is looked at. */
const MAX_FITTED_BOXES = 4000
const PATH_POINTS = 32

/** The form as a camera sees it best: its middle aside of the heart along the camera's axes, and the camera's distance. */
export type FormFit = { x: Meters; y: Meters; distance: Meters }

/**
 * Finds the place from which all boxes are in the free area, as large as possible and in its middle: each side of the area is
 * a plane through the camera, and each plane touches the outermost box. A path around the heart is not cut by left and right
 * either.
 * @param positions 3 × `count`.
 * @param heart x, y, z that the camera's axes meet.
 * @param axes of the camera, unit vectors: right, up, and from the form towards the camera; 9 numbers.
 * @param tanX tangent of half the horizontal field of view, `tanY` of half the vertical one.
 * @param pathRadius on the floor; 0: the path does not count.
 */
export function fitForm(
  positions: Float32Array,
  count: number,
  cloudRadius: Meters,
  heart: readonly [x: Meters, y: Meters, z: Meters],
  axes: ArrayLike<number>,
  tanX: number,
  tanY: number,
  area: FreeArea,
  out: FormFit,
  pathRadius: Meters = 0,
): void {
  const freeX = tanX * (area.right - area.left)
  const freeY = tanY * (area.bottom - area.top)
  // The middle of the area lies along a slanted line.
  const slantX = tanX * getFreeCenterX(area)
  const slantY = tanY * getFreeCenterY(area)
  let right = Number.NEGATIVE_INFINITY
  let left = Number.NEGATIVE_INFINITY
  let upper = Number.NEGATIVE_INFINITY
  let lower = Number.NEGATIVE_INFINITY
  const step = Math.ceil(count / MAX_FITTED_BOXES)
  for (let i = 0; i < count; i += step) {
    const dx = positions[i * 3]! - heart[0]
    const dy = positions[i * 3 + 1]! - heart[1]
    const dz = positions[i * 3 + 2]! - heart[2]
    const toward = dx * axes[6]! + dy * axes[7]! + dz * axes[8]!
    const x = (dx * axes[0]! + dy * axes[1]! + dz * axes[2]! + slantX * toward) / freeX
    const y = (dx * axes[3]! + dy * axes[4]! + dz * axes[5]! + slantY * toward) / freeY
    right = Math.max(right, toward + x)
    left = Math.max(left, toward - x)
    upper = Math.max(upper, toward + y)
    lower = Math.max(lower, toward - y)
  }
  if (count === 0) return
  for (let k = 0; k < PATH_POINTS && pathRadius > 0; k++) {
    const dx = pathRadius * Math.cos((2 * Math.PI * k) / PATH_POINTS)
    const dz = pathRadius * Math.sin((2 * Math.PI * k) / PATH_POINTS)
    const toward = dx * axes[6]! - heart[1] * axes[7]! + dz * axes[8]!
    const x = (dx * axes[0]! - heart[1] * axes[1]! + dz * axes[2]! + slantX * toward) / freeX
    right = Math.max(right, toward + x)
    left = Math.max(left, toward - x)
  }
  out.x = (freeX * (right - left)) / 2
  out.y = (freeY * (upper - lower)) / 2
  const distance = Math.max(right + left, upper + lower) / 2 + MARGIN_M / Math.min(freeX, freeY)
  out.distance = Math.min(cloudRadius * MAX_DISTANCE_RADII, distance)
}
