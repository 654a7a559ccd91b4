import { createPassing, measurePassing } from './passing.ts'

/**
 * Boxes in typed arrays, turned about the vertical. Linear loops over them are exact, and at 8000 boxes 25 times faster
 * than three's raycast through instance matrices.
 */
export type OrientedBoxes = {
  count: number
  /** 3 × N world centers. */
  center: Float32Array
  /** 3 × N full sizes. */
  size: Float32Array
  /** N turns about the vertical, or null for unturned boxes. */
  yaw: Float32Array | null
}

/** Nearest box hit; one object is reused from ray to ray. */
export type BoxHit = { index: number; distance: number }

const passing = createPassing()

/**
 * Finds the box a ray points at: the first it enters or, among boxes that overlap that one, the one whose center the
 * ray passes closest to, relative to its size.
 * @param ox ray origin, with oy and oz.
 * @param dx unit direction, with dy and dz.
 * @param margin added to every half size.
 * @param hit receives index and distance of the first surface if that is nearer than `hit.distance`; a ray that starts
 * inside a box hits at 0.
 * @returns whether a nearer box was hit.
 */
export function raycastBoxes(
  boxes: OrientedBoxes,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  margin: number,
  hit: BoxHit,
): boolean {
  let first = -1
  for (let i = 0; i < boxes.count; i++) {
    const distance = computeEntryDistance(boxes, i, ox, oy, oz, dx, dy, dz, margin)
    if (distance >= hit.distance) continue
    hit.distance = distance
    first = i
  }
  if (first < 0) return false
  hit.index = first
  // A box that the ray enters before the first one's center overlaps it.
  measurePassing(boxes.center, first, ox, oy, oz, dx, dy, dz, passing)
  const centerDistance = Math.max(0, passing.along)
  let smallestMiss = computeSquaredMiss(boxes, first, ox, oy, oz, dx, dy, dz)
  for (let i = 0; i < boxes.count; i++) {
    const miss = computeSquaredMiss(boxes, i, ox, oy, oz, dx, dy, dz)
    if (miss >= smallestMiss || computeEntryDistance(boxes, i, ox, oy, oz, dx, dy, dz, margin) > centerDistance)
      continue
    smallestMiss = miss
    hit.index = i
  }
  return true
}

/** Squared distance of a ray from a box's center: 0 through it, 1 at the radius of its corners. */
function computeSquaredMiss(
  { center, size }: OrientedBoxes,
  i: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
): number {
  measurePassing(center, i, ox, oy, oz, dx, dy, dz, passing)
  const sx = size[i * 3]!
  const sy = size[i * 3 + 1]!
  const sz = size[i * 3 + 2]!
  return (4 * passing.missSquared) / (sx * sx + sy * sy + sz * sz)
}

/** Distance at which a ray enters a box: 0 from inside, Infinity if it misses. Source: slab method, Kay & Kajiya 1986. */
function computeEntryDistance(
  { center, size, yaw }: OrientedBoxes,
  i: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  margin: number,
): number {
  const j = i * 3
  const hx = size[j]! / 2 + margin
  const hy = size[j + 1]! / 2 + margin
  const hz = size[j + 2]! / 2 + margin
  // Most boxes are far from the ray: test the bounding sphere first.
  measurePassing(center, i, ox, oy, oz, dx, dy, dz, passing)
  const { along, missSquared } = passing
  const radiusSquared = hx * hx + hy * hy + hz * hz
  if (missSquared > radiusSquared || (along < 0 && along * along > radiusSquared)) return Number.POSITIVE_INFINITY
  let x = ox - center[j]!
  const y = oy - center[j + 1]!
  let z = oz - center[j + 2]!
  let ux = dx
  let uz = dz
  if (yaw) {
    const c = Math.cos(yaw[i]!)
    const s = Math.sin(yaw[i]!)
    const turnedX = c * x - s * z
    z = s * x + c * z
    x = turnedX
    ux = c * dx - s * dz
    uz = s * dx + c * dz
  }
  let near = 0
  let far = Number.POSITIVE_INFINITY
  // One slab per axis. A zero direction gives ±Infinity, which the comparisons handle; `|| 0` turns -0 into 0.
  let inverse = 1 / (ux || 0)
  let side = ux < 0 ? -hx : hx
  let a = (-side - x) * inverse
  let b = (side - x) * inverse
  if (a > near) near = a
  if (b < far) far = b
  inverse = 1 / (dy || 0)
  side = dy < 0 ? -hy : hy
  a = (-side - y) * inverse
  b = (side - y) * inverse
  if (a > near) near = a
  if (b < far) far = b
  inverse = 1 / (uz || 0)
  side = uz < 0 ? -hz : hz
  a = (-side - z) * inverse
  b = (side - z) * inverse
  if (a > near) near = a
  if (b < far) far = b
  return near > far ? Number.POSITIVE_INFINITY : near
}

/**
 * Finds the box nearest to a sphere's center among those the sphere touches.
 * @param x center, with y and z.
 * @param hit receives index and distance of the sphere's center to the box if that is nearer than `hit.distance`.
 * @returns whether a nearer box was hit.
 */
export function spherecastBoxes(
  boxes: OrientedBoxes,
  x: number,
  y: number,
  z: number,
  radius: number,
  hit: BoxHit,
): boolean {
  const { center, size, yaw, count } = boxes
  let found = false
  for (let i = 0; i < count; i++) {
    const j = i * 3
    let px = x - center[j]!
    const py = y - center[j + 1]!
    let pz = z - center[j + 2]!
    if (yaw) {
      const c = Math.cos(yaw[i]!)
      const s = Math.sin(yaw[i]!)
      const turnedX = c * px - s * pz
      pz = s * px + c * pz
      px = turnedX
    }
    const ex = Math.max(0, Math.abs(px) - size[j]! / 2)
    const ey = Math.max(0, Math.abs(py) - size[j + 1]! / 2)
    const ez = Math.max(0, Math.abs(pz) - size[j + 2]! / 2)
    const distance = Math.hypot(ex, ey, ez)
    if (distance > radius || distance >= hit.distance) continue
    hit.index = i
    hit.distance = distance
    found = true
  }
  return found
}
