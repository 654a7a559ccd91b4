import { beforeEach, expect, test, vi } from 'vitest'
import { SongError } from '../../../../audio/errors.ts'
import { reportSaving, type Saving, save, saving } from '../../../../src/app/export/export-job.ts'

const running: Saving = { label: 'Packing', progress: 0, stop: null, recording: false }
beforeEach(() => saving.setState({ running: null, said: 'before' }))

test('it is said what is done, how far it is, and what came of it', async () => {
  let finish = (_: string) => {}
  const done = save(running, () => new Promise((resolve) => (finish = resolve)))
  expect(saving.getState()).toEqual({ running, said: '' })
  reportSaving({ progress: 0.5 })
  expect(saving.getState().running).toEqual({ ...running, progress: 0.5 })
  finish('Done.')
  await done
  expect(saving.getState()).toEqual({ running: null, said: 'Done.' })
  reportSaving({ progress: 1 })
  expect(saving.getState().running).toBeNull()
})

test('one at a time', async () => {
  let finish = (_: string) => {}
  const first = save(running, () => new Promise((resolve) => (finish = resolve)))
  const second = vi.fn()
  await save(running, second)
  expect(second).not.toHaveBeenCalled()
  finish('')
  await first
})

test('failures are told in a sentence, and what is no one’s fault without details', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sentenceAfter = async (error: unknown) => {
    await save(running, () => Promise.reject(error))
    return saving.getState()
  }
  expect(await sentenceAfter(new SongError('Choose another.'))).toEqual({ running: null, said: 'Choose another.' })
  expect((await sentenceAfter(new DOMException('', 'AbortError'))).said).toMatch(/Given up/)
  expect(logged).not.toHaveBeenCalled()
  expect((await sentenceAfter(new TypeError('x is undefined'))).said).toMatch(/^This could not be made; .*again\.$/)
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})
