/** J. S. Bach, Prelude in C major, BWV 846 (1722, public domain), as MIDI keys; middle C is 60. */

/** Bars 1 to 32: the five keys of each broken chord, from the bass upward. */
const CHORDS = `
60 64 67 72 76  60 62 69 74 77  59 62 67 74 77  60 64 67 72 76  60 64 69 76 81  60 62 66 69 74  59 62 67 74 79  59 60 64 67 72
57 60 64 67 72  50 57 62 66 72  55 59 62 67 71  55 58 64 67 73  53 57 62 69 74  53 56 62 65 71  52 55 60 67 72  52 53 57 60 65
50 53 57 60 65  43 50 55 59 65  48 52 55 60 64  48 55 58 60 64  41 53 57 60 64  42 48 57 60 63  44 53 59 60 62  43 53 55 59 62
43 52 55 60 64  43 50 55 60 65  43 50 55 59 65  43 51 57 60 66  43 52 55 60 67  43 50 55 60 65  43 50 55 59 65  36 48 55 58 64`

/** Bars 33 and 34: two keys that are held, then fourteen semiquavers of their own. */
const CADENCE = [
  [36, 48, 53, 57, 60, 65, 60, 57, 60, 57, 53, 57, 53, 50, 53, 50],
  [36, 47, 67, 71, 74, 77, 74, 71, 74, 71, 67, 71, 62, 65, 64, 62],
]

/** Bar 35. */
const LAST_CHORD = [36, 48, 64, 67, 72]

/** In semiquavers from the beginning. */
export type ScoreNote = { key: number; start: number; duration: number }

const SEMIQUAVERS_PER_BAR = 16

/** Half a bar of a broken chord: bass and second key are held under two runs of the upper three. */
const writeFigure = ([bass = 0, second = 0, ...upper]: number[], start: number): ScoreNote[] => [
  { key: bass, start, duration: 8 },
  { key: second, start: start + 1, duration: 7 },
  ...[...upper, ...upper].map((key, i) => ({ key, start: start + 2 + i, duration: 1 })),
]

const writeCadence = (keys: number[], start: number): ScoreNote[] =>
  keys.map((key, i) => ({ key, start: start + i, duration: i < 2 ? SEMIQUAVERS_PER_BAR - i : 1 }))

export function writePrelude(): ScoreNote[] {
  const keys = CHORDS.trim().split(/\s+/).map(Number)
  const chords = Array.from({ length: keys.length / 5 }, (_, bar) => keys.slice(bar * 5, bar * 5 + 5))
  const figures = chords.flatMap((chord, bar) =>
    [0, 8].flatMap((half) => writeFigure(chord, bar * SEMIQUAVERS_PER_BAR + half)),
  )
  const cadence = CADENCE.flatMap((bar, i) => writeCadence(bar, (chords.length + i) * SEMIQUAVERS_PER_BAR))
  const end = (chords.length + CADENCE.length) * SEMIQUAVERS_PER_BAR
  const last = LAST_CHORD.map((key) => ({ key, start: end, duration: SEMIQUAVERS_PER_BAR }))
  return [...figures, ...cadence, ...last]
}
