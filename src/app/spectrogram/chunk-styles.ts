/** Linear sRGB channels in 0–1 to bytes of the screen, through a table. */
const STEPS = 4095
const encode = (value: number): number =>
  255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)
export const screenBytes = Uint8ClampedArray.from({ length: STEPS + 1 }, (_, i) => encode(i / STEPS))

const byteOf = (light: number): number => screenBytes[Math.round(Math.min(1, Math.max(0, light)) * STEPS)] as number

/** Linear light as a CSS color. */
export const cssColor = (r: number, g: number, b: number, alpha = 1): string =>
  `rgb(${byteOf(r)} ${byteOf(g)} ${byteOf(b)} / ${alpha})`

/** Levels below this share are the floor of the room: black. */
const FLOOR = 0.16
/** Above this share light begins to bleach. */
const BLEACH = 0.8

/**
 * How a level of the spectrum (0–255) is lit: its share of the chunk's color, and of white on top of it, in steps of
 * `screenBytes`. Lightness grows evenly to the eye, light itself with about its third power.
 */
export const tint = Float32Array.from({ length: 256 }, (_, level) => {
  const above = Math.max(0, (level / 255 - FLOOR) / (1 - FLOOR))
  return STEPS * 0.94 * above ** 2.4
})
export const bleach = Float32Array.from({ length: 256 }, (_, level) => {
  const above = Math.max(0, (level / 255 - BLEACH) / (1 - BLEACH))
  return STEPS * 0.5 * above ** 2
})

/**
 * How a chunk looks when it is drawn flat: the three looks of the room, as CSS colors. Boxes too slim for edges get a
 * color between fill and edge.
 */
export type Look = {
  unheard: string
  unheardEdge: string
  unheardSlim: string
  heard: string
  heardEdge: string
  heardSlim: string
  hot: string
}

function lookOf(r: number, g: number, b: number): Look {
  const shade = (share: number, white = 0) => cssColor(r * share + white, g * share + white, b * share + white)
  return {
    unheard: shade(0.06),
    unheardEdge: shade(0.24),
    unheardSlim: shade(0.12),
    heard: shade(0.5),
    heardEdge: shade(1),
    heardSlim: shade(0.7),
    hot: shade(0.4, 0.6),
  }
}

/** The looks of a song's chunks, each made when it is first seen: of ten thousand few are. */
export class Looks {
  private readonly made: Look[] = []

  /** @param colors 3 × N linear sRGB */
  constructor(private readonly colors: Float32Array) {}

  of(chunk: number): Look {
    const there = this.made[chunk]
    if (there) return there
    const [r, g, b] = [0, 1, 2].map((channel) => this.colors[chunk * 3 + channel] ?? 0) as [number, number, number]
    const look = lookOf(r, g, b)
    this.made[chunk] = look
    return look
  }
}
