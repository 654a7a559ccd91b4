import { expect, test } from 'vitest'
import { describeChunk } from '../../../../src/app/spectrogram/describe-chunk.ts'
import { i18n } from '../../../../src/i18n/i18n.ts'

test('describeChunk gives number from 1, start and length, nothing for a missing chunk', () => {
  const chunks = [
    { start: 0, end: 59.96 },
    { start: 59.96, end: 60.25 },
  ]
  expect(describeChunk(chunks, 0, i18n.t, 'en')).toBe('Chunk 1 of 2 · 0:00.0 · 59.96 s')
  expect(describeChunk(chunks, 1, i18n.t, 'en')).toBe('Chunk 2 of 2 · 0:59.9 · 0.29 s')
  expect(describeChunk(chunks, -1, i18n.t, 'en')).toBe('')
  expect(describeChunk([], 0, i18n.t, 'en')).toBe('')
})
