import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createLocalSongs } from '../../../src/app/local-songs.ts'
import type { SongFile } from '../../../src/session/loaded-song.ts'
import type { OpenOutcome } from '../../../src/session/opening/song-opener.ts'
import type { Session } from '../../../src/session/session.ts'

const local = (name: string) => ({ file: new File(['x'], name), path: name })
const files = ['1.mp3', '2.mp3', '3.mp3'].map(local)

/** A session that opens each file at once, unless its name is `bad`. */
function createFakeSession() {
  const store = createStore(() => ({ title: 'Demo', playing: false, mode: 'roam' }))
  const playback = { time: () => playback.at, duration: 10, at: 0 }
  const open = vi.fn(async (file: SongFile | Promise<SongFile>): Promise<OpenOutcome> => {
    const { name } = await file
    if (name === 'bad.mp3') return { type: 'failed', error: new Error('bad') }
    store.setState({ title: name, playing: false })
    playback.at = 0
    return { type: 'opened' }
  })
  const play = vi.fn(() => store.setState({ playing: true }))
  const session = { store, services: { playback }, actions: { play }, open } as unknown as Session
  const stopAt = (time: number) => {
    playback.at = time
    store.setState({ playing: false })
  }
  return { session, store, open, play, stopAt, localSongs: createLocalSongs(session) }
}
const titleOf = ({ store }: ReturnType<typeof createFakeSession>) => store.getState().title

test('a single file is opened, and is no list', async () => {
  const fake = createFakeSession()
  await fake.localSongs.choose([local('a.mp3')])
  expect(titleOf(fake)).toBe('a.mp3')
  expect(fake.localSongs.list.getState()).toEqual({ files: [], current: null })
})

test('of several files the first opens; each is followed by the next one when it has ended', async () => {
  const fake = createFakeSession()
  await fake.localSongs.choose(files.toReversed())
  expect(titleOf(fake)).toBe('1.mp3')
  expect(fake.play).not.toHaveBeenCalled()
  for (const next of ['2.mp3', '3.mp3']) {
    fake.store.setState({ playing: true })
    fake.stopAt(10)
    await vi.waitFor(() => expect(fake.store.getState()).toMatchObject({ title: next, playing: true }))
  }
  fake.stopAt(10)
  await Promise.resolve()
  expect(fake.open).toHaveBeenCalledTimes(3)
})

test('a song that is paused is not followed', async () => {
  const fake = createFakeSession()
  await fake.localSongs.choose(files)
  fake.store.setState({ playing: true })
  fake.stopAt(5)
  await Promise.resolve()
  expect(fake.open).toHaveBeenCalledTimes(1)
})

test('a file that cannot be opened is passed over', async () => {
  const fake = createFakeSession()
  await fake.localSongs.choose([files[0]!, local('bad.mp3'), local('c.mp3')])
  await fake.localSongs.openListed(0)
  fake.store.setState({ playing: true })
  fake.stopAt(10)
  // By their names: 1, bad, c.
  await vi.waitFor(() => expect(titleOf(fake)).toBe('c.mp3'))
  expect(fake.localSongs.list.getState().current).toBe(2)
})

test('the list stays when another song is opened, but it does not go on by itself', async () => {
  const fake = createFakeSession()
  await fake.localSongs.choose(files)
  fake.store.setState({ title: 'Demo' })
  expect(fake.localSongs.list.getState()).toMatchObject({ current: null })
  fake.store.setState({ playing: true })
  fake.stopAt(10)
  await Promise.resolve()
  expect(fake.open).toHaveBeenCalledTimes(1)
  await fake.localSongs.openListed(2)
  expect(titleOf(fake)).toBe('3.mp3')
})

test('a forgotten song leaves the list, the open one stays open and is still followed', async () => {
  const fake = createFakeSession()
  await fake.localSongs.choose(files)
  await fake.localSongs.openListed(1)
  fake.localSongs.forget(0)
  expect(fake.localSongs.list.getState()).toEqual({ files: files.slice(1), current: 0 })
  fake.store.setState({ playing: true })
  fake.stopAt(10)
  await vi.waitFor(() => expect(fake.store.getState()).toMatchObject({ title: '3.mp3', playing: true }))
  fake.localSongs.forget(1)
  expect(fake.localSongs.list.getState()).toEqual({ files: [files[1]], current: null })
  expect(titleOf(fake)).toBe('3.mp3')
  fake.localSongs.forgetAll()
  expect(fake.localSongs.list.getState()).toEqual({ files: [], current: null })
})
