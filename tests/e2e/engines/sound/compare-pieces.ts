import { locate, measureClick, measureLevel, mix, type Stereo } from './compare-sound.ts'

const PIECE_S = 0.25
/** Beside a fault of the player this is nothing; device and convolver leave less. */
const EXACT_DB = -60

/** A piece of a song as it was heard in the best of several recordings, dB. */
export type HeardPiece = {
  /** What was heard and not expected, against the expected. */
  difference: number
  /** The hardest edge that was not expected, dBFS. */
  click: number
  left: number
  right: number
}

/**
 * Compares a song piece by piece, each where it is found. A device that is not fed in time spoils other pieces in each
 * recording, a player that is at fault the same ones.
 */
export function comparePieces(heard: Stereo, expected: Stereo, sampleRate: number): HeardPiece[] {
  const length = Math.round(PIECE_S * sampleRate)
  const [x, y] = [mix(heard), mix(expected)]
  return Array.from({ length: Math.floor(expected.left.length / length) }, (_, i) => {
    const from = i * length
    const { at } = locate(x, y.subarray(from, from + length))
    const sides = (['left', 'right'] as const).map((side) => {
      const own = heard[side].subarray(at, at + length)
      const wanted = expected[side].subarray(from, from + length)
      const residual = own.map((value, k) => value - (wanted[k] as number))
      return {
        level: measureLevel(own) - measureLevel(wanted),
        difference: measureLevel(residual) - measureLevel(wanted),
        click: measureClick(residual),
      }
    }) as [Side, Side]
    return {
      difference: Math.max(sides[0].difference, sides[1].difference),
      click: Math.max(sides[0].click, sides[1].click),
      left: sides[0].level,
      right: sides[1].level,
    }
  })
}

type Side = { level: number; difference: number; click: number }

/** Of each piece the recording in which it was heard best. */
export const chooseBest = (recordings: readonly HeardPiece[][]): HeardPiece[] =>
  (recordings[0] ?? []).map((_, i) =>
    recordings.map((pieces) => pieces[i] as HeardPiece).reduce((a, b) => (b.difference < a.difference ? b : a)),
  )

export const isExact = (pieces: readonly HeardPiece[]): boolean =>
  pieces.every(({ difference }) => difference < EXACT_DB)
