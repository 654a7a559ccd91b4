import type { Song } from '../../../audio/song/song.ts'
import type { ColoredBoxes } from '../../../scenes/geometry/box-mesh.ts'
import { computeCloudRadius, computeCubeEdges, layCloud } from '../../../scenes/geometry/cloud.ts'
import type { Palette } from '../../../scenes/geometry/palette.ts'
import { computeChunkColors } from '../../../scenes/geometry/palette.ts'
import { createPath, createPathCurve, type PathLayout } from '../../../scenes/geometry/path.ts'

/** The boxes of the cloud as in the scene; box i is chunk i. */
export function createCloudBoxes({ chunks }: Song, palette: Palette): ColoredBoxes {
  const count = chunks.length
  const form = Float32Array.from(chunks.flatMap((chunk) => chunk.position))
  const radius = computeCloudRadius(count)
  const curve = createPathCurve('spiral', chunks.at(-1)?.end ?? 1, radius, null)
  const { positions: center, edges } = layCloud(form, radius, computeCubeEdges(chunks), curve, false)
  const size = new Float32Array(count * 3)
  edges.forEach((edge, i) => {
    size.fill(edge, i * 3, i * 3 + 3)
  })
  return { count, center, size, yaw: null, color: computeChunkColors(chunks, palette) }
}

/** The boxes of the path as in the scene; a chunk has one box or more. */
export function createPathBoxes({ chunks }: Song, layout: PathLayout, palette: Palette): ColoredBoxes {
  const { count, chunk, center, size, yaw } = createPath(chunks, layout).tiles
  const colors = computeChunkColors(chunks, palette)
  const color = new Float32Array(count * 3)
  chunk.forEach((c, tile) => {
    color.set(colors.subarray(c * 3, c * 3 + 3), tile * 3)
  })
  return { count, center, size, yaw, color }
}
