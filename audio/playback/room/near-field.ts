import type { Hertz, Meters } from '../../units.ts'
import { SOUND_SPEED_M_PER_S } from './hall.ts'

/** Responses were measured from here: nothing changes beyond. */
const FAR_M: Meters = 1.4
/** Nearer than this is inside the head or a hand before the face. */
const NEAREST_M: Meters = 0.15
const HEAD_RADIUS_M: Meters = 0.0875
/** What stands for lows and for highs. */
const LOW_HZ: Hertz = 200
const HIGH_HZ: Hertz = 4000
/** Steps of the table: evenly in 1 / distance and in the cosine. */
const DISTANCE_STEPS = 16
const COSINE_STEPS = 24
const MAX_ORDER = 60

/** How lows and highs at one ear change when a sound comes near. */
export type NearField = {
  /**
   * Writes both gains.
   * @param cosine between the sound and the axis of the ear
   */
  read: (distance: Meters, cosine: number, gains: Float64Array, at: number) => void
}

/** The level between the ears grows as at a rigid sphere: that of each distance against that of the measurement. */
export function createNearField(): NearField {
  const row = 2 * (COSINE_STEPS + 1)
  const table = new Float64Array(row * (DISTANCE_STEPS + 1))
  for (let i = 0; i <= DISTANCE_STEPS; i++) {
    const distance = 1 / (1 / FAR_M + (i / DISTANCE_STEPS) * (1 / NEAREST_M - 1 / FAR_M))
    for (let j = 0; j <= COSINE_STEPS; j++) {
      const cosine = (2 * j) / COSINE_STEPS - 1
      ;[LOW_HZ, HIGH_HZ].forEach((hertz, band) => {
        table[i * row + 2 * j + band] =
          computeSphereGain(distance, cosine, hertz) / computeSphereGain(FAR_M, cosine, hertz)
      })
    }
  }
  return {
    read: (distance, cosine, gains, at) => {
      if (distance >= FAR_M) {
        gains[at] = 1
        gains[at + 1] = 1
        return
      }
      const nearness = (1 / Math.max(NEAREST_M, distance) - 1 / FAR_M) / (1 / NEAREST_M - 1 / FAR_M)
      const i = Math.min(DISTANCE_STEPS - 1, Math.floor(nearness * DISTANCE_STEPS))
      const place = ((Math.min(1, Math.max(-1, cosine)) + 1) / 2) * COSINE_STEPS
      const j = Math.min(COSINE_STEPS - 1, Math.floor(place))
      const [u, v] = [nearness * DISTANCE_STEPS - i, place - j]
      for (let band = 0; band < 2; band++) {
        const k = i * row + 2 * j + band
        const farther = (1 - v) * table[k]! + v * table[k + 2]!
        const nearer = (1 - v) * table[k + row]! + v * table[k + row + 2]!
        gains[at + band] = (1 - u) * farther + u * nearer
      }
    },
  }
}

/**
 * Pressure on a rigid sphere against that in free air at its middle, by a point source (Duda and Martens 1998, eq. 4): the sum
 * over m of (2m + 1) · P(m, cosine) · h(m, kr) / h'(m, ka), times r / ka².
 */
function computeSphereGain(distance: Meters, cosine: number, hertz: Hertz): number {
  const wave = (2 * Math.PI * hertz) / SOUND_SPEED_M_PER_S
  const [source, surface] = [createHankel(wave * distance), createHankel(wave * HEAD_RADIUS_M)]
  let [legendre, nextLegendre] = [1, cosine]
  let [re, im] = [0, 0]
  for (let m = 0; m < MAX_ORDER; m++) {
    const [sourceRe, sourceIm] = source.value()
    const [slopeRe, slopeIm] = surface.slope(m)
    const size = slopeRe ** 2 + slopeIm ** 2
    const weight = ((2 * m + 1) * legendre) / size
    re += weight * (sourceRe * slopeRe + sourceIm * slopeIm)
    im += weight * (sourceIm * slopeRe - sourceRe * slopeIm)
    const after = ((2 * m + 3) * cosine * nextLegendre - (m + 1) * legendre) / (m + 2)
    legendre = nextLegendre
    nextLegendre = after
    source.advance(m)
    surface.advance(m)
  }
  return (distance / (wave * HEAD_RADIUS_M ** 2)) * Math.hypot(re, im)
}

type Complex = readonly [re: number, im: number]

/** Spherical Hankel functions of the first kind, order by order. */
function createHankel(x: number) {
  let now: Complex = [Math.sin(x) / x, -Math.cos(x) / x]
  let next: Complex = [Math.sin(x) / x ** 2 - Math.cos(x) / x, -Math.cos(x) / x ** 2 - Math.sin(x) / x]
  return {
    value: (): Complex => now,
    slope: (order: number): Complex => [(order / x) * now[0] - next[0], (order / x) * now[1] - next[1]],
    advance: (order: number) => {
      const factor = (2 * order + 3) / x
      const after: Complex = [factor * next[0] - now[0], factor * next[1] - now[1]]
      now = next
      next = after
    },
  }
}
