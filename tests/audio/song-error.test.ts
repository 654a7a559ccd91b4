import { expect, test } from 'vitest'
import { SONG_ERROR_TEMPLATES, SongError } from '../../audio/song-error.ts'

test('the message is the English sentence with its values', () => {
  const error = new SongError('songTooLong', { name: '$& set.mp3', minutes: 100, maxMinutes: 90 })
  expect(error.message).toBe('“$& set.mp3” is 100 minutes long; choose one of at most 90 minutes.')
})

test('an error keeps code, values and message across a worker boundary', () => {
  const error = new SongError('zipLink', { name: 'a.songwalk', entry: 'audio.mp3' })
  const restored = SongError.fromData(structuredClone(error.toData()))
  expect(restored).toBeInstanceOf(SongError)
  expect(restored).toEqual(error)
})

test.each(Object.entries(SONG_ERROR_TEMPLATES))('%s is a sentence that says what to do', (_, template) => {
  expect(template).toMatch(/^[“A-Z].*[;:.] .*\.$/)
  expect(template.replaceAll(/\{\{\w+\}\}/g, '')).not.toMatch(/[{}]/)
})
