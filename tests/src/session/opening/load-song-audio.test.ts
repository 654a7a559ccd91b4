import { beforeEach, describe, expect, test, vi } from 'vitest'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import { SongError } from '../../../../audio/song-error.ts'
import { loadSongAudio } from '../../../../src/session/opening/load-song-audio.ts'

/** A file that Android gives to the page alone. */
let pageOnly: Blob | null = null
const openAudio = vi.fn(async (blob: Blob, name: string) => {
  if (blob === pageOnly) throw new SongError('undecodable', { name })
  return { source: { duration: 1, channels: 1, bytes: blob.size }, stream: {}, store: {} }
})
vi.mock('../../../../audio/decoding/open-audio.ts', () => ({
  openAudio: (blob: Blob, name: string) => openAudio(blob, name),
}))
vi.mock('../../../../audio/decoding/decode-client.ts', () => ({
  isReadableInWorker: async (blob: Blob) => blob !== pageOnly,
}))
vi.mock('../../../../src/session/opening/choose-max-duration.ts', () => ({ chooseMaxDuration: () => 60 }))
const songFile = { song: {} as Song, audio: new Uint8Array(8) }
vi.mock('../../../../audio/song/song-file-client.ts', () => ({ readSongFileInWorker: async () => songFile }))

const { signal } = new AbortController()

test('an audio file is loaded; without a title of its own it is called after its file', async () => {
  const file = { name: 'my_song.wav', blob: new Blob(['12345678']), artist: 'Somebody' }
  const audio = await loadSongAudio(file, signal)
  expect(audio).toMatchObject({
    file,
    title: 'my song',
    artist: 'Somebody',
    source: { duration: 1, channels: 1, bytes: 8 },
  })
  expect((await loadSongAudio({ ...file, title: 'Another' }, signal)).title).toBe('Another')
})

describe('a .songwalk file', () => {
  const file = { name: 'x.songwalk', blob: new Blob(['12345678']) }
  const source = { name: 'a.wav', duration: 1.2 }
  beforeEach(() => {
    songFile.song = { title: 'Stored', artist: 'Somebody', source, settings: defaultSettings } as Song
  })

  test('is loaded with its Song and its audio under the audio’s own name', async () => {
    const audio = await loadSongAudio(file, signal)
    expect(audio).toMatchObject({ title: 'Stored', artist: 'Somebody', source, song: songFile.song })
    expect(audio.file.name).toBe('a.wav')
    expect(new Uint8Array(await audio.file.blob.arrayBuffer())).toEqual(songFile.audio)
    expect(audio).not.toHaveProperty('license')
  })

  test('is rejected if its Song has another duration than its audio', async () => {
    songFile.song = { ...songFile.song, source: { ...source, duration: 60 } } as Song
    await expect(loadSongAudio(file, signal)).rejects.toThrow(/“x.songwalk” holds an analysis of another length/)
  })

  test('is rejected if it is the JSON of a Song without audio', async () => {
    const blob = new Blob(['{"format":"songwalk"}'])
    await expect(loadSongAudio({ name: 'x', blob }, signal)).rejects.toThrow(/without its sound/)
  })
})

describe('a file that workers may not read', () => {
  const blob = new Blob(['12345678'], { type: 'audio/mpeg' })
  beforeEach(() => {
    pageOnly = blob
    openAudio.mockClear()
  })

  test('is read on the page, and is in memory from then on', async () => {
    const { file, source } = await loadSongAudio({ name: 'cloud.mp3', blob }, signal)
    expect(source.bytes).toBe(8)
    expect(file.blob).not.toBe(blob)
    expect(file.blob.type).toBe('audio/mpeg')
    expect(await file.blob.text()).toBe('12345678')
  })

  test('is refused as before if the page cannot read it either', async () => {
    const unreadable = Object.assign(blob.slice(), { arrayBuffer: () => Promise.reject(new Error('NotReadableError')) })
    pageOnly = unreadable
    await expect(loadSongAudio({ name: 'x.mp3', blob: unreadable }, signal)).rejects.toThrow()
  })

  test('a damaged file is not read twice', async () => {
    pageOnly = null
    openAudio.mockRejectedValueOnce(new SongError('undecodable', { name: 'x.mp3' }))
    await expect(loadSongAudio({ name: 'x.mp3', blob }, signal)).rejects.toThrow(SongError)
    expect(openAudio).toHaveBeenCalledOnce()
  })
})
