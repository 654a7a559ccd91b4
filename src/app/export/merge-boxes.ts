import type { Meters } from '../../../audio/units.ts'
import type { ColoredBoxes } from '../../../scenes/geometry/box-mesh.ts'

/** Boxes, and the place of each in its song, 0 to 1. */
export type PlacedBoxes = ColoredBoxes & { place: Float32Array }

/** Cells grow by this factor until there are few enough. */
const CELL_GROWTH = 1.12

/** Joins consecutive tiles of a path until at most `maxCount` are left: each as long as its tiles together. */
export function mergeTiles(tiles: PlacedBoxes, maxCount: number): PlacedBoxes {
  const perTile = Math.ceil(tiles.count / maxCount)
  if (perTile <= 1) return tiles
  const merged = createBoxes(Math.ceil(tiles.count / perTile), tiles)
  for (let k = 0; k < merged.count; k++) {
    const first = k * perTile
    const last = Math.min(tiles.count, first + perTile)
    const middle = (first + last - 1) >> 1
    copyBox(tiles, middle, merged, k)
    let length: Meters = 0
    for (let i = first; i < last; i++) {
      length += tiles.size[i * 3 + 2]!
      merged.size[k * 3 + 1] = Math.max(merged.size[k * 3 + 1]!, tiles.size[i * 3 + 1]!)
      for (let axis = 0; axis < 3; axis += 2)
        merged.center[k * 3 + axis] =
          (i === first ? 0 : merged.center[k * 3 + axis]!) + tiles.center[i * 3 + axis]! / (last - first)
    }
    merged.size[k * 3 + 2] = length
    // Tiles stand on the floor.
    merged.center[k * 3 + 1] = merged.size[k * 3 + 1]! / 2
  }
  return merged
}

/** Joins neighboring cubes until at most `maxCount` are left: each has the volume of its cubes, and the color of the largest. */
export function mergeCubes(cubes: PlacedBoxes, maxCount: number): PlacedBoxes {
  if (cubes.count <= maxCount) return cubes
  let cell: Meters = cubes.size.reduce((least, edge) => Math.min(least, edge), Number.POSITIVE_INFINITY)
  let groups = groupByCell(cubes, cell)
  while (groups.length > maxCount) {
    cell *= CELL_GROWTH
    groups = groupByCell(cubes, cell)
  }
  const merged = createBoxes(groups.length, cubes)
  groups.forEach((group, k) => {
    const volumes = group.map((i) => cubes.size[i * 3]! ** 3)
    const volume = volumes.reduce((sum, one) => sum + one, 0)
    copyBox(cubes, group[volumes.indexOf(Math.max(...volumes))]!, merged, k)
    merged.size.fill(Math.cbrt(volume), k * 3, k * 3 + 3)
    for (let axis = 0; axis < 3; axis++)
      merged.center[k * 3 + axis] =
        group.reduce((sum, i, g) => sum + cubes.center[i * 3 + axis]! * volumes[g]!, 0) / volume
  })
  return merged
}

function groupByCell({ count, center }: PlacedBoxes, cell: Meters): number[][] {
  const cells = new Map<string, number[]>()
  for (let i = 0; i < count; i++) {
    const key = [0, 1, 2].map((axis) => Math.floor(center[i * 3 + axis]! / cell)).join()
    const group = cells.get(key)
    if (group) group.push(i)
    else cells.set(key, [i])
  }
  return [...cells.values()]
}

const createBoxes = (count: number, { yaw }: PlacedBoxes): PlacedBoxes => ({
  count,
  center: new Float32Array(count * 3),
  size: new Float32Array(count * 3),
  color: new Float32Array(count * 3),
  yaw: yaw && new Float32Array(count),
  place: new Float32Array(count),
})

function copyBox(from: PlacedBoxes, i: number, to: PlacedBoxes, k: number): void {
  for (const key of ['center', 'size', 'color'] as const) to[key].set(from[key].subarray(i * 3, i * 3 + 3), k * 3)
  if (from.yaw && to.yaw) to.yaw[k] = from.yaw[i]!
  to.place[k] = from.place[i]!
}
