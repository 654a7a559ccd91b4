import { getPaletteColor } from '../../scenes/geometry/palette.ts'
import type { Palette } from '../../scenes/state/preferences.ts'

const STOPS = 16

/** A color of the room, linear sRGB, for CSS. */
export const cssColor = ([r = 0, g = 0, b = 0]: ArrayLike<number> & Iterable<number>) =>
  `color(srgb-linear ${r.toFixed(4)} ${g.toFixed(4)} ${b.toFixed(4)})`

const gradients = new Map<Palette, string>()

/** The song from beginning to end, in the room's own colors, as a CSS gradient. */
export function songGradient(palette: Palette): string {
  const made = gradients.get(palette)
  if (made) return made
  const stops = Array.from({ length: STOPS }, (_, k) => cssColor(getPaletteColor(k / (STOPS - 1), palette)))
  const gradient = `linear-gradient(to right, ${stops.join(', ')})`
  gradients.set(palette, gradient)
  return gradient
}
