import type { Meters, Seconds } from '../../audio/units.ts'

/** Part of the picture that no control covers: its edges as shares of width and height, from the left and the top. */
export type FreeArea = { left: number; top: number; right: number; bottom: number }

export const WHOLE_PICTURE: Readonly<FreeArea> = { left: 0, top: 0, right: 1, bottom: 1 }

/** A smaller free part is not worth moving over for: the form would be a speck. */
const MIN_SIDE = 0.25
const APPROACH_RATE_PER_S = 3

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

/** Layers of a form's outline, one above the other. */
const LAYER_COUNT = 10
/** Points of half a layer's rim; the other half mirrors them. */
const RIM_STEPS = 12

/** A body of revolution around all boxes of the cloud: layers of the same thickness. */
export type FormExtent = {
  bottom: Meters
  top: Meters
  /** Radius of each layer, from below. */
  radius: Float32Array
}

export const createFormExtent = (bottom: Meters, top: Meters, radius: Meters): FormExtent => ({
  bottom,
  top,
  radius: new Float32Array(LAYER_COUNT).fill(radius),
})

/** Height of the form's middle. */
export const getFormMiddle = ({ bottom, top }: FormExtent): Meters => (bottom + top) / 2

/** Widens the layers from `bottom` to `top` to `radius`. */
export function widenExtent(extent: FormExtent, bottom: Meters, top: Meters, radius: Meters): void {
  const thickness = (extent.top - extent.bottom) / LAYER_COUNT
  const last = Math.min(LAYER_COUNT - 1, Math.floor((top - extent.bottom) / thickness))
  for (let layer = Math.max(0, Math.floor((bottom - extent.bottom) / thickness)); layer <= last; layer++)
    extent.radius[layer] = Math.max(extent.radius[layer]!, radius)
}

/**
 * Distance from the middle of the form at which it fits the free area, for a camera that looks at its middle.
 * @param slope of the camera's place above the middle: height by level distance.
 * @param tanX tangent of half the horizontal field of view, `tanY` of half the vertical one.
 */
export function computeFitDistance(
  { radius, bottom, top }: FormExtent,
  slope: number,
  tanX: number,
  tanY: number,
  area: FreeArea,
): Meters {
  const level = 1 / Math.hypot(1, slope)
  const lift = slope * level
  const freeX = tanX * (area.right - area.left)
  const freeY = tanY * (area.bottom - area.top)
  let distance = 0
  // Both sides of every layer.
  for (let side = 0; side < LAYER_COUNT * 2; side++) {
    const layer = side >> 1
    const y = (top - bottom) * ((layer + (side & 1)) / LAYER_COUNT - 0.5)
    if (radius[layer] === 0) continue
    for (let k = 0; k <= RIM_STEPS; k++) {
      const angle = (Math.PI * k) / RIM_STEPS
      const x = radius[layer]! * Math.sin(angle)
      const toward = radius[layer]! * Math.cos(angle)
      const depth = toward * level + y * lift
      const height = Math.abs(y * level - toward * lift)
      distance = Math.max(distance, depth + Math.max(x / freeX, height / freeY))
    }
  }
  return distance
}
