import { expect, test } from 'vitest'
import { createPendingPlayback } from '../../../src/session/pending-playback.ts'
import { chunksOf } from '../../scenes/sample-chunks.ts'

test('it can be sought and told to play, and says so', () => {
  const waiting = createPendingPlayback(chunksOf([1, 2, 3]))
  expect(waiting).toMatchObject({ playing: false, duration: 6 })
  waiting.seek(2)
  expect([waiting.time(), waiting.chunk()]).toEqual([2, 1])
  waiting.seek(99)
  expect([waiting.time(), waiting.chunk()]).toEqual([6, 2])
  waiting.seek(-1)
  expect([waiting.time(), waiting.chunk()]).toEqual([0, 0])
  waiting.play()
  expect(waiting.playing).toBe(true)
  waiting.pause()
  expect(waiting.playing).toBe(false)
})
