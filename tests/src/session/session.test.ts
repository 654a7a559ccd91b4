import { beforeEach, describe, expect, test } from 'vitest'
import { SongError } from '../../../audio/errors.ts'
import { listGrabbedChunks } from '../../../scenes/state/grabbed-boxes.ts'
import type { SongFile } from '../../../src/session/open-song.ts'
import { begin, calm, file, newSession, opened, type openings, room, session, wholeA } from './fake-page.ts'

beforeEach(newSession)

test('a song opens: boxes as soon as it is cut, ready when its form is there', async () => {
  const opening = await begin('a.mp3')
  expect(room()).toMatchObject({ phase: 'decoding', boxes: 0 })
  opening.events.onProgress?.('features', 0.5)
  opening.cut()
  expect(room()).toMatchObject({ phase: 'analyzing', boxes: 20, chunks: 20, title: 'a.mp3', ready: false })
  expect(session.live.form.running).toBe(true)
  opening.finish()
  await calm()
  expect(room()).toEqual({ title: 'a.mp3', phase: 'ready', error: null, chunks: 20, boxes: 20, ready: true })
})

const failures: [string, (opening: (typeof openings)[number]) => void][] = [
  ['before it is cut', (opening) => opening.fail(new SongError('No.'))],
  [
    'after it was cut',
    (opening) => {
      opening.cut()
      opening.fail(new SongError('No.'))
    },
  ],
]

describe.each(failures)('a file that fails %s', (_, fail) => {
  test('leaves the open song open and says why', async () => {
    await opened('a.mp3')
    fail(await begin('b.mp3'))
    await calm()
    expect(room()).toEqual({ ...wholeA, error: 'No.' })
  })

  test('without an open song leaves an empty room and says why', async () => {
    fail(await begin('b.mp3'))
    await calm()
    expect(room()).toEqual({ title: '', phase: 'error', error: 'No.', chunks: 0, boxes: 0, ready: false })
    expect(session.live.playback).toBeNull()
  })

  test('after another was given up half-way leaves the open song open, not the half one', async () => {
    await opened('a.mp3')
    const half = await begin('b.mp3')
    half.cut()
    expect(room()).toMatchObject({ boxes: 30 })
    fail(await begin('c.mp3'))
    await calm()
    expect(room()).toEqual({ ...wholeA, error: 'No.' })
  })
})

describe('cancel', () => {
  test('brings the open song back', async () => {
    await opened('a.mp3')
    const opening = await begin('b.mp3')
    opening.cut()
    session.cancel()
    await calm()
    expect(room()).toEqual({ ...wholeA, error: null })
  })

  test('with nothing open leaves an empty room, boxes and all', async () => {
    const opening = await begin('b.mp3')
    opening.cut()
    session.cancel()
    await calm()
    expect(room()).toEqual({ title: '', phase: 'empty', error: null, chunks: 0, boxes: 0, ready: false })
    expect(session.live.playback).toBeNull()
  })
})

test('of two files chosen quickly the later one wins, whatever comes late from the first', async () => {
  const first = await begin('b.mp3')
  const second = await begin('c.mp3')
  second.cut()
  first.events.onProgress?.('features', 0.9)
  first.cut()
  first.events.onForm?.(new Float32Array(90), 10, 500)
  first.finish()
  await calm()
  expect(room()).toMatchObject({ title: 'c.mp3', boxes: 40 })
  expect(session.live.form.snapshots).toHaveLength(0)
  second.finish()
  await calm()
  expect(room()).toMatchObject({ title: 'c.mp3', boxes: 40, phase: 'ready' })
})

test('a file still on its way is shown as coming, can be cancelled, and is overtaken by a later one', async () => {
  let arrive = (_: SongFile) => {}
  const slow = new Promise<SongFile>((resolve) => {
    arrive = resolve
  })
  void session.open(slow)
  await calm()
  expect(room()).toMatchObject({ phase: 'decoding' })
  await opened('a.mp3')
  arrive(file('b.mp3'))
  await calm()
  expect(room()).toEqual({ ...wholeA, error: null })
  void session.open(Promise.reject(new SongError('It could not be loaded.')))
  await calm()
  expect(room()).toEqual({ ...wholeA, error: 'It could not be loaded.' })
})

test('a box in the hand is let go when another song comes', async () => {
  await opened('a.mp3')
  session.store.setState({ grabbedChunk: 4 })
  session.live.carries.chunk[2] = 4
  session.live.carries.grabbed[2] = 1
  await opened('b.mp3')
  expect(session.store.getState().grabbedChunk).toBeNull()
  expect(listGrabbedChunks(session.live.carries)).toEqual([])
})

test('what hands scaled and turned stands again as it did', async () => {
  await opened('a.mp3')
  const { live, actions } = session
  const before = { ...live.placement }
  actions.resetPlacement()
  expect(live.placement).toEqual(before)
  live.placedBefore = { ...before }
  Object.assign(live.placement, { x: 1, yaw: 2, scale: 0.3 })
  actions.resetPlacement()
  expect(live.placement).toEqual(before)
  expect(live.placedBefore).toBeNull()
})

test('two boxes in hands: the last taken is told, and the other once that is let go', async () => {
  await opened('a.mp3')
  const { actions, store } = session
  const held = () => store.getState().grabbedChunk
  actions.grabChunk(3)
  actions.grabChunk(8)
  expect([held(), listGrabbedChunks(session.live.carries)]).toEqual([8, [3, 8]])
  actions.releaseChunk(8)
  expect(held()).toBe(3)
  actions.grabChunk(8)
  actions.releaseChunk()
  expect([held(), listGrabbedChunks(session.live.carries)]).toEqual([null, []])
})
