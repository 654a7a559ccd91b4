import { rainbow } from '../scenes/geometry/palette.ts'

const STOPS = 16

/** The room's own rainbow as a CSS gradient. */
export const rainbowGradient = `linear-gradient(to right, ${Array.from({ length: STOPS }, (_, k) => {
  const [r, g, b] = rainbow(k / (STOPS - 1))
  return `color(srgb-linear ${r.toFixed(4)} ${g.toFixed(4)} ${b.toFixed(4)})`
}).join(', ')})`
