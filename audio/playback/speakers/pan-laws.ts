/** Writes how loud each loudspeaker plays a sound; their powers add up to 1. The direction is a unit vector. */
export type PanLaw = (x: number, y: number, z: number, gains: Float64Array) => void

/**
 * Of a pair in front: level alone, by how far a sound is to the side. What is behind is heard in front, what is above in the
 * middle. Without differences in time, which would color the sum of both.
 */
export const panStereo: PanLaw = (x, _y, _z, gains) => {
  const side = Math.min(1, Math.max(-1, x))
  gains[0] = Math.sqrt((1 - side) / 2)
  gains[1] = Math.sqrt((1 + side) / 2)
}

/** Sounds that are higher than this begin to come from everywhere: sine of 60 degrees. */
const ABOVE_FROM = Math.sin(Math.PI / 3)
const RADIANS_PER_DEGREE = Math.PI / 180

/** The widest angle between two neighbors, degrees; a pair cannot hold what lies beyond. */
export const MAX_GAP_DEGREES = 170

/** The angles from each direction to the next one clockwise, degrees, in the order of directions. */
export function measureGaps(directions: readonly number[]): number[] {
  const sorted = directions.map((direction) => ((direction % 360) + 360) % 360).sort((a, b) => a - b)
  return sorted.map((direction, i) => (i + 1 < sorted.length ? sorted[i + 1]! : sorted[0]! + 360) - direction)
}

/**
 * Of loudspeakers around visitors: the two nearest (pairwise vector base amplitude panning, Pulkki 1997), in the plane.
 * @param directions degrees, clockwise from the front; no gap is wider than MAX_GAP_DEGREES
 */
export function createRingLaw(directions: readonly number[]): PanLaw {
  const count = directions.length
  const order = directions
    .map((direction, speaker) => ({ speaker, turn: (((direction % 360) + 360) % 360) * RADIANS_PER_DEGREE }))
    .sort((a, b) => a.turn - b.turn)
  /** Of each pair: its loudspeakers and the inverse of their base. */
  const pairs = order.map(({ speaker, turn }, i) => {
    const next = order[(i + 1) % count]!
    const [ax, ay] = [Math.sin(turn), Math.cos(turn)]
    const [bx, by] = [Math.sin(next.turn), Math.cos(next.turn)]
    const determinant = ax * by - ay * bx
    return {
      first: speaker,
      second: next.speaker,
      a: by / determinant,
      b: -bx / determinant,
      c: -ay / determinant,
      d: ax / determinant,
    }
  })
  return (x, y, z, gains) => {
    const level = Math.sqrt(x * x + z * z)
    const right = level > 0 ? x / level : 0
    const ahead = level > 0 ? -z / level : 1
    gains.fill(0)
    let best = pairs[0]!
    let most = Number.NEGATIVE_INFINITY
    let first = 0
    let second = 0
    // The pair that holds the direction has no negative gain; rounding may leave a little on a loudspeaker's own.
    for (let i = 0; i < count; i++) {
      const pair = pairs[i]!
      const one = right * pair.a + ahead * pair.b
      const other = right * pair.c + ahead * pair.d
      const least = Math.min(one, other)
      if (least <= most) continue
      most = least
      best = pair
      first = Math.max(0, one)
      second = Math.max(0, other)
    }
    const norm = 1 / Math.sqrt(first * first + second * second)
    gains[best.first] = first * norm
    gains[best.second] = second * norm
    const above = Math.min(1, Math.max(0, (Math.abs(y) - ABOVE_FROM) / (1 - ABOVE_FROM)))
    if (above === 0) return
    for (let i = 0; i < count; i++) gains[i] = Math.sqrt((1 - above) * gains[i]! * gains[i]! + above / count)
  }
}
