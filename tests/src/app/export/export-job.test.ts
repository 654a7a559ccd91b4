import '../../../../src/i18n/page-texts.ts'
import { beforeEach, expect, test, vi } from 'vitest'
import { SongError } from '../../../../audio/song-error.ts'
import { type ExportJob, exportStore, runExportJob, updateExportJob } from '../../../../src/app/export/export-job.ts'

const running: ExportJob = { label: 'Packing', progress: 0, stop: null, recording: false }
beforeEach(() => exportStore.setState({ running: null, message: 'before' }))

test('the store has the running job, its progress and the closing message', async () => {
  let finish = (_: string) => {}
  const done = runExportJob(running, () => new Promise((resolve) => (finish = resolve)))
  expect(exportStore.getState()).toEqual({ running, message: '' })
  updateExportJob({ progress: 0.5 })
  expect(exportStore.getState().running).toEqual({ ...running, progress: 0.5 })
  finish('Done.')
  await done
  expect(exportStore.getState()).toEqual({ running: null, message: 'Done.' })
  updateExportJob({ progress: 1 })
  expect(exportStore.getState().running).toBeNull()
})

test('a second job does not start while one runs', async () => {
  let finish = (_: string) => {}
  const first = runExportJob(running, () => new Promise((resolve) => (finish = resolve)))
  const second = vi.fn()
  await runExportJob(running, second)
  expect(second).not.toHaveBeenCalled()
  finish('')
  await first
})

test('errors become a sentence; unexpected ones a general one', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sentenceAfter = async (error: unknown) => {
    await runExportJob(running, () => Promise.reject(error))
    return exportStore.getState()
  }
  const error = new SongError('nothingToRecord')
  expect(await sentenceAfter(error)).toEqual({ running: null, message: error.message })
  expect((await sentenceAfter(new DOMException('', 'AbortError'))).message).toMatch(/Given up/)
  expect(logged).not.toHaveBeenCalled()
  expect((await sentenceAfter(new TypeError('x is undefined'))).message).toMatch(/^This could not be made; .*again\.$/)
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})
