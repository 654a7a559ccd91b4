import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partitionSong } from '../../../audio/analysis/chunks.ts'

test('the ranges before the first and after the last onset are chunks too', () => {
  const chunks = partitionSong([10, 20], 1, 22050)
  expect(chunks.map(({ from, to }) => [from, to])).toEqual([
    [0, 5120],
    [5120, 10240],
    [10240, 22050],
  ])
})

test('onsets at 0, at the end and beyond it make no empty chunks', () => {
  expect(partitionSong([0, 2, 4, 9], 2048 / 22050, 2048).map(({ from }) => from)).toEqual([0, 1024])
})

test('a short chunk is joined to the next one, a short last chunk to the one before', () => {
  const frame = 512 / 22050
  const cuts = (onsets: number[], frames: number): number[] =>
    partitionSong(onsets, frames * frame, frames * 512, 6 * frame).map(({ from }) => from / 512)
  expect(cuts([10, 12, 14, 16, 30], 60)).toEqual([0, 10, 16, 30])
  expect(cuts([2, 8, 50, 56], 60)).toEqual([0, 8, 50])
  expect(cuts([2, 3], 5)).toEqual([0])
})

test('chunks partition any song at any rate', () => {
  const songs = fc.record({
    sampleRate: fc.constantFrom(8000, 22050, 44100, 48000, 96000),
    frames: fc.integer({ min: 1, max: 300_000 }),
    onsets: fc.uniqueArray(fc.integer({ min: 0, max: 7000 }), { maxLength: 60 }),
    shortest: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true })),
  })
  fc.assert(
    fc.property(songs, ({ sampleRate, frames, onsets, shortest }) => {
      const duration = frames / sampleRate
      const length = Math.ceil((frames * 22050) / sampleRate)
      const chunks = partitionSong(
        onsets.toSorted((a, b) => a - b),
        duration,
        length,
        shortest,
      )
      expect(chunks[0]).toMatchObject({ start: 0, from: 0 })
      expect(chunks.at(-1)).toMatchObject({ end: duration, to: length })
      chunks.forEach(({ start, end, from, to }, i) => {
        expect(end).toBeGreaterThan(start)
        if (chunks.length > 1) expect(end - start).toBeGreaterThanOrEqual(shortest)
        expect(to).toBeGreaterThan(from)
        if (i > 0) expect(chunks[i - 1]).toMatchObject({ end: start, to: from })
      })
    }),
  )
})
