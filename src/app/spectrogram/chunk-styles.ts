import { linearToSrgb } from '../../../scenes/geometry/srgb.ts'

/** Table from linear sRGB channels in 0–1 to sRGB bytes. */
const SRGB_TABLE_STEPS = 4095
export const srgbByteTable = Uint8ClampedArray.from(
  { length: SRGB_TABLE_STEPS + 1 },
  (_, i) => 255 * linearToSrgb(i / SRGB_TABLE_STEPS),
)

const toSrgbByte = (light: number): number =>
  srgbByteTable[Math.round(Math.min(1, Math.max(0, light)) * SRGB_TABLE_STEPS)] as number

/** A linear sRGB color for CSS. */
export const toCssRgb = (r: number, g: number, b: number, alpha = 1): string =>
  `rgb(${toSrgbByte(r)} ${toSrgbByte(g)} ${toSrgbByte(b)} / ${alpha})`

/** Levels below this share are noise of the room and drawn black. */
const BLACK_LEVEL = 0.16
/** Levels above this share fade to white. */
const DESATURATION_LEVEL = 0.8

/**
 * The brightness of a level of the spectrum (0–255): shares of the chunk's color and of white on top of it, in steps of
 * `screenBytes`. Perceived lightness grows evenly, linear light with about its third power.
 */
export const colorGainTable = Float32Array.from({ length: 256 }, (_, level) => {
  const above = Math.max(0, (level / 255 - BLACK_LEVEL) / (1 - BLACK_LEVEL))
  return SRGB_TABLE_STEPS * 0.94 * above ** 2.4
})
export const whiteGainTable = Float32Array.from({ length: 256 }, (_, level) => {
  const above = Math.max(0, (level / 255 - DESATURATION_LEVEL) / (1 - DESATURATION_LEVEL))
  return SRGB_TABLE_STEPS * 0.5 * above ** 2
})

/**
 * CSS colors of a chunk on canvases: unplayed, played and highlighted as in the scene. Boxes too slim for edges get a
 * color between fill and edge.
 */
export type ChunkStyle = {
  unplayed: string
  unplayedEdge: string
  unplayedNarrow: string
  played: string
  playedEdge: string
  playedNarrow: string
  highlight: string
}

function createChunkStyle(r: number, g: number, b: number): ChunkStyle {
  const shade = (share: number, white = 0) => toCssRgb(r * share + white, g * share + white, b * share + white)
  return {
    unplayed: shade(0.06),
    unplayedEdge: shade(0.24),
    unplayedNarrow: shade(0.12),
    played: shade(0.5),
    playedEdge: shade(1),
    playedNarrow: shade(0.7),
    highlight: shade(0.4, 0.6),
  }
}

/** The styles of a song's chunks, each computed at first use: of ten thousand, few are seen. */
export class ChunkStyles {
  private readonly cache: ChunkStyle[] = []

  /** @param colors 3 × N linear sRGB */
  constructor(private readonly colors: Float32Array) {}

  get(chunk: number): ChunkStyle {
    const there = this.cache[chunk]
    if (there) return there
    const [r, g, b] = [0, 1, 2].map((channel) => this.colors[chunk * 3 + channel] ?? 0) as [number, number, number]
    const look = createChunkStyle(r, g, b)
    this.cache[chunk] = look
    return look
  }
}
