import { expect, test } from 'vitest'
import { writePrelude } from '../../../tools/songs/prelude-score.ts'

const notes = writePrelude()

test('the prelude has 35 bars; all but the last begin a note at every semiquaver', () => {
  const starts = [...new Set(notes.map(({ start }) => start))].sort((a, b) => a - b)
  expect(starts).toEqual(Array.from({ length: 34 * 16 + 1 }, (_, i) => i))
  expect(Math.max(...notes.map(({ start, duration }) => start + duration))).toBe(35 * 16)
})

test('it begins and ends in C, and stays on a piano', () => {
  const pitchesAt = (from: number, to: number) =>
    new Set(notes.filter(({ start }) => start >= from && start < to).map(({ key }) => key % 12))
  expect(pitchesAt(0, 16)).toEqual(new Set([0, 4, 7]))
  expect(pitchesAt(34 * 16, 35 * 16)).toEqual(new Set([0, 4, 7]))
  for (const { key } of notes) expect(key).toSatisfy((k: number) => k >= 36 && k <= 81)
})
