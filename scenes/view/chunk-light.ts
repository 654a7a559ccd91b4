import type { BoxesState } from '../state/frame-state.ts'
import type { Rgb } from './light-strokes.ts'

/** Light without a song. */
const NEUTRAL: Rgb = Float32Array.of(0.5, 0.63, 1)

export const createNeutralLight = (): Rgb => NEUTRAL.slice()

/** Moves `color` by `share` of the way to the color of a chunk, lightened so that fine lines stay visible. */
export function easeToChunkLight(color: Rgb, { colors, count }: BoxesState, chunk: number, share: number): void {
  for (let k = 0; k < 3; k++) {
    const goal = chunk >= 0 && chunk < count ? 0.12 + 0.88 * colors[chunk * 3 + k]! : NEUTRAL[k]!
    color[k] = color[k]! + (goal - color[k]!) * share
  }
}
