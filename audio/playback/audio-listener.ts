import type { MutablePoint, Point } from './hrtf-panners.ts'

/** The pose of the listener's head, and positions relative to it. */
export type HeadListener = {
  /** As in an AudioListener; `forward` and `up` of any length, not parallel. */
  setPose: (position: Point, forward: Point, up: Point) => void
  /**
   * Writes a world position, scaled, to `target` in the axes of the head: x to the right, y up, z to the back, those of
   * an AudioListener in its default pose.
   */
  toHeadSpace: (worldPosition: Point, target: MutablePoint) => void
  /** Multiplies all distances. */
  setDistanceScale: (factor: number) => void
  /** Where it is in the world. */
  readonly position: Point
  /** The world's up and its x in the axes of the head. */
  readonly axes: Float64Array
}

/** Up, then x. */
const WORLD_AXES = [
  [0, 1],
  [3, 0],
] as const

export function createHeadListener(): HeadListener {
  const position: MutablePoint = [0, 0, 0]
  const headRight: MutablePoint = [1, 0, 0]
  const headUp: MutablePoint = [0, 1, 0]
  const headForward: MutablePoint = [0, 0, -1]
  const axes = Float64Array.of(0, 1, 0, 1, 0, 0)
  let distanceScale = 1
  return {
    position,
    axes,
    setDistanceScale: (factor) => {
      distanceScale = factor
    },
    setPose: (at, forward, up) => {
      for (let axis = 0; axis < 3; axis++) position[axis] = at[axis]!
      // Parallel vectors give no direction: the last one is kept.
      if (!unitCross(forward, up, headRight)) return
      unitCross(headRight, forward, headUp)
      unitCross(headUp, headRight, headForward)
      for (const [at, axis] of WORLD_AXES) {
        axes[at] = headRight[axis]
        axes[at + 1] = headUp[axis]
        axes[at + 2] = -headForward[axis]
      }
    },
    toHeadSpace: (worldPosition, target) => {
      const x = (worldPosition[0] - position[0]) * distanceScale
      const y = (worldPosition[1] - position[1]) * distanceScale
      const z = (worldPosition[2] - position[2]) * distanceScale
      target[0] = x * headRight[0] + y * headRight[1] + z * headRight[2]
      target[1] = x * headUp[0] + y * headUp[1] + z * headUp[2]
      target[2] = -(x * headForward[0] + y * headForward[1] + z * headForward[2])
    },
  }
}

/** Writes the direction of a × b; returns false and writes nothing if they are parallel. */
function unitCross(a: Point, b: Point, target: MutablePoint): boolean {
  const x = a[1] * b[2] - a[2] * b[1]
  const y = a[2] * b[0] - a[0] * b[2]
  const z = a[0] * b[1] - a[1] * b[0]
  const length = Math.hypot(x, y, z)
  if (!(length > 1e-6)) return false
  target[0] = x / length
  target[1] = y / length
  target[2] = z / length
  return true
}
