import { vi } from 'vitest'
import type { AnalysisEvents } from '../../../audio/analysis/analysis-types.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import type { SceneServices } from '../../../scenes/state/scene-services.ts'
import type { Analysis, SongAudio, SongFile } from '../../../src/session/open-song.ts'
import { createSession } from '../../../src/session/session.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

// The page's own parts are replaced: what is tested is who may change the room, and when.
vi.mock('../../../src/session/xr-session.ts', () => ({ xrStore: { getState: () => ({}) }, enterXR: vi.fn() }))
vi.mock('../../../src/session/audio-output.ts', () => ({
  connectAudio: ({ services }: { services: { playback: unknown } }) => {
    services.playback = {
      dispose: () => {},
      pause: () => {},
      time: () => PLAYHEAD_S,
      chunk: () => 0,
      play: playMock,
      seek: seekMock,
      repeat: () => {},
    }
  },
  disconnectAudio: ({ services }: { services: SceneServices }) => {
    services.playback = null
    services.voices = null
  },
}))

/** Where the music is, seconds. */
export const PLAYHEAD_S = 3
export const playMock = vi.fn()
export const seekMock = vi.fn()

type AnalysisRequest = {
  file: SongFile
  /** It came with a Song. */
  hasStoredSong: boolean
  settings: SongSettings
  events: AnalysisEvents
  sendOutline: () => void
  finish: () => void
  fail: (error: unknown) => void
}
/** The analyses that were asked for; a test says how each goes on. */
export const analysisRequests: AnalysisRequest[] = []
const CHUNK_COUNTS: Record<string, number> = { 'a.mp3': 20, 'b.mp3': 30, 'c.mp3': 40 }

vi.mock('../../../src/session/open-song.ts', () => ({
  toErrorMessage: (error: Error) => error.message,
  loadSongAudio: async (file: SongFile) => ({
    file,
    store: {},
    title: file.name,
    tags: {},
    source: { sha256: file.name },
    fillStore: async () => {},
    ...(file.name.endsWith('.songwalk') ? { song: {} } : {}),
  }),
  analyzeAudio: (
    { file }: SongAudio,
    settings: SongSettings,
    events: AnalysisEvents,
    signal: AbortSignal,
    stored: Song | undefined,
  ) =>
    new Promise<Analysis>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      const count = settings.slicing === 'grid' ? 5 : (CHUNK_COUNTS[file.name] ?? 10)
      const chunks = someChunks(count).map((chunk) => ({ ...chunk, position: [0, 0, 0] }))
      const song = { title: file.name, chunks, settings, source: { duration: chunks.at(-1)?.end } } as unknown as Song
      analysisRequests.push({
        file,
        hasStoredSong: stored !== undefined,
        settings,
        events,
        sendOutline: () => events.onOutline?.(chunks),
        finish: () => resolve({ song, snapshots: [new Float32Array(count * 3)], mapSnapshots: [], spectrum: null }),
        fail: reject,
      })
    }),
}))

export const createSongFile = (name: string): SongFile => ({ name, blob: new Blob() })
/** Everything that promises had to do is done. */
export const flushPromises = () => new Promise((resolve) => setTimeout(resolve))

export let session: ReturnType<typeof createSession>
export const createTestSession = () => {
  analysisRequests.length = 0
  session = createSession()
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
