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

test('a song shows boxes once its chunks are known, and is ready once it is analyzed', async () => {
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
  ['before its chunks are known', (opening) => opening.fail(new SongError('analysisStopped'))],
  [
    'after its chunks are known',
    (opening) => {
      opening.sendOutline()
      opening.fail(new SongError('analysisStopped'))
    },
  ],
]

describe.each(failures)('a file that fails %s', (_, fail) => {
  test('leaves the open song open with an error', async () => {
    await openToEnd('a.mp3')
    fail(await startOpening('b.mp3'))
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.analysisStopped })
  })

  test('leaves an empty scene with an error if no song was open', async () => {
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

  test('leaves the open song open, not the one whose analysis it superseded', async () => {
    await openToEnd('a.mp3')
    const superseded = await startOpening('b.mp3')
    superseded.sendOutline()
    expect(readState()).toMatchObject({ boxes: 30 })
    fail(await startOpening('c.mp3'))
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.analysisStopped })
  })
})

describe('cancel', () => {
  test('restores the open song', async () => {
    await openToEnd('a.mp3')
    const opening = await startOpening('b.mp3')
    opening.sendOutline()
    session.cancel()
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: null })
  })

  test('leaves an empty scene if no song was open', async () => {
    const opening = await startOpening('b.mp3')
    opening.sendOutline()
    session.cancel()
    await flushPromises()
    expect(readState()).toEqual({ title: '', phase: 'empty', error: null, chunks: 0, boxes: 0, ready: false })
    expect(session.services.playback).toBeNull()
  })
})

test('the later of two files wins; late results of the first are ignored', async () => {
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

test('a file that is still fetched shows `decoding`, and is superseded by a later one', async () => {
  let resolveFile = (_: SongFile) => {}
  const fetchedFile = new Promise<SongFile>((resolve) => {
    resolveFile = resolve
  })
  void session.open(fetchedFile)
  await flushPromises()
  expect(readState()).toMatchObject({ phase: 'decoding' })
  await openToEnd('a.mp3')
  resolveFile(createSongFile('b.mp3'))
  await flushPromises()
  expect(readState()).toEqual({ ...STATE_OF_A, error: null })
  void session.open(Promise.reject(new SongError('demoSongUnavailable')))
  await flushPromises()
  expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.demoSongUnavailable })
})

test('a grabbed box is released when another song is shown', async () => {
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

test('of two grabbed boxes the last is `grabbedChunk`, and the other once it is released', async () => {
  await openToEnd('a.mp3')
  const { actions, store } = session
  const readGrabbed = () => store.getState().grabbedChunk
  actions.grabChunk(3)
  actions.grabChunk(8)
  expect([readGrabbed(), listGrabbedChunks(session.frameState.boxes.grabSlots)]).toEqual([8, [3, 8]])
  actions.releaseChunk(8)
  expect(readGrabbed()).toBe(3)
  actions.grabChunk(8)
  actions.releaseChunk()
  expect([readGrabbed(), listGrabbedChunks(session.frameState.boxes.grabSlots)]).toEqual([null, []])
})
