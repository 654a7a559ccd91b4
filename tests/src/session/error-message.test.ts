import { expect, test, vi } from 'vitest'
import { SongError } from '../../../audio/song-error.ts'
import { toErrorMessage } from '../../../src/session/error-message.ts'

test('a SongError is shown with its own sentence', () => {
  expect(toErrorMessage(new SongError('noDemoSong'))).toMatch(/^There is no demo song on this server/)
})

test('an unexpected error is shown without its details, which are logged', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(toErrorMessage(new TypeError('x is undefined'))).toMatch(/^Something went wrong .*another one\.$/)
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})
