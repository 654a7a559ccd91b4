import { describe, expect, test } from 'vitest'
import type { Playback, ScheduledChunk } from '../../../../audio/playback/playback.ts'
import { createFrameState, setChunks } from '../../../../scenes/state/frame-state.ts'
import { createSceneServices } from '../../../../scenes/state/scene-services.ts'
import { i18n } from '../../../../src/i18n/i18n.ts'
import { formatAnnouncement, formatCaption } from '../../../../src/shared/captions/format-caption.ts'
import { createMessageThrottle } from '../../../../src/shared/captions/message-throttle.ts'
import { findSoundingChunk } from '../../../../src/shared/captions/sounding-chunk.ts'
import { chunksOf } from '../../../scenes/sample-chunks.ts'

/** findSoundingChunk for a song of four chunks at 2.5 s with these chunks scheduled now. */
function heard(turns: Pick<ScheduledChunk, 'bus' | 'chunk' | 'from'>[], playing = true) {
  const frameState = createFrameState()
  setChunks(frameState, chunksOf([1, 1, 1, 1]), 1)
  const services = createSceneServices()
  services.playback = {
    playing,
    time: () => 2.5,
    chunk: () => 2,
    forEachActiveChunk: (visit, context) => {
      for (const active of turns) visit(active as ScheduledChunk, context)
    },
  } as Partial<Playback> as Playback
  return findSoundingChunk({ frameState, services })
}

describe('findSoundingChunk', () => {
  test('finds the song’s chunk at the playhead', () => {
    expect(heard([{ bus: 'song', chunk: 2, from: 0 }])).toEqual({ chunk: 2, time: 2.5, picked: false })
  })

  test('prefers the chunk that was picked last, with its own start time', () => {
    const picks = [
      { bus: 'pick', chunk: 3, from: 4 },
      { bus: 'pick', chunk: 0, from: 5 },
      { bus: 'song', chunk: 2, from: 6 },
    ] as const
    expect(heard([...picks])).toEqual({ chunk: 0, time: 0, picked: true })
  })

  test('is null while the song is paused or none is open', () => {
    expect(heard([], false)).toBeNull()
    expect(findSoundingChunk({ frameState: createFrameState(), services: createSceneServices() })).toBeNull()
  })
})

test('captions and announcements have time, number from 1, and adjectives', () => {
  const sounding = { chunk: 112, time: 42.9, picked: false }
  expect(formatCaption(sounding, 437, ['loud', 'bright', 'noisy'], i18n.t)).toBe(
    '0:42 · chunk 113 of 437 · loud, bright, noisy',
  )
  expect(formatCaption(sounding, 437, [], i18n.t)).toBe('0:42 · chunk 113 of 437')
  expect(formatAnnouncement(sounding, 437, ['loud', 'noisy'], i18n.t)).toBe('Chunk 113 of 437, loud, noisy.')
})

describe('createMessageThrottle', () => {
  test('passes the first message at once, later ones only after the gap', () => {
    const speak = createMessageThrottle(2000)
    expect(speak('one', 0)).toBe('one')
    expect(speak('two', 500)).toBeNull()
    expect(speak('three', 1999)).toBeNull()
    expect(speak('three', 2000)).toBe('three')
  })

  test('drops repeated messages and null', () => {
    const speak = createMessageThrottle(2000)
    expect(speak('one', 0)).toBe('one')
    expect(speak('one', 5000)).toBeNull()
    expect(speak(null, 9000)).toBeNull()
  })
})
