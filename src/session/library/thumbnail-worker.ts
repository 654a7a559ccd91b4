import * as Comlink from 'comlink'
import { type PackedSong, unpackSong } from '../../../audio/song/chunk-table.ts'
import type { Song } from '../../../audio/song/song.ts'
import { linearToSrgbByte } from '../../../scenes/geometry/srgb.ts'
import { projectBoxes, VIEW_AXES } from './thumbnail.ts'

/** Pixels, twice as many as it is shown with. */
const THUMBNAIL_SIDE_PX = 320

type Corner = readonly [x: number, y: number]

/** The three faces of a cube that the eye sees, edge 1, and how much light falls on each. */
const VISIBLE_FACES: readonly { corners: readonly Corner[]; light: number }[] = [
  { corners: createFace(0, 1, 2), light: 0.62 },
  { corners: createFace(1, 2, 0), light: 1 },
  { corners: createFace(2, 0, 1), light: 0.8 },
]

/** The face towards the positive side of one axis, spanned by the two others. */
function createFace(out: number, a: number, b: number): Corner[] {
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  return signs.map(([s, t]) => {
    const along = (axis: readonly number[]) =>
      ((axis[out] as number) + s * (axis[a] as number) + t * (axis[b] as number)) / 2
    return [along(VIEW_AXES.right), -along(VIEW_AXES.up)] as const
  })
}

/**
 * The form as a small picture on nothing.
 * @throws where the browser has no canvas outside the page
 */
async function drawThumbnail(song: Song): Promise<Blob> {
  const canvas = new OffscreenCanvas(THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const { boxes, colors } = projectBoxes(song)
  const [far, near] = [boxes[0]?.depth ?? 0, boxes.at(-1)?.depth ?? 1]
  for (const { chunk, x, y, edge, depth } of boxes) {
    // What is far away fades into the dark.
    const nearness = far === near ? 1 : (depth - far) / (near - far)
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

const service = { draw: async (rows: PackedSong): Promise<Blob> => drawThumbnail(await unpackSong(rows)) }

export type ThumbnailService = typeof service

Comlink.expose(service)
