import { beforeEach, expect, test, vi } from 'vitest'
import type { SampleStore } from '../../../audio/playback/sample-store.ts'
import { defaultSettings, type Song, type SongSettings } from '../../../audio/song/song.ts'
import type { AudioOutput } from '../../../src/session/audio-output.ts'
import type { CachedSong } from '../../../src/session/library/cached-song.ts'
import type { SongLibrary } from '../../../src/session/library/song-library.ts'
import type { Analysis, SongAudio, SongFile } from '../../../src/session/loaded-song.ts'
import { createSession } from '../../../src/session/session.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

vi.mock('../../../src/session/xr-session.ts', () => ({ xrStore: { getState: () => ({}), enterVR: vi.fn() } }))

const playbackMock = { seek: vi.fn(), play: vi.fn() }
const fakeAudioOutput = {
  connect: ({ services }: { services: { playback: unknown; voices: unknown } }) => {
    services.playback = { dispose: () => {}, pause: () => {}, time: () => 0, chunk: () => 0, ...playbackMock }
    services.voices = { resume: async () => {} }
  },
  disconnect: ({ services }: { services: { playback: unknown; voices: unknown } }) => {
    services.playback = null
    services.voices = null
  },
} as unknown as AudioOutput

const songOf = (count: number, settings: SongSettings): Analysis => {
  const chunks = someChunks(count).map((chunk) => ({ ...chunk, position: [0, 0, 0], map: [0, 0] }))
  const source = { sha256: 'hash', duration: 10, sampleRate: 100, channels: 1 }
  const song = { title: `${count} chunks`, chunks, settings, source } as unknown as Song
  return { song, snapshots: [new Float32Array(count * 3)], mapSnapshots: [], spectrum: null }
}

const read = {
  store: {} as SampleStore,
  stream: { stage: 'resampling' } as SongAudio['stream'],
  tags: {},
  fillStore: async () => {},
}
/** The decoder, waiting to be told. */
let decode: (sound: Partial<SongAudio>) => void
let fail: (error: Error) => void
const analyze = vi.fn()
vi.mock('../../../src/session/error-message.ts', () => ({ toErrorMessage: (error: Error) => error.message }))
vi.mock('../../../src/session/opening/load-song-audio.ts', () => ({
  loadSongAudio: (file: SongFile) =>
    new Promise<Partial<SongAudio>>((resolve, reject) => {
      decode = (sound) => resolve({ ...read, file, title: file.name, ...sound })
      fail = reject
    }),
}))
vi.mock('../../../src/session/opening/analyze-audio.ts', () => ({
  analyzeAudio: (_: SongAudio, settings: SongSettings) => {
    analyze(settings)
    return Promise.resolve(songOf(7, settings))
  },
}))

const known = new Map<string, CachedSong>()
const remember = vi.fn(async () => {})
const memory = {
  isAvailable: true,
  loadCached: async (_: string, { preset }: SongSettings) => known.get(preset) ?? null,
  save: remember,
} as unknown as SongLibrary
const knownSong = (count: number, settings = defaultSettings): CachedSong => ({
  analysis: songOf(count, settings),
  tags: {},
})

/** Hashing takes a thread of its own. */
const calm = () => new Promise((resolve) => setTimeout(resolve, 20))
let session: ReturnType<typeof createSession>
const room = () => {
  const { title, phase, stage, error, outline, song } = session.store.getState()
  return {
    title,
    phase,
    stage,
    error,
    chunks: outline.length,
    boxes: session.frameState.boxes.count,
    whole: song !== null,
  }
}
const open = async (name = 'a.mp3') => {
  void session.open({ name, blob: new Blob(['1']) })
  await calm()
}
const heard = async (sound: Partial<SongAudio> = {}) => {
  const { source, title } = (known.get('original') as CachedSong).analysis.song
  decode({ source, title, ...sound })
  await calm()
}

beforeEach(() => {
  known.clear()
  vi.clearAllMocks()
  session = createSession({ library: memory, openSong: () => {}, audioOutput: fakeAudioOutput })
})

