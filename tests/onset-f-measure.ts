import type { Seconds } from '../audio/units.ts'

/** Of the onset evaluation of MIREX and mir_eval.onset. */
const WINDOW_S: Seconds = 0.05

/**
 * The F-measure of two ascending lists of onsets (mir_eval.onset.f_measure): each onset matches at most one of the other
 * list, at most 50 ms away.
 * @returns 0 to 1; 1 for two empty lists
 */
export function computeOnsetFMeasure(reference: Seconds[], estimated: Seconds[]): number {
  if (reference.length + estimated.length === 0) return 1
  let matches = 0
  for (let i = 0, j = 0; i < reference.length && j < estimated.length; ) {
    const [a, b] = [reference[i]!, estimated[j]!]
    if (Math.abs(a - b) <= WINDOW_S) {
      matches++
      i++
      j++
    } else if (a < b) i++
    else j++
  }
  return (2 * matches) / (reference.length + estimated.length)
}
