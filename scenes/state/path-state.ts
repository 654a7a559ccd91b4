import { findInterval } from '../../audio/find-interval.ts'
import type { Meters } from '../../audio/units.ts'
import { createPathCurve, createTiles, type FloorPath, type PathLayout, type PathTiles } from '../geometry/path.ts'
import type { PathCurve, PathStretch } from '../geometry/path-curve.ts'
import type { PathGlide } from '../geometry/path-glide.ts'
import type { WalkingFloor } from '../geometry/path-route.ts'
import type { OrientedBoxes } from '../geometry/raycast.ts'

export type PathState = {
  layout: PathLayout
  curve: PathCurve
  floorPath: FloorPath
  /** Increases whenever the tiles of the same path have moved: views upload their places anew. */
  moves: number
  /** The way of the heart and of the path's own places to where another layout has them; they have arrived at share 1. */
  glide: { fromX: Meters; fromZ: Meters; toX: Meters; toZ: Meters; places: PathGlide | null; share: number }
  /** Corners of the real floor (x, z) in the visitor's own space, if the headset reports its boundary. */
  realFloor: readonly number[] | null
  /** The real floor that the path is laid on; null: it lies in its layout. */
  walkingFloor: WalkingFloor | null
  /** The path is to be laid anew around the feet, on the real floor. */
  needsLaying: boolean
  /** Distance along the path around which `stretch` lies: of the feet, or of what plays. */
  feet: Meters
  /** What is shown of the path. */
  stretch: PathStretch
  /** The tiles of which that is made, from tile `first` on; rays meet no others. */
  shownTiles: OrientedBoxes & { first: number }
}

/** All of a path. */
export const WHOLE_PATH: PathStretch = { from: -1e6, to: 1e6 }

const EMPTY_PATH: FloorPath = { center: new Float32Array(0), yaw: new Float32Array(0), tiles: createTiles(0) }

export const createPathState = (): PathState => ({
  layout: 'spiral',
  curve: createPathCurve('spiral', 1, 1, null),
  floorPath: EMPTY_PATH,
  moves: 0,
  glide: { fromX: 0, fromZ: 0, toX: 0, toZ: 0, places: null, share: 1 },
  realFloor: null,
  walkingFloor: null,
  needsLaying: false,
  feet: 0,
  stretch: { ...WHOLE_PATH },
  shownTiles: { ...EMPTY_PATH.tiles, first: 0 },
})

/** Shows the stretch of a route around `path.feet`, or all of a path that lies in its layout. */
export function updateStretch(path: PathState, boundaries: Float64Array): void {
  const { stretch, feet, curve, floorPath } = path
  const { route, metersPerSecond } = curve
  stretch.from = route ? Math.max(route.back ? 0 : route.start, feet - route.behind) : WHOLE_PATH.from
  stretch.to = route ? feet + route.ahead : WHOLE_PATH.to
  const { tiles } = floorPath
  const firstChunk = route ? Math.max(0, findInterval(boundaries, stretch.from / metersPerSecond)) : 0
  const lastChunk = route ? findInterval(boundaries, stretch.to / metersPerSecond) : boundaries.length - 2
  const first = findFirstTile(tiles, firstChunk)
  const count = findFirstTile(tiles, lastChunk + 1) - first
  const { shownTiles } = path
  const isSame = shownTiles.yaw?.buffer === tiles.yaw.buffer
  if (isSame && shownTiles.first === first && shownTiles.count === count) return
  shownTiles.first = first
  shownTiles.count = count
  shownTiles.center = tiles.center.subarray(first * 3, (first + count) * 3)
  shownTiles.size = tiles.size.subarray(first * 3, (first + count) * 3)
  shownTiles.yaw = tiles.yaw.subarray(first, first + count)
}

/** Binary search: tiles follow their chunks. */
function findFirstTile({ chunk, count }: PathTiles, wanted: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (chunk[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}
