import * as Comlink from 'comlink'
import { type PackedSong, unpackSong } from '../../../audio/song/chunk-table.ts'
import type { Song } from '../../../audio/song/song.ts'
import { linearToSrgbByte } from '../../../scenes/geometry/srgb.ts'
import { projectBoxes, VIEW_AXES } from './project-boxes.ts'

/** Pixels; the page shows it half as large. */
const THUMBNAIL_SIDE_PX = 320

type Corner = readonly [x: number, y: number]

/** The three faces of a unit cube that the camera sees, and the brightness of each, 0-1. */
const VISIBLE_FACES: readonly { corners: readonly Corner[]; light: number }[] = [
  { corners: createFace(0, 1, 2), light: 0.62 },
  { corners: createFace(1, 2, 0), light: 1 },
  { corners: createFace(2, 0, 1), light: 0.8 },
]

/** Projects the face on the positive side of one axis, spanned by the two others. */
function createFace(normalAxis: number, a: number, b: number): Corner[] {
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return signs.map(([s, t]) => {
    const project = (axis: readonly number[]) =>
      ((axis[normalAxis] as number) + s * (axis[a] as number) + t * (axis[b] as number)) / 2
    return [project(VIEW_AXES.right), -project(VIEW_AXES.up)] as const
  })
}

/**
 * Draws the embedding as boxes on a transparent background.
 * @throws if the browser has no 2D canvas in workers
 */
async function drawThumbnail(song: Song): Promise<Blob> {
  const canvas = new OffscreenCanvas(THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser has no 2D canvas in workers.')
  const { boxes, colors } = projectBoxes(song)
  const farthest = boxes[0]?.depth ?? 0
  const nearest = boxes.at(-1)?.depth ?? 1
  for (const { chunk, x, y, edge, depth } of boxes) {
    // Distant boxes are darker.
    const nearness = farthest === nearest ? 1 : (depth - farthest) / (nearest - farthest)
    const size = Math.max(3, Math.min(edge * THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX / 4))
    for (const { corners, light } of VISIBLE_FACES) {
      const shade = light * (0.4 + 0.6 * nearness)
      const [r, g, b] = [0, 1, 2].map((k) => linearToSrgbByte((colors[chunk * 3 + k] as number) * shade))
      context.fillStyle = `rgb(${r} ${g} ${b})`
      context.beginPath()
      for (const [dx, dy] of corners)
        context.lineTo(x * THUMBNAIL_SIDE_PX + dx * size, y * THUMBNAIL_SIDE_PX + dy * size)
      context.fill()
    }
  }
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 })
}

const service = { draw: async (packedSong: PackedSong): Promise<Blob> => drawThumbnail(await unpackSong(packedSong)) }

export type ThumbnailService = typeof service

Comlink.expose(service)
