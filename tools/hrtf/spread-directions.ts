const DEGREE = Math.PI / 180

/** Nearer directions tell the same. */
const LEAST_SPACING_COS = Math.cos(4 * DEGREE)
/** The voices' weights end at 16 degrees: a direction farther than this from all measured ones is a hole. */
const HOLE_COS = Math.cos(10 * DEGREE)
/** Points about 9 degrees apart on the whole sphere. */
const SPHERE_POINTS = 500
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

const dot = (a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number =>
  a[3 * i]! * b[3 * j]! + a[3 * i + 1]! * b[3 * j + 1]! + a[3 * i + 2]! * b[3 * j + 2]!

/** Unit vectors spread evenly over the sphere. */
export const createSphere = (count = SPHERE_POINTS): Float64Array =>
  Float64Array.from({ length: 3 * count }, (_, k) => {
    const i = Math.floor(k / 3)
    const y = 1 - (2 * i + 1) / count
    const [radius, angle] = [Math.sqrt(1 - y * y), i * GOLDEN_ANGLE]
    return [radius * Math.sin(angle), y, -radius * Math.cos(angle)][k % 3] as number
  })

/**
 * At most `most` rows that cover what all rows cover: each next one is the farthest from those before it. All are kept in
 * their order where there are few enough.
 */
export function thinDirections(directions: Float64Array, most: number): number[] {
  const count = directions.length / 3
  const nearest = new Float64Array(count).fill(-2)
  const kept: number[] = []
  for (let next = 0; next >= 0 && kept.length < most; ) {
    kept.push(next)
    let farthest = -1
    for (let i = 0; i < count; i++) {
      nearest[i] = Math.max(nearest[i]!, dot(directions, i, directions, next))
      if (nearest[i]! < LEAST_SPACING_COS && (farthest < 0 || nearest[i]! < nearest[farthest]!)) farthest = i
    }
    next = farthest
  }
  return kept.sort((a, b) => a - b)
}

/** Unit vectors where nothing was measured. */
export function listHoles(directions: Float64Array): Float64Array {
  const sphere = createSphere()
  const holes: number[] = []
  for (let i = 0; i < SPHERE_POINTS; i++) {
    let nearest = -1
    for (let j = 0; j < directions.length / 3; j++) nearest = Math.max(nearest, dot(sphere, i, directions, j))
    if (nearest < HOLE_COS) holes.push(...sphere.subarray(3 * i, 3 * i + 3))
  }
  return Float64Array.from(holes)
}

/** The weight that the voices give to a measured direction. */
export function weigh(cosine: number): number {
  return cosine > 0.96 ? Math.exp((cosine - 1) / 0.004) * ((cosine - 0.96) / 0.04) ** 2 : 0
}

/** Weights of rows around a hole, wider the farther they are. */
export function weighAround(directions: Float64Array, hole: ArrayLike<number>): Float64Array {
  const cosines = Float64Array.from({ length: directions.length / 3 }, (_, i) => dot(directions, i, hole, 0))
  const nearest = cosines.reduce((most, cosine) => Math.max(most, cosine), -1)
  const narrowness = 4 / Math.max(1e-3, 1 - nearest)
  return cosines.map((cosine) => Math.exp(narrowness * (cosine - nearest)))
}
