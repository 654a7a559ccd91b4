import type { SongForm } from '../../../audio/song/song-form.ts'
import type { Radians } from '../../../audio/units.ts'
import { computeCloudRadius, computeCubeEdges } from '../../../scenes/geometry/cloud.ts'
import { computeChunkColors, type Palette } from '../../../scenes/geometry/palette.ts'
import { linearToSrgbByte } from '../../../scenes/geometry/srgb.ts'

/** A form that is ready to be drawn from any side; memory for one drawing is part of it. */
export type FormPicture = {
  positions: Float32Array
  /** Edges of the boxes in the unit of the positions. */
  edges: Float32Array
  /** 3 × N sRGB bytes. */
  colors: Uint8Array
  /** What the form takes of the plane of the picture while it turns; y points up. */
  halfWidth: number
  bottom: number
  top: number
  /** Screen places and sizes, and the order from far to near. */
  x: Float32Array
  y: Float32Array
  depth: Float32Array
  order: Uint32Array
}

/** Seen from slightly above. */
const PITCH_RAD: Radians = 0.36
const [SIN_PITCH, COS_PITCH] = [Math.sin(PITCH_RAD), Math.cos(PITCH_RAD)]
/** Distance of the camera in RMS radii. */
const CAMERA_DISTANCE = 5
/** Boxes are larger than in the room, where they would be a pixel. */
const BOX_SCALE = 1.7
const MIN_BOX_PX = 2
/** Shares of the picture's side. */
const MAX_BOX_SHARE = 0.09
const MARGIN_SHARE = 0.07
/** Brightness of the farthest box, and of a box's face beside its frame. */
const FAR_LIGHT = 0.4
const FACE_LIGHT = 0.42

export function createFormPicture({ positions, durations }: SongForm, palette: Palette): FormPicture {
  const count = durations.length
  let end = 0
  const spans = Array.from(durations, (duration) => {
    const start = end
    end += duration
    return { start, end }
  })
  const radius = computeCloudRadius(count)
  const picture: FormPicture = {
    positions,
    edges: computeCubeEdges(spans).map((edge) => (edge * BOX_SCALE) / radius),
    colors: Uint8Array.from(computeChunkColors(spans, palette), linearToSrgbByte),
    halfWidth: 1e-6,
    bottom: 0,
    top: 0,
    x: new Float32Array(count),
    y: new Float32Array(count),
    depth: new Float32Array(count),
    order: Uint32Array.from({ length: count }, (_, i) => i),
  }
  for (let k = 0; k < MEASURED_YAWS; k++) {
    projectForm(picture, (2 * Math.PI * k) / MEASURED_YAWS)
    for (let i = 0; i < count; i++) {
      picture.halfWidth = Math.max(picture.halfWidth, Math.abs(picture.x[i]!))
      picture.bottom = Math.min(picture.bottom, picture.y[i]!)
      picture.top = Math.max(picture.top, picture.y[i]!)
    }
  }
  return picture
}

/** Turned by so many angles, the form is measured. */
const MEASURED_YAWS = 24

/** Writes where the boxes of the turned form are seen. */
function projectForm({ positions, x, y, depth }: FormPicture, yaw: Radians): void {
  const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)]
  for (let i = 0; i < depth.length; i++) {
    const px = positions[3 * i]!
    const py = positions[3 * i + 1]!
    const pz = positions[3 * i + 2]!
    const toward = pz * cos - px * sin
    depth[i] = toward * COS_PITCH + py * SIN_PITCH
    const size = magnify(depth[i]!)
    x[i] = (px * cos + pz * sin) * size
    y[i] = (py * COS_PITCH - toward * SIN_PITCH) * size
  }
}

/** How much larger something is drawn that is nearer by `toward`. */
const magnify = (toward: number): number => CAMERA_DISTANCE / Math.max(1, CAMERA_DISTANCE - toward)

/**
 * Draws the form on transparent pixels: boxes as in the room, bright frames around darker faces, distant ones darker.
 * @param pixels width × height, RGBA as in ImageData.
 * @param yaw angle by which the form is turned about its vertical axis.
 */
export function drawForm(
  picture: FormPicture,
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  yaw: Radians,
): void {
  const { edges, colors, x, y, depth, order, halfWidth, bottom, top: upper } = picture
  projectForm(picture, yaw)
  const free = 1 - 2 * MARGIN_SHARE
  const scale = Math.min((free * width) / 2 / halfWidth, (free * height) / Math.max(1e-6, upper - bottom))
  const middle = (bottom + upper) / 2
  // Nearly sorted since the last drawing.
  order.sort((a, b) => depth[a]! - depth[b]!)
  const farthest = depth[order[0] ?? 0] ?? 0
  const range = (depth[order.at(-1) ?? 0] ?? 0) - farthest || 1
  pixels.fill(0)
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!
    const edge = Math.min(MAX_BOX_SHARE * height, Math.max(MIN_BOX_PX, edges[i]! * magnify(depth[i]!) * scale))
    const left = Math.round(width / 2 + x[i]! * scale - edge / 2)
    const top = Math.round(height / 2 - (y[i]! - middle) * scale - edge / 2)
    const light = FAR_LIGHT + (1 - FAR_LIGHT) * ((depth[i]! - farthest) / range)
    drawBox(pixels, width, height, left, top, Math.round(edge), colors, 3 * i, light)
  }
}

/** Below this edge a frame would leave no face. */
const MIN_FRAMED_PX = 5

function drawBox(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  left: number,
  top: number,
  edge: number,
  colors: Uint8Array,
  color: number,
  light: number,
): void {
  const frame = edge < MIN_FRAMED_PX ? edge : Math.max(1, Math.round(edge / 9))
  for (let row = Math.max(0, -top); row < edge && top + row < height; row++) {
    const isFrameRow = row < frame || row >= edge - frame
    for (let column = Math.max(0, -left); column < edge && left + column < width; column++) {
      const isFrame = isFrameRow || column < frame || column >= edge - frame
      const brightness = isFrame ? light : light * FACE_LIGHT
      const at = 4 * ((top + row) * width + left + column)
      pixels[at] = colors[color]! * brightness
      pixels[at + 1] = colors[color + 1]! * brightness
      pixels[at + 2] = colors[color + 2]! * brightness
      pixels[at + 3] = 255
    }
  }
}
