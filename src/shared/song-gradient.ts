import type { Palette } from '../../scenes/geometry/palette.ts'
import { getPaletteColor } from '../../scenes/geometry/palette.ts'

const GRADIENT_STOP_COUNT = 16

/** A linear sRGB color of the scene for CSS. */
export const toCssLinearColor = ([r = 0, g = 0, b = 0]: ArrayLike<number> & Iterable<number>) =>
  `color(srgb-linear ${r.toFixed(4)} ${g.toFixed(4)} ${b.toFixed(4)})`

const gradientCache = new Map<Palette, string>()

/** The colors of the song from start to end as a CSS gradient. */
export function getSongGradient(palette: Palette): string {
  const made = gradientCache.get(palette)
  if (made) return made
  const stops = Array.from({ length: GRADIENT_STOP_COUNT }, (_, k) =>
    toCssLinearColor(getPaletteColor(k / (GRADIENT_STOP_COUNT - 1), palette)),
  )
  const gradient = `linear-gradient(to right, ${stops.join(', ')})`
  gradientCache.set(palette, gradient)
  return gradient
}
