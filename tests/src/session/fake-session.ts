import { vi } from 'vitest'
import type { AnalysisEvents } from '../../../audio/analysis/analysis-types.ts'
import type { Playback } from '../../../audio/playback/playback.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import type { AudioOutput } from '../../../src/session/audio-output.ts'
import { createSongLibrary } from '../../../src/session/library/song-library.ts'
import type { Analysis, SongAudio, SongFile } from '../../../src/session/loaded-song.ts'
import { createSession } from '../../../src/session/session.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

vi.mock('../../../src/session/xr-session.ts', () => ({ xrStore: { getState: () => ({}) }, enterXR: vi.fn() }))

const fakePlayback = {
  dispose: () => {},
  pause: () => {},
  time: () => PLAYHEAD_S,
  chunk: () => 0,
  repeat: () => {},
} as unknown as Playback

const fakeAudioOutput = {
  connect: ({ services }: SceneContext) => {
    services.playback = { ...fakePlayback, play: playMock, seek: seekMock }
  },
  unlock: () => {},
  setLevels: () => {},
  disconnect: ({ services }: SceneContext) => {
    services.playback = null
    services.voices = null
  },
} as unknown as AudioOutput

/** Time of the playhead, seconds. */
export const PLAYHEAD_S = 3
export const playMock = vi.fn()
export const seekMock = vi.fn()

type AnalysisRequest = {
  file: SongFile
  hasStoredSong: boolean
  settings: SongSettings
  events: AnalysisEvents
  sendOutline: () => void
  finish: () => void
  fail: (error: unknown) => void
}
/** All analyses that were started; a test decides how each continues. */
export const analysisRequests: AnalysisRequest[] = []
const CHUNK_COUNTS: Record<string, number> = { 'a.mp3': 20, 'b.mp3': 30, 'c.mp3': 40 }

vi.mock('../../../src/session/opening/load-song-audio.ts', () => ({
  loadSongAudio: async (file: SongFile) => ({
    file,
    store: {},
    title: file.name,
    tags: {},
    source: { sha256: file.name },
    fillStore: async () => {},
    ...(file.name.endsWith('.songwalk') ? { song: {} } : {}),
  }),
}))
vi.mock('../../../src/session/opening/analyze-audio.ts', () => ({
  analyzeAudio: (
    { file }: SongAudio,
    settings: SongSettings,
    events: AnalysisEvents,
    signal: AbortSignal,
    storedSong: Song | null,
  ) =>
    new Promise<Analysis>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      const count = settings.slicing === 'grid' ? 5 : (CHUNK_COUNTS[file.name] ?? 10)
      const chunks = someChunks(count).map((chunk) => ({ ...chunk, position: [0, 0, 0] }))
      const song = { title: file.name, chunks, settings, source: { duration: chunks.at(-1)?.end } } as unknown as Song
      analysisRequests.push({
        file,
        hasStoredSong: storedSong !== null,
        settings,
        events,
        sendOutline: () => events.onOutline?.(chunks),
        finish: () =>
          resolve({
            song,
            snapshots: [new Float32Array(count * 3)],
            mapSnapshots: [],
            spectrum: { frames: 0, bands: 0, pixels: new Uint8Array() },
          }),
        fail: reject,
      })
    }),
}))

export const createSongFile = (name: string): SongFile => ({ name, blob: new Blob() })
/** Waits until all settled promises were handled. */
export const flushPromises = () => new Promise((resolve) => setTimeout(resolve))

export let session: ReturnType<typeof createSession>
export const createTestSession = () => {
  analysisRequests.length = 0
  session = createSession({ library: createSongLibrary(), openSong: () => {}, audioOutput: fakeAudioOutput })
}
export const startOpening = async (name: string): Promise<AnalysisRequest> => {
  void session.open(createSongFile(name))
  await flushPromises()
  return analysisRequests.at(-1) as AnalysisRequest
}
export const openToEnd = async (name: string) => {
  const opening = await startOpening(name)
  opening.sendOutline()
  opening.finish()
  await flushPromises()
}
export const readState = () => {
  const { title, phase, error, outline, song } = session.store.getState()
  return { title, phase, error, chunks: outline.length, boxes: session.frameState.boxes.count, ready: song !== null }
}
export const STATE_OF_A = { title: 'a.mp3', phase: 'ready', chunks: 20, boxes: 20, ready: true }
