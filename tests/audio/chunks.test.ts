import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partition } from '../../audio/chunks.ts'

test('the stretches before the first and after the last onset are chunks too', () => {
  const chunks = partition([10, 20], 1, 22050)
  expect(chunks.map(({ from, to }) => [from, to])).toEqual([
    [0, 5120],
    [5120, 10240],
    [10240, 22050],
  ])
})

test('onsets at 0, at the end and beyond it make no empty chunks', () => {
  expect(partition([0, 2, 4, 9], 2048 / 22050, 2048).map(({ from }) => from)).toEqual([0, 1024])
})

test('chunks partition any song at any rate', () => {
  const songs = fc.record({
    sampleRate: fc.constantFrom(8000, 22050, 44100, 48000, 96000),
    frames: fc.integer({ min: 1, max: 300_000 }),
    onsets: fc.uniqueArray(fc.integer({ min: 0, max: 7000 }), { maxLength: 60 }),
  })
  fc.assert(
    fc.property(songs, ({ sampleRate, frames, onsets }) => {
      const duration = frames / sampleRate
      const length = Math.ceil((frames * 22050) / sampleRate)
      const chunks = partition(
        onsets.toSorted((a, b) => a - b),
        duration,
        length,
      )
      expect(chunks[0]).toMatchObject({ start: 0, from: 0 })
      expect(chunks.at(-1)).toMatchObject({ end: duration, to: length })
      chunks.forEach(({ start, end, from, to }, i) => {
        expect(end).toBeGreaterThan(start)
        expect(to).toBeGreaterThan(from)
        if (i > 0) expect(chunks[i - 1]).toMatchObject({ end: start, to: from })
      })
    }),
  )
})
