/** `rainbow` by hue; `safe` for color-blind eyes; `grey` by lightness alone. The last two also mark parts by pips. */
export const palettes = ['rainbow', 'safe', 'grey'] as const
export type Palette = (typeof palettes)[number]

/**
 * Colors of the rainbow with even perceived lightness: OKLCH at fixed lightness and the largest chroma that the
 * screen can show at that hue, from red (first chunk) to violet (last).
 * Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
 */
const RAINBOW_LIGHTNESS = 0.72
const MAX_CHROMA = 0.19
const RED_HUE_DEG = 25
const VIOLET_HUE_DEG = 318

/** Lightness of `safe` and `grey` from the first to the last chunk; an unlit box stays visible at the lower end. */
const MIN_LIGHTNESS = 0.42
const MAX_LIGHTNESS = 0.95
const SAFE_CHROMA = 0.1
const BLUE_HUE_DEG = 285
/** A full turn beyond 100°, so that the way from blue leads through red. */
const YELLOW_HUE_DEG = 460

export type LinearColor = [r: number, g: number, b: number]

/** Converts OKLab to linear sRGB; components outside [0, 1] cannot be shown. Source: Ottosson 2020. */
function oklabToLinear(lightness: number, a: number, b: number): LinearColor {
  const l = lightness + 0.3963377774 * a + 0.2158037573 * b
  const m = lightness - 0.1055613458 * a - 0.0638541728 * b
  const s = lightness - 0.0894841775 * a - 1.291485548 * b
  const [l3, m3, s3] = [l * l * l, m * m * m, s * s * s]
  return [
    4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
    -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
    -0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3,
  ]
}

const isChannelInRange = (channel: number): boolean => channel >= -1e-4 && channel <= 1.0001
const isInGamut = ([r, g, b]: LinearColor): boolean => isChannelInRange(r) && isChannelInRange(g) && isChannelInRange(b)

/**
 * Converts OKLCH to linear sRGB; the chroma shrinks in steps of 0.005 until the color lies in the gamut.
 * @param hue degrees.
 */
function oklchToGamut(lightness: number, maxChroma: number, hue: number): LinearColor {
  const cos = Math.cos((hue * Math.PI) / 180)
  const sin = Math.sin((hue * Math.PI) / 180)
  let chroma = maxChroma
  let color = oklabToLinear(lightness, chroma * cos, chroma * sin)
  while (chroma > 0 && !isInGamut(color)) {
    chroma -= 0.005
    color = oklabToLinear(lightness, chroma * cos, chroma * sin)
  }
  const [r, g, b] = color
  return [Math.min(1, Math.max(0, r)), Math.min(1, Math.max(0, g)), Math.min(1, Math.max(0, b))]
}

/** Interpolates between `from` (position 0) and `to` (position 1); beyond them they hold. */
const lerpClamped = (from: number, to: number, position: number) =>
  from + (to - from) * Math.min(1, Math.max(0, position))

/**
 * Color of the rainbow at a position in the song.
 * @param position 0 (red) to 1 (violet).
 * @returns linear sRGB in [0, 1].
 */
export const getRainbowColor = (position: number): LinearColor =>
  oklchToGamut(RAINBOW_LIGHTNESS, MAX_CHROMA, lerpClamped(RED_HUE_DEG, VIOLET_HUE_DEG, position))

/**
 * Color at a position in the song. `safe` grows lighter from deep blue through rose to pale yellow, also for color-blind
 * eyes (tested with the matrices of Machado, Oliveira & Fernandes 2009).
 * @param position 0 to 1.
 * @returns linear sRGB in [0, 1].
 */
export function getPaletteColor(position: number, palette: Palette): LinearColor {
  if (palette === 'rainbow') return getRainbowColor(position)
  const lightness = lerpClamped(MIN_LIGHTNESS, MAX_LIGHTNESS, position)
  if (palette === 'grey') return oklchToGamut(lightness, 0, 0)
  return oklchToGamut(lightness, SAFE_CHROMA, lerpClamped(BLUE_HUE_DEG, YELLOW_HUE_DEG, position))
}

/** Parts of the song that pips tell apart, as on a die. */
const MAX_PIPS = 6

type TimeSpan = { start: number; end: number }

/** Position of each chunk's middle in the song: exactly 0 for the first chunk, exactly 1 for the last. */
function computeSongPositions(chunks: readonly TimeSpan[]): Float64Array {
  const first = chunks[0]
  const last = chunks.at(-1)
  if (!first || !last) return new Float64Array(0)
  const from = (first.start + first.end) / 2
  const span = (last.start + last.end) / 2 - from || 1
  return Float64Array.from(chunks, ({ start, end }) => ((start + end) / 2 - from) / span)
}

/**
 * Color of each chunk by the position of its middle in the song.
 * @returns 3 × N linear sRGB.
 */
export function computeChunkColors(chunks: readonly TimeSpan[], palette: Palette = 'rainbow'): Float32Array {
  const colors = new Float32Array(chunks.length * 3)
  computeSongPositions(chunks).forEach((position, i) => {
    colors.set(getPaletteColor(position, palette), i * 3)
  })
  return colors
}

/**
 * Pips of each chunk: the sixth of the song it belongs to, for eyes that cannot tell it by color.
 * @returns N numbers from 1 to 6; 0 with the rainbow, which has no pips.
 */
export function computeChunkPips(chunks: readonly TimeSpan[], palette: Palette): Float32Array {
  if (palette === 'rainbow') return new Float32Array(chunks.length)
  return Float32Array.from(computeSongPositions(chunks), (position) =>
    Math.min(MAX_PIPS, 1 + Math.floor(position * MAX_PIPS)),
  )
}
