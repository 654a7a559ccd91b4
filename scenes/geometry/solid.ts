import type { Meters } from '../../audio/units.ts'

/** Boxes to be made solid: 3 × N middles and sizes; turns about the vertical, or none; 3 × N linear sRGB. */
export type ColoredBoxes = {
  count: number
  center: Float32Array
  size: Float32Array
  yaw: Float32Array | null
  color: Float32Array
}

/** One mesh of triangles, counter-clockwise seen from outside. */
export type Solid = {
  /** 3 × vertices. */
  position: Float32Array<ArrayBuffer>
  normal: Float32Array<ArrayBuffer>
  /** 3 × vertices, linear sRGB. */
  color: Float32Array<ArrayBuffer>
  index: Uint32Array<ArrayBuffer>
}

const FACES: readonly [normal: readonly number[], across: readonly number[], up: readonly number[]][] = [
  [
    [1, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  [
    [-1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ],
  [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, -1],
  ],
  [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
  [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [0, 0, -1],
    [-1, 0, 0],
    [0, 1, 0],
  ],
]
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const

/** All boxes as one mesh with hard edges: 24 vertices and 12 triangles each. */
export function solidOf({ count, center, size, yaw, color }: ColoredBoxes): Solid {
  const solid: Solid = {
    position: new Float32Array(count * 72),
    normal: new Float32Array(count * 72),
    color: new Float32Array(count * 72),
    index: new Uint32Array(count * 36),
  }
  let vertex = 0
  let triangle = 0
  const turned = new Float64Array(3)
  for (let box = 0; box < count; box++) {
    const angle = yaw?.[box] ?? 0
    const half = [0, 1, 2].map((axis): Meters => (size[box * 3 + axis] as number) / 2)
    for (const [normal, across, up] of FACES) {
      solid.index.set(
        [0, 1, 2, 0, 2, 3].map((corner) => vertex + corner),
        triangle,
      )
      triangle += 6
      turn(normal, angle, turned)
      for (const [a, b] of CORNERS) {
        solid.normal.set(turned, vertex * 3)
        solid.color.set(color.subarray(box * 3, box * 3 + 3), vertex * 3)
        const corner = half.map(
          (h, axis) => h * ((normal[axis] as number) + a * (across[axis] as number) + b * (up[axis] as number)),
        )
        const place = turn(corner, angle, new Float64Array(3))
        for (let axis = 0; axis < 3; axis++)
          solid.position[vertex * 3 + axis] = (center[box * 3 + axis] as number) + (place[axis] as number)
        vertex++
      }
    }
  }
  return solid
}

/** About the vertical, as the boxes on the path are turned. */
function turn([x = 0, y = 0, z = 0]: readonly number[], angle: number, out: Float64Array): Float64Array {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  out[0] = cos * x + sin * z
  out[1] = y
  out[2] = -sin * x + cos * z
  return out
}
