import type { MutablePoint, Point } from './hrtf-panners.ts'

/** The listener's head in the world, and the world as it hears it. */
export type HeadListener = {
  /** `forward` and `up` as in an AudioListener: not parallel, of any length. */
  setPose: (position: Point, forward: Point, up: Point) => void
  /**
   * Writes `place` (world, scaled) into `out` in the head's own axes: x to the right, y up, z to the back. These are the
   * coordinates of an AudioListener that nobody has moved.
   */
  toHeadSpace: (place: Point, out: MutablePoint) => void
  /** All distances are heard so many times as far. */
  setDistanceScale: (factor: number) => void
}

export function createHeadListener(): HeadListener {
  const position: MutablePoint = [0, 0, 0]
  const right: MutablePoint = [1, 0, 0]
  const above: MutablePoint = [0, 1, 0]
  const ahead: MutablePoint = [0, 0, -1]
  let far = 1
  return {
    setDistanceScale: (factor) => {
      far = factor
    },
    setPose: (at, forward, up) => {
      for (let axis = 0; axis < 3; axis++) position[axis] = at[axis]!
      // A head without a direction keeps the one it had.
      if (!unitCross(forward, up, right)) return
      unitCross(right, forward, above)
      unitCross(above, right, ahead)
    },
    toHeadSpace: (place, out) => {
      const x = (place[0] - position[0]) * far
      const y = (place[1] - position[1]) * far
      const z = (place[2] - position[2]) * far
      out[0] = x * right[0] + y * right[1] + z * right[2]
      out[1] = x * above[0] + y * above[1] + z * above[2]
      out[2] = -(x * ahead[0] + y * ahead[1] + z * ahead[2])
    },
  }
}

/** Writes the direction of a × b; leaves `out` alone and returns false where they are parallel. */
function unitCross(a: Point, b: Point, out: MutablePoint): boolean {
  const x = a[1] * b[2] - a[2] * b[1]
  const y = a[2] * b[0] - a[0] * b[2]
  const z = a[0] * b[1] - a[1] * b[0]
  const length = Math.hypot(x, y, z)
  if (!(length > 1e-6)) return false
  out[0] = x / length
  out[1] = y / length
  out[2] = z / length
  return true
}
