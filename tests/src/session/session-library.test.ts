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
  unlock: () => {},
  setLevels: () => {},
  disconnect: ({ services }: { services: { playback: unknown; voices: unknown } }) => {
    services.playback = null
    services.voices = null
  },
} as unknown as AudioOutput

const createAnalysis = (count: number, settings: SongSettings): Analysis => {
  const chunks = someChunks(count).map((chunk) => ({ ...chunk, position: [0, 0, 0], map: [0, 0] }))
  const source = { sha256: 'hash', duration: 10, sampleRate: 100, channels: 1 }
  const song = { title: `${count} chunks`, chunks, settings, source } as unknown as Song
  return {
    song,
    snapshots: [new Float32Array(count * 3)],
    mapSnapshots: [],
    spectrum: { frames: 0, bands: 0, pixels: new Uint8Array() },
  }
}

const loadedAudio = {
  store: {} as SampleStore,
  stream: { stage: 'resampling' } as SongAudio['stream'],
  tags: {},
  fillStore: async () => {},
}
/** Settle the last `loadSongAudio`. */
let decode: (sound: Partial<SongAudio>) => void
let fail: (error: Error) => void
const analyze = vi.fn()
vi.mock('../../../audio/decoding/decode-client.ts', () => ({ hashFile: async () => 'hash' }))
vi.mock('../../../src/session/error-message.ts', () => ({ toErrorMessage: (error: Error) => error.message }))
vi.mock('../../../src/session/opening/load-song-audio.ts', () => ({
  loadSongAudio: (file: SongFile) =>
    new Promise<Partial<SongAudio>>((resolve, reject) => {
      decode = (sound) => resolve({ ...loadedAudio, file, title: file.name, ...sound })
      fail = reject
    }),
}))
vi.mock('../../../src/session/opening/analyze-audio.ts', () => ({
  analyzeAudio: (_: SongAudio, settings: SongSettings) => {
    analyze(settings)
    return Promise.resolve(createAnalysis(7, settings))
  },
}))

const cachedSongs = new Map<string, CachedSong>()
const save = vi.fn(async () => {})
const library = {
  isAvailable: true,
  loadCached: async (_: string, { preset }: SongSettings) => cachedSongs.get(preset) ?? null,
  save,
} as unknown as SongLibrary
const createCachedSong = (count: number, settings = defaultSettings): CachedSong => ({
  analysis: createAnalysis(count, settings),
  tags: {},
})

/** Waits until all settled promises were handled. */
const waitForTasks = () => new Promise((resolve) => setTimeout(resolve))
let session: ReturnType<typeof createSession>
const readState = () => {
  const { title, phase, stage, error, outline, song } = session.store.getState()
  return {
    title,
    phase,
    stage,
    error,
    chunks: outline.length,
    boxes: session.frameState.boxes.count,
    complete: song !== null,
  }
}
const open = async (name = 'a.mp3') => {
  void session.open({ name, blob: new Blob(['1']) })
  await waitForTasks()
}
const finishLoading = async (sound: Partial<SongAudio> = {}) => {
  const { source, title } = (cachedSongs.get('original') as CachedSong).analysis.song
  decode({ source, title, ...sound })
  await waitForTasks()
}

beforeEach(() => {
  cachedSongs.clear()
  vi.clearAllMocks()
  session = createSession({ library, openSong: () => {}, audioOutput: fakeAudioOutput })
})

test('a cached song is shown complete and paused before its audio is loaded, then plays', async () => {
  cachedSongs.set('original', createCachedSong(20))
  await open()
  const shown = { title: '20 chunks', phase: 'ready', error: null, chunks: 20, boxes: 20, complete: true }
  expect(readState()).toEqual({ ...shown, stage: 'decoding' })
  expect(session.frameState.boxes.embedding).toMatchObject({ progress: 1, complete: true, running: false })
  expect(session.currentSong()).toBeNull()
  session.actions.seek(3)
  session.actions.play()
  expect(session.store.getState().playing).toBe(true)
  await finishLoading()
  expect(readState()).toEqual({ ...shown, stage: null })
  expect(playbackMock.seek).toHaveBeenLastCalledWith(3)
  expect(playbackMock.play).toHaveBeenCalledOnce()
  expect(session.currentSong()?.analysis.song.chunks).toHaveLength(20)
  expect(analyze).not.toHaveBeenCalled()
  expect(save).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.anything(), true)
})

