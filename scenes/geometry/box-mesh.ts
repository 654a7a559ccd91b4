/** N boxes, each with one color. */
export type ColoredBoxes = {
  count: number
  /** 3 × N. */
  center: Float32Array
  /** 3 × N full sizes. */
  size: Float32Array
  /** N turns about the vertical, or null for unturned boxes. */
  yaw: Float32Array | null
  /** 3 × N, linear sRGB. */
  color: Float32Array
}

/** Indexed triangles, counter-clockwise seen from outside. */
export type BoxMesh = {
  /** 3 × vertices. */
  position: Float32Array<ArrayBuffer>
  normal: Float32Array<ArrayBuffer>
  /** 3 × vertices, linear sRGB. */
  color: Float32Array<ArrayBuffer>
  index: Uint32Array<ArrayBuffer>
}

/** Normal of each face, and the two directions along it. */
const FACES: readonly [normal: Axis, across: Axis, up: Axis][] = [
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
type Axis = readonly [x: number, y: number, z: number]
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const

/** Box of edge 1 with hard edges: 24 vertices, each with the normal of its face. */
const VERTICES = FACES.flatMap(([normal, across, up]) =>
  CORNERS.map(([a, b]) => ({
    normal,
    corner: normal.map((n, axis) => (n + a * across[axis]! + b * up[axis]!) / 2) as unknown as Axis,
  })),
)
const TRIANGLES = FACES.flatMap((_, face) => [0, 1, 2, 0, 2, 3].map((corner) => face * 4 + corner))

/** Joins all boxes into one mesh: 24 vertices and 12 triangles each. */
export function createBoxMesh({ count, center, size, yaw, color }: ColoredBoxes): BoxMesh {
  const mesh: BoxMesh = {
    position: new Float32Array(count * 72),
    normal: new Float32Array(count * 72),
    color: new Float32Array(count * 72),
    index: new Uint32Array(count * 36),
  }
  const { position, normal, index } = mesh
  for (let box = 0; box < count; box++) {
    const angle = yaw ? yaw[box]! : 0
    const cos = Math.cos(angle)
    const sin = Math.sin(angle)
    const b = box * 3
    const [sx, sy, sz] = [size[b]!, size[b + 1]!, size[b + 2]!]
    for (let k = 0; k < TRIANGLES.length; k++) index[box * 36 + k] = box * 24 + TRIANGLES[k]!
    for (let k = 0; k < VERTICES.length; k++) {
      const { corner, normal: n } = VERTICES[k]!
      const v = (box * 24 + k) * 3
      const x = corner[0] * sx
      const z = corner[2] * sz
      position[v] = center[b]! + cos * x + sin * z
      position[v + 1] = center[b + 1]! + corner[1] * sy
      position[v + 2] = center[b + 2]! - sin * x + cos * z
      normal[v] = cos * n[0] + sin * n[2]
      normal[v + 1] = n[1]
      normal[v + 2] = cos * n[2] - sin * n[0]
      for (let axis = 0; axis < 3; axis++) mesh.color[v + axis] = color[b + axis]!
    }
  }
  return mesh
}
