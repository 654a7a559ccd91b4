import { beforeEach, describe, expect, test } from 'vitest'
import { SONG_ERROR_TEMPLATES, SongError } from '../../../audio/song-error.ts'
import { listGrabbedChunks } from '../../../scenes/state/grabbed-boxes.ts'
import type { SongFile } from '../../../src/session/loaded-song.ts'
import {
  type analysisRequests,
  createSongFile,
  createTestSession,
  flushPromises,
  openToEnd,
  readState,
  STATE_OF_A,
  session,
  startOpening,
} from './fake-session.ts'

beforeEach(createTestSession)

test('a song opens: boxes as soon as it is cut, ready when its form is there', async () => {
  const opening = await startOpening('a.mp3')
  expect(readState()).toMatchObject({ phase: 'decoding', boxes: 0 })
  opening.events.onProgress?.('features', 0.5)
  opening.sendOutline()
  expect(readState()).toMatchObject({ phase: 'analyzing', boxes: 20, chunks: 20, title: 'a.mp3', ready: false })
  expect(session.frameState.boxes.embedding.running).toBe(true)
  opening.finish()
  await flushPromises()
  expect(readState()).toEqual({ title: 'a.mp3', phase: 'ready', error: null, chunks: 20, boxes: 20, ready: true })
})

const failures: [string, (opening: (typeof analysisRequests)[number]) => void][] = [
  ['before it is cut', (opening) => opening.fail(new SongError('analysisStopped'))],
  [
    'after it was cut',
    (opening) => {
      opening.sendOutline()
      opening.fail(new SongError('analysisStopped'))
    },
  ],
]

describe.each(failures)('a file that fails %s', (_, fail) => {
  test('leaves the open song open and says why', async () => {
    await openToEnd('a.mp3')
    fail(await startOpening('b.mp3'))
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.analysisStopped })
  })

  test('without an open song leaves an empty room and says why', async () => {
    fail(await startOpening('b.mp3'))
    await flushPromises()
    expect(readState()).toEqual({
      title: '',
      phase: 'error',
      error: SONG_ERROR_TEMPLATES.analysisStopped,
      chunks: 0,
      boxes: 0,
      ready: false,
    })
    expect(session.services.playback).toBeNull()
  })

  test('after another was given up half-way leaves the open song open, not the half one', async () => {
    await openToEnd('a.mp3')
    const half = await startOpening('b.mp3')
    half.sendOutline()
    expect(readState()).toMatchObject({ boxes: 30 })
    fail(await startOpening('c.mp3'))
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.analysisStopped })
  })
})

describe('cancel', () => {
  test('brings the open song back', async () => {
    await openToEnd('a.mp3')
    const opening = await startOpening('b.mp3')
    opening.sendOutline()
    session.cancel()
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: null })
  })

  test('with nothing open leaves an empty room, boxes and all', async () => {
    const opening = await startOpening('b.mp3')
    opening.sendOutline()
    session.cancel()
    await flushPromises()
    expect(readState()).toEqual({ title: '', phase: 'empty', error: null, chunks: 0, boxes: 0, ready: false })
    expect(session.services.playback).toBeNull()
  })
})

test('of two files chosen quickly the later one wins, whatever comes late from the first', async () => {
  const first = await startOpening('b.mp3')
  const second = await startOpening('c.mp3')
  second.sendOutline()
  first.events.onProgress?.('features', 0.9)
  first.sendOutline()
  first.events.onForm?.(new Float32Array(90), 10, 500)
  first.finish()
  await flushPromises()
  expect(readState()).toMatchObject({ title: 'c.mp3', boxes: 40 })
  expect(session.frameState.boxes.embedding.snapshots).toHaveLength(0)
  second.finish()
  await flushPromises()
  expect(readState()).toMatchObject({ title: 'c.mp3', boxes: 40, phase: 'ready' })
})

test('a file still on its way is shown as coming, can be cancelled, and is overtaken by a later one', async () => {
  let arrive = (_: SongFile) => {}
  const slow = new Promise<SongFile>((resolve) => {
    arrive = resolve
  })
  void session.open(slow)
  await flushPromises()
  expect(readState()).toMatchObject({ phase: 'decoding' })
  await openToEnd('a.mp3')
  arrive(createSongFile('b.mp3'))
  await flushPromises()
  expect(readState()).toEqual({ ...STATE_OF_A, error: null })
  void session.open(Promise.reject(new SongError('demoSongUnavailable')))
  await flushPromises()
  expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.demoSongUnavailable })
})

test('a box in the hand is let go when another song comes', async () => {
  await openToEnd('a.mp3')
  session.store.setState({ grabbedChunk: 4 })
  session.frameState.boxes.grabSlots.chunk[2] = 4
  session.frameState.boxes.grabSlots.grabbed[2] = 1
  await openToEnd('b.mp3')
  expect(session.store.getState().grabbedChunk).toBeNull()
  expect(listGrabbedChunks(session.frameState.boxes.grabSlots)).toEqual([])
})

test('resetPlacement undoes what hands scaled and turned', async () => {
  await openToEnd('a.mp3')
  const { frameState, actions } = session
  const before = { ...frameState.placement }
  Object.assign(frameState.placement, { x: 1, yaw: 2, scale: 0.3 })
  actions.resetPlacement()
  expect(frameState.placement).toEqual(before)
})

test('two boxes in hands: the last taken is told, and the other once that is let go', async () => {
  await openToEnd('a.mp3')
  const { actions, store } = session
  const held = () => store.getState().grabbedChunk
  actions.grabChunk(3)
  actions.grabChunk(8)
  expect([held(), listGrabbedChunks(session.frameState.boxes.grabSlots)]).toEqual([8, [3, 8]])
  actions.releaseChunk(8)
  expect(held()).toBe(3)
  actions.grabChunk(8)
  actions.releaseChunk()
  expect([held(), listGrabbedChunks(session.frameState.boxes.grabSlots)]).toEqual([null, []])
})
