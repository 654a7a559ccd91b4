import type { Song } from '../../../audio/song/song.ts'
import { computeCloudRadius, computeCubeEdge } from '../../../scenes/geometry/cloud.ts'
import { computeChunkColors } from '../../../scenes/geometry/palette.ts'

/** A box of the form seen from afar: all in shares of the picture's side, y down. */
export type ThumbnailBox = { chunk: number; x: number; y: number; edge: number; depth: number }
export type ThumbnailBoxes = {
  /** Farthest first. */
  boxes: ThumbnailBox[]
  /** 3 × N linear sRGB. */
  colors: Float32Array
}

/** The eye is always at the same place, so that forms can be compared: a little to the right and above. */
const CAMERA_YAW_RADIANS = 0.6
const CAMERA_PITCH_RADIANS = 0.42
/** Distance of the eye in RMS radii. */
const CAMERA_DISTANCE_RADII = 4
/** Boxes are drawn larger than they hang, or a small picture would show dust. */
const BOX_SCALE = 1.7
/** Left free on each side. */
const MARGIN_FRACTION = 0.04

/** Axes of every cube as the eye sees them: right, up and towards the eye. */
export const VIEW_AXES = computeViewAxes()

function computeViewAxes(): { right: readonly number[]; up: readonly number[]; toward: readonly number[] } {
  const [cy, sy, cp, sp] = [
    Math.cos(CAMERA_YAW_RADIANS),
    Math.sin(CAMERA_YAW_RADIANS),
    Math.cos(CAMERA_PITCH_RADIANS),
    Math.sin(CAMERA_PITCH_RADIANS),
  ]
  return { right: [cy, 0, -sy], up: [-sy * sp, cp, -cy * sp], toward: [sy * cp, sp, cy * cp] }
}

/** A song's form as a picture of boxes; the same for the same song. */
export function projectBoxes({ chunks }: Pick<Song, 'chunks'>): ThumbnailBoxes {
  const radius = computeCloudRadius(chunks.length)
  const dot = (axis: readonly number[], point: readonly number[]) =>
    point.reduce((sum, value, k) => sum + value * (axis[k] as number), 0)
  const seen = chunks.map(({ position, start, end }, chunk) => {
    const depth = dot(VIEW_AXES.toward, position)
    const nearer = CAMERA_DISTANCE_RADII / Math.max(1, CAMERA_DISTANCE_RADII - depth)
    const edge = ((computeCubeEdge(end - start) * BOX_SCALE) / radius) * nearer
    return { chunk, x: dot(VIEW_AXES.right, position) * nearer, y: -dot(VIEW_AXES.up, position) * nearer, edge, depth }
  })
  const [left, right] = computeExtent(seen.map(({ x, edge }) => [x, edge]))
  const [top, bottom] = computeExtent(seen.map(({ y, edge }) => [y, edge]))
  const scale = (1 - 2 * MARGIN_FRACTION) / Math.max(1e-6, right - left, bottom - top)
  const boxes = seen
    .map((box) => ({
      ...box,
      x: 0.5 + (box.x - (left + right) / 2) * scale,
      y: 0.5 + (box.y - (top + bottom) / 2) * scale,
      edge: box.edge * scale,
    }))
    .sort((a, b) => a.depth - b.depth)
  return { boxes, colors: computeChunkColors(chunks) }
}

/** From where to where boxes reach along one direction; a turned cube reaches at most √3 / 2 edges from its middle. */
function computeExtent(places: [middle: number, edge: number][]): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity]
  for (const [middle, edge] of places) {
    least = Math.min(least, middle - edge * 0.87)
    most = Math.max(most, middle + edge * 0.87)
  }
  return [least, most]
}
