/** Colors and sizes of the panel in the room; pixels are `PIXEL` meters. */
export const PIXEL = 0.0009
export const WIDTH = 620
export const PADDING = 26
export const INNER = WIDTH - 2 * PADDING
/** What one presses is at least 4.5 cm high. */
export const KEY = 54
export const GAP = 10

export const INK = '#eef1fb'
export const SOFT = '#aab4d2'
export const GLASS = '#090c15'
export const EDGE = '#2a3352'
export const REST = '#171d30'
export const HOVER = '#2c3759'
export const PRESSED = '#43548c'
export const LIT = '#4a5dab'
export const LIT_HOVER = '#5b70c6'
export const BRIGHT = '#dfe6ff'
export const DARK = '#10131f'
