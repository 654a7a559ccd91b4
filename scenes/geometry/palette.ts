/**
 * Colors of the rainbow with even perceived lightness: OKLCH at fixed lightness and the largest chroma that the
 * screen can show at that hue, from red (first chunk) to violet (last).
 * Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
 */
const LIGHTNESS = 0.72
const MAX_CHROMA = 0.19
const RED_HUE = 25
const VIOLET_HUE = 318

/** Linear sRGB of a lightness and an OKLab a and b; components may fall outside [0, 1] when the screen cannot show it. */
function oklabToLinear(lightness: number, a: number, b: number): [r: number, g: number, b: number] {
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

const inRange = (channel: number): boolean => channel >= -1e-4 && channel <= 1.0001
const shown = ([r, g, b]: readonly [number, number, number]): boolean => inRange(r) && inRange(g) && inRange(b)

/**
 * The color at `position` of the way through the song.
 * @param position 0 (red) to 1 (violet).
 * @returns linear sRGB in [0, 1].
 */
export function rainbow(position: number): [r: number, g: number, b: number] {
  const hue = RED_HUE + (VIOLET_HUE - RED_HUE) * Math.min(1, Math.max(0, position))
  const cos = Math.cos((hue * Math.PI) / 180)
  const sin = Math.sin((hue * Math.PI) / 180)
  let chroma = MAX_CHROMA
  let color = oklabToLinear(LIGHTNESS, chroma * cos, chroma * sin)
  while (chroma > 0 && !shown(color)) {
    chroma -= 0.005
    color = oklabToLinear(LIGHTNESS, chroma * cos, chroma * sin)
  }
  const [r, g, b] = color
  return [Math.min(1, Math.max(0, r)), Math.min(1, Math.max(0, g)), Math.min(1, Math.max(0, b))]
}

/**
 * One color per chunk by its middle's place in the song.
 * @returns 3 × N linear sRGB.
 */
export function chunkColors(chunks: readonly { start: number; end: number }[]): Float32Array {
  const first = chunks[0]
  const last = chunks.at(-1)
  const colors = new Float32Array(chunks.length * 3)
  if (!first || !last) return colors
  // The first chunk is exactly red and the last exactly violet.
  const from = (first.start + first.end) / 2
  const span = (last.start + last.end) / 2 - from || 1
  chunks.forEach((chunk, i) => {
    colors.set(rainbow(((chunk.start + chunk.end) / 2 - from) / span), i * 3)
  })
  return colors
}
