import type { Radians } from '../../audio/units.ts'
import { smoothstep, wrapAngle } from './math.ts'
import type { FloorPath, PathTiles } from './path.ts'

/** Where a path lies: both ends of its tiles, and the middles of its chunks, as in `FloorPath`. */
export type PathPlaces = Pick<FloorPath, 'center' | 'yaw'> & Pick<PathTiles, 'from' | 'to'>

/** A path on its way from `before` to `after`. */
export type PathGlide = { before: PathPlaces; after: PathPlaces }

/** The first tile has arrived when the last one sets out, at this share of the way. */
const STAGGER_SHARE = 0.5

/**
 * Lets `path` begin a way from where the same stretches of the song lie on `old`.
 * @param old of the same chunks; it may have other tiles, and be on a way itself.
 */
export const createPathGlide = (old: FloorPath, { center, yaw, tiles }: FloorPath): PathGlide => ({
  before: { center: old.center.slice(), yaw: old.yaw.slice(), ...locateTilesOn(old.tiles, tiles) },
  after: { center: center.slice(), yaw: yaw.slice(), from: tiles.from.slice(), to: tiles.to.slice() },
})

/** Ends of `tiles` where their shares of the chunks lie on `old`. */
function locateTilesOn(old: PathTiles, { count, shape }: PathTiles): Pick<PathTiles, 'from' | 'to'> {
  const from = new Float32Array(count * 3)
  const to = new Float32Array(count * 3)
  let [first, oldFirst] = [0, 0]
  while (first < count) {
    let last = first
    while (shape[last * 3 + 2] === 0) last++
    let oldLast = oldFirst
    while (old.shape[oldLast * 3 + 2] === 0) oldLast++
    const [parts, oldParts] = [last - first + 1, oldLast - oldFirst + 1]
    for (let k = 0; k <= parts; k++) {
      const at = (k / parts) * oldParts
      const tile = Math.min(oldParts - 1, Math.floor(at))
      if (k < parts) mixEnds(old, oldFirst + tile, at - tile, from, first + k)
      if (k > 0) mixEnds(old, oldFirst + tile, at - tile, to, first + k - 1)
    }
    first = last + 1
    oldFirst = oldLast + 1
  }
  return { from, to }
}

/** Writes the point at a share of a tile, and the heading there, as the `k`-th triple. */
function mixEnds({ from, to }: PathTiles, tile: number, share: number, out: Float32Array, k: number): void {
  const j = tile * 3
  out[k * 3] = from[j]! + (to[j]! - from[j]!) * share
  out[k * 3 + 1] = from[j + 1]! + (to[j + 1]! - from[j + 1]!) * share
  out[k * 3 + 2] = mixHeadings(from[j + 2]!, to[j + 2]!, share)
}

/** 0-1: how far the part of the path at a share of its length has come, `share` of the time into the glide. */
const computeProgress = (share: number, along: number): number =>
  smoothstep((share - STAGGER_SHARE * along) / (1 - STAGGER_SHARE))

/** Writes the path as it lies `share` of the time into the glide: it unrolls from its beginning on. */
export function writeGlidingPath({ center, yaw, tiles }: FloorPath, { before, after }: PathGlide, share: number): void {
  const { count, from, to, shape } = tiles
  let first = 0
  for (let t = 0; t < count; t++) {
    mixPlaces(before.from, after.from, from, t, computeProgress(share, t / count))
    mixPlaces(before.to, after.to, to, t, computeProgress(share, (t + 1) / count))
    if (shape[t * 3 + 2] === 0) continue
    mixCenter(before, after, center, yaw, tiles.chunk[t]!, computeProgress(share, (first + t + 1) / 2 / count))
    first = t + 1
  }
  if (share < 1) turnAlong(tiles)
  for (let t = 0; t < count; t++) boxTile(tiles, t)
}

/** From one heading to another the shorter way around; exactly there in the end. */
const mixHeadings = (before: Radians, after: Radians, progress: number): Radians =>
  progress < 1 ? before + wrapAngle(after - before) * progress : after

function mixPlaces(before: Float32Array, after: Float32Array, out: Float32Array, k: number, progress: number): void {
  const j = k * 3
  out[j] = before[j]! + (after[j]! - before[j]!) * progress
  out[j + 1] = before[j + 1]! + (after[j + 1]! - before[j + 1]!) * progress
  out[j + 2] = mixHeadings(before[j + 2]!, after[j + 2]!, progress)
}

function mixCenter(
  before: PathPlaces,
  after: PathPlaces,
  center: Float32Array,
  yaw: Float32Array,
  chunk: number,
  progress: number,
): void {
  for (let j = chunk * 3; j < chunk * 3 + 3; j++)
    center[j] = before.center[j]! + (after.center[j]! - before.center[j]!) * progress
  yaw[chunk] = mixHeadings(before.yaw[chunk]!, after.yaw[chunk]!, progress)
}

/** Turns the ends of moving tiles along the way from one neighbor to the other, or they would be sheared. */
function turnAlong({ count, from, to }: PathTiles): void {
  for (let t = 0; t < count; t++) {
    const before = Math.max(0, t - 1) * 3
    const after = t * 3
    const dx = to[after]! - from[before]!
    const dz = to[after + 1]! - from[before + 1]!
    if (Math.abs(dx) + Math.abs(dz) < 1e-6) continue
    const heading = Math.atan2(-dx, -dz)
    from[after + 2] = heading
    if (t > 0) to[before + 2] = heading
  }
}

/** Writes the box of a tile for rays. */
function boxTile({ from, to, center, size, yaw }: PathTiles, tile: number): void {
  const j = tile * 3
  const dx = to[j]! - from[j]!
  const dz = to[j + 1]! - from[j + 1]!
  center[j] = from[j]! + dx / 2
  center[j + 2] = from[j + 1]! + dz / 2
  size[j + 2] = Math.hypot(dx, dz)
  yaw[tile] = mixHeadings(from[j + 2]!, to[j + 2]!, 0.5)
}