test('a song that is not cached is analyzed and saved', async () => {
  await open()
  expect(readState()).toMatchObject({ phase: 'decoding', boxes: 0 })
  decode({ source: createAnalysis(7, defaultSettings).song.source })
  await waitForTasks()
  expect(readState()).toMatchObject({ phase: 'ready', complete: true })
  expect(save).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.anything(), false)
})

test('a cached song whose audio decodes differently now is analyzed again', async () => {
  cachedSongs.set('original', createCachedSong(20))
  await open()
  await finishLoading({ source: { ...createAnalysis(20, defaultSettings).song.source, duration: 1 } })
  expect(analyze).toHaveBeenCalledOnce()
  expect(session.currentSong()?.analysis.song.chunks).toHaveLength(7)
})

test('a file of known hash is found without hashing; its cached analysis is used only with the same audio', async () => {
  const loadCached = vi.spyOn(library, 'loadCached')
  cachedSongs.set('original', createCachedSong(20))
  const { source } = createAnalysis(20, defaultSettings).song
  void session.open({ name: 'a.mp3', blob: new Blob(['1']), sha256: 'hash' })
  await waitForTasks()
  expect(loadCached).toHaveBeenCalledExactlyOnceWith('hash', defaultSettings, expect.anything())
  await finishLoading({ source: { ...source, sha256: 'another' } })
  expect(analyze).toHaveBeenCalledOnce()
})

test('a cached long song is used although its header’s duration differs a little from the decoded one', async () => {
  cachedSongs.set('original', createCachedSong(20))
  const { source } = createAnalysis(20, defaultSettings).song
  const stream = { stage: 'decoding' } as SongAudio['stream']
  await open()
  await finishLoading({ source: { ...source, duration: source.duration + 0.05 }, stream })
  expect(analyze).not.toHaveBeenCalled()
  await open('b.mp3')
  await finishLoading({ source: { ...source, duration: source.duration + 5 }, stream })
  expect(analyze).toHaveBeenCalledOnce()
})

test('if a cached song’s audio fails to load, the previous song is shown with an error', async () => {
  cachedSongs.set('original', createCachedSong(20))
  await open()
  await finishLoading()
  const before = readState()
  cachedSongs.set('original', createCachedSong(30))
  await open('b.mp3')
  expect(readState()).toMatchObject({ boxes: 30 })
  fail(new Error('It is gone.'))
  await waitForTasks()
  expect(readState()).toEqual({ ...before, error: 'It is gone.' })
  await open('c.mp3')
  session.cancel()
  await waitForTasks()
  expect(readState()).toEqual({ ...before, error: null })
})

test('settings with a cached analysis are applied without analyzing, also while the audio is loaded', async () => {
  cachedSongs.set('original', createCachedSong(20))
  cachedSongs.set('timbre', createCachedSong(9, { ...defaultSettings, preset: 'timbre' }))
  await open()
  const change = session.applySettings({ preset: 'timbre' })
  await finishLoading()
  await change
  expect(readState()).toMatchObject({ phase: 'ready', stage: null, boxes: 9, complete: true })
  expect(session.frameState.boxes.embedding.startPositions).toHaveLength(27)
  expect(session.frameState.boxes.embedding.running).toBe(true)
  expect(analyze).not.toHaveBeenCalled()
  await session.applySettings({ preset: 'harmony' })
  expect(analyze).toHaveBeenCalledExactlyOnceWith({ ...defaultSettings, preset: 'harmony' })
})
