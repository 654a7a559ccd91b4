import { expect, test } from 'vitest'
import { createPendingPlayback } from '../../../src/session/pending-playback.ts'
import { chunksOf } from '../../scenes/sample-chunks.ts'

test('it seeks within the song and remembers whether to play', () => {
  const playback = createPendingPlayback(chunksOf([1, 2, 3]))
  expect(playback).toMatchObject({ playing: false, duration: 6 })
  playback.seek(2)
  expect([playback.time(), playback.chunk()]).toEqual([2, 1])
  playback.seek(99)
  expect([playback.time(), playback.chunk()]).toEqual([6, 2])
  playback.seek(-1)
  expect([playback.time(), playback.chunk()]).toEqual([0, 0])
  playback.play()
  expect(playback.playing).toBe(true)
  playback.pause()
  expect(playback.playing).toBe(false)
})
