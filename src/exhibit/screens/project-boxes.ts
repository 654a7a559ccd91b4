import type { Song } from '../../../audio/song/song.ts'
import { computeCloudRadius, computeCubeEdges } from '../../../scenes/geometry/cloud.ts'
import { computeChunkColors } from '../../../scenes/geometry/palette.ts'

/** A projected box; lengths are fractions of the picture's side, y points down. */
export type ThumbnailBox = { chunk: number; x: number; y: number; edge: number; depth: number }
export type ThumbnailBoxes = {
  /** Farthest first. */
  boxes: ThumbnailBox[]
  /** 3 × N, linear sRGB. */
  colors: Float32Array
}

/** A fixed camera, slightly to the right and above, makes thumbnails comparable. */
const CAMERA_YAW_RADIANS = 0.6
const CAMERA_PITCH_RADIANS = 0.42
/** Distance of the camera in RMS radii of the embedding. */
const CAMERA_DISTANCE_RADII = 4
/** Boxes are drawn larger than in the scene, where they would be a few pixels. */
const BOX_SCALE = 1.7
/** Free margin on each side. */
const MARGIN_FRACTION = 0.04

/** Camera axes in the song's space. */
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

/** Projects a song's boxes with perspective and fits them into the picture. */
export function projectBoxes({ chunks }: Pick<Song, 'chunks'>): ThumbnailBoxes {
  const radius = computeCloudRadius(chunks.length)
  const edges = computeCubeEdges(chunks)
  const dot = (axis: readonly number[], point: readonly number[]) =>
    point.reduce((sum, value, k) => sum + value * (axis[k] as number), 0)
  const projected = chunks.map(({ position }, chunk) => {
    const depth = dot(VIEW_AXES.toward, position)
    const magnification = CAMERA_DISTANCE_RADII / Math.max(1, CAMERA_DISTANCE_RADII - depth)
    const edge = ((edges[chunk]! * BOX_SCALE) / radius) * magnification
    return {
      chunk,
      x: dot(VIEW_AXES.right, position) * magnification,
      y: -dot(VIEW_AXES.up, position) * magnification,
      edge,
      depth,
    }
  })
  const [left, right] = computeExtent(projected.map(({ x, edge }) => [x, edge]))
  const [top, bottom] = computeExtent(projected.map(({ y, edge }) => [y, edge]))
  const scale = (1 - 2 * MARGIN_FRACTION) / Math.max(1e-6, right - left, bottom - top)
  const boxes = projected
    .map((box) => ({
      ...box,
      x: 0.5 + (box.x - (left + right) / 2) * scale,
      y: 0.5 + (box.y - (top + bottom) / 2) * scale,
      edge: box.edge * scale,
    }))
    .sort((a, b) => a.depth - b.depth)
  return { boxes, colors: computeChunkColors(chunks) }
}

/** √3 / 2: a rotated cube reaches at most this many edges from its center. */
const MAX_CUBE_EXTENT_EDGES = 0.87

function computeExtent(boxes: [center: number, edge: number][]): [min: number, max: number] {
  let [min, max] = [Infinity, -Infinity]
  for (const [center, edge] of boxes) {
    min = Math.min(min, center - edge * MAX_CUBE_EXTENT_EDGES)
    max = Math.max(max, center + edge * MAX_CUBE_EXTENT_EDGES)
  }
  return [min, max]
}