test('a known song stands in the room before its sound is read, whole and at rest; then it sounds', async () => {
  known.set('original', knownSong(20))
  await open()
  const there = { title: '20 chunks', phase: 'ready', error: null, chunks: 20, boxes: 20, whole: true }
  expect(room()).toEqual({ ...there, stage: 'decoding' })
  expect(session.frameState.boxes.embedding).toMatchObject({ progress: 1, complete: true, running: false })
  expect(session.currentSong()).toBeNull()
  session.actions.seek(3)
  session.actions.play()
  expect(session.store.getState().playing).toBe(true)
  await heard()
  expect(room()).toEqual({ ...there, stage: null })
  expect(playbackMock.seek).toHaveBeenLastCalledWith(3)
  expect(playbackMock.play).toHaveBeenCalledOnce()
  expect(session.currentSong()?.analysis.song.chunks).toHaveLength(20)
  expect(analyze).not.toHaveBeenCalled()
  expect(remember).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.anything(), true)
})

test('an unknown song is analyzed and remembered', async () => {
  await open()
  expect(room()).toMatchObject({ phase: 'decoding', boxes: 0 })
  decode({ source: songOf(7, defaultSettings).song.source })
  await calm()
  expect(room()).toMatchObject({ phase: 'ready', whole: true })
  expect(remember).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.anything(), false)
})

test('a known song whose sound is another now is analyzed anew', async () => {
  known.set('original', knownSong(20))
  await open()
  await heard({ source: { ...songOf(20, defaultSettings).song.source, duration: 1 } })
  expect(analyze).toHaveBeenCalledOnce()
  expect(session.currentSong()?.analysis.song.chunks).toHaveLength(7)
})

test('a song from memory is known without reading its bytes, but only shown with the sound it was made of', async () => {
  const recall = vi.spyOn(memory, 'loadCached')
  known.set('original', knownSong(20))
  const { source } = songOf(20, defaultSettings).song
  void session.open({ name: 'a.mp3', blob: new Blob(['1']), sha256: 'hash' })
  await calm()
  expect(recall).toHaveBeenCalledExactlyOnceWith('hash', defaultSettings, expect.anything())
  await heard({ source: { ...source, sha256: 'another' } })
  expect(analyze).toHaveBeenCalledOnce()
})

test('a known long song, whose length is only foretold before it is decoded, is not analyzed again', async () => {
  known.set('original', knownSong(20))
  const { source } = songOf(20, defaultSettings).song
  const stream = { stage: 'decoding' } as SongAudio['stream']
  await open()
  await heard({ source: { ...source, duration: source.duration + 0.05 }, stream })
  expect(analyze).not.toHaveBeenCalled()
  await open('b.mp3')
  await heard({ source: { ...source, duration: source.duration + 5 }, stream })
  expect(analyze).toHaveBeenCalledOnce()
})

test('a known song that cannot be decoded any more leaves the open song open, and says why', async () => {
  known.set('original', knownSong(20))
  await open()
  await heard()
  const before = room()
  known.set('original', knownSong(30))
  await open('b.mp3')
  expect(room()).toMatchObject({ boxes: 30 })
  fail(new Error('It is gone.'))
  await calm()
  expect(room()).toEqual({ ...before, error: 'It is gone.' })
  await open('c.mp3')
  session.cancel()
  await calm()
  expect(room()).toEqual({ ...before, error: null })
})

test('known settings bring their form at once, also while the sound is still on its way', async () => {
  known.set('original', knownSong(20))
  known.set('timbre', knownSong(9, { ...defaultSettings, preset: 'timbre' }))
  await open()
  const change = session.applySettings({ preset: 'timbre' })
  await heard()
  await change
  expect(room()).toMatchObject({ phase: 'ready', stage: null, boxes: 9, whole: true })
  expect(session.frameState.boxes.embedding.startPositions).toHaveLength(27)
  expect(session.frameState.boxes.embedding.running).toBe(true)
  expect(analyze).not.toHaveBeenCalled()
  await session.applySettings({ preset: 'harmony' })
  expect(analyze).toHaveBeenCalledExactlyOnceWith({ ...defaultSettings, preset: 'harmony' })
})
