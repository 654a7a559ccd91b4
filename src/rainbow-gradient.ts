import { rainbow } from '../scenes/geometry/palette.ts'

const STOPS = 16

/** A color of the room, linear sRGB, for CSS. */
export const cssColor = ([r = 0, g = 0, b = 0]: ArrayLike<number> & Iterable<number>) =>
  `color(srgb-linear ${r.toFixed(4)} ${g.toFixed(4)} ${b.toFixed(4)})`

/** The room's own rainbow as a CSS gradient. */
export const rainbowGradient = `linear-gradient(to right, ${Array.from({ length: STOPS }, (_, k) =>
  cssColor(rainbow(k / (STOPS - 1))),
).join(', ')})`
