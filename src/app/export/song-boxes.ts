import type { Song } from '../../../audio/song/song.ts'
import type { ColoredBoxes } from '../../../scenes/geometry/box-mesh.ts'
import { cloudRadius, cubeEdge, hangCloud } from '../../../scenes/geometry/cloud.ts'
import { chunkColors } from '../../../scenes/geometry/palette.ts'
import { type Layout, layPath } from '../../../scenes/geometry/path.ts'
import type { Palette } from '../../../scenes/state/preferences.ts'

/** The cloud as it hangs in the room; box i is chunk i. */
export function cloudBoxes({ chunks }: Song, palette: Palette): ColoredBoxes {
  const count = chunks.length
  const form = Float32Array.from(chunks.flatMap((chunk) => chunk.position))
  const size = Float32Array.from(chunks.flatMap(({ start, end }) => Array<number>(3).fill(cubeEdge(end - start))))
  const center = hangCloud(form, cloudRadius(count), form)
  return { count, center, size, yaw: null, color: chunkColors(chunks, palette) }
}

/** The path as it lies on the floor; a chunk has one box or more. */
export function pathBoxes({ chunks }: Song, layout: Layout, palette: Palette): ColoredBoxes {
  const { count, chunk, center, size, yaw } = layPath(chunks, layout).tiles
  const colors = chunkColors(chunks, palette)
  const color = new Float32Array(count * 3)
  chunk.forEach((c, tile) => {
    color.set(colors.subarray(c * 3, c * 3 + 3), tile * 3)
  })
  return { count, center, size, yaw, color }
}
