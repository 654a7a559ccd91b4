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
 * How chunks look when they are drawn flat: the three looks of the room, as CSS colors by chunk. Boxes too slim for
 * edges get a color between fill and edge.
 */
export type Looks = {
  unheard: string[]
  unheardEdge: string[]
  unheardSlim: string[]
  heard: string[]
  heardEdge: string[]
  heardSlim: string[]
  hot: string[]
}

/** @param colors 3 × N linear sRGB */
export function chunkLooks(colors: Float32Array): Looks {
  const shades = (share: number, white = 0): string[] =>
    Array.from({ length: colors.length / 3 }, (_, i) => {
      const [r, g, b] = colors.subarray(i * 3, i * 3 + 3) as unknown as [number, number, number]
      return cssColor(r * share + white, g * share + white, b * share + white)
    })
  return {
    unheard: shades(0.06),
    unheardEdge: shades(0.24),
    unheardSlim: shades(0.12),
    heard: shades(0.5),
    heardEdge: shades(1),
    heardSlim: shades(0.7),
    hot: shades(0.4, 0.6),
  }
}
