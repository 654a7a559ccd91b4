import { beforeEach, expect, test } from 'vitest'
import { SongError } from '../../../../audio/song-error.ts'
import { analysisRequests, createSongFile, createTestSession, flushPromises, session } from '../fake-session.ts'

beforeEach(createTestSession)

/** Opens a file up to its analysis. */
async function open(name: string) {
  const outcome = session.open(createSongFile(name))
  await flushPromises()
  return { outcome, analysis: analysisRequests.at(-1)! }
}

test('open resolves with what became of the request', async () => {
  const opened = await open('a.mp3')
  opened.analysis.sendOutline()
  opened.analysis.finish()
  expect(await opened.outcome).toEqual({ type: 'opened' })

  const failed = await open('b.mp3')
  const error = new SongError('analysisStopped')
  failed.analysis.fail(error)
  expect(await failed.outcome).toEqual({ type: 'failed', error })

  const superseded = await open('b.mp3')
  const canceled = await open('c.mp3')
  expect(await superseded.outcome).toEqual({ type: 'canceled' })
  session.cancel()
  expect(await canceled.outcome).toEqual({ type: 'canceled' })
})
