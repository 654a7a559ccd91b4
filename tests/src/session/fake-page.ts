import { vi } from 'vitest'
import type { AnalysisEvents } from '../../../audio/analysis/analysis-types.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import type { FrameState } from '../../../scenes/state/frame-state.ts'
import type { Analysis, SongAudio, SongFile } from '../../../src/session/open-song.ts'
import { createSession } from '../../../src/session/session.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

// The page's own parts are replaced: what is tested is who may change the room, and when.
vi.mock('../../../src/session/xr-session.ts', () => ({ xrStore: { getState: () => ({}) }, enterXR: vi.fn() }))
vi.mock('../../../src/session/audio-output.ts', () => ({
  connectAudio: (live: { playback: unknown; voices: unknown }) => {
    live.playback = { dispose: () => {}, pause: () => {}, time: () => at, chunk: () => 0, play, seek, repeat: () => {} }
  },
  disconnectAudio: (live: FrameState) => {
    live.playback = null
    live.voices = null
  },
}))

/** Where the music is, seconds. */
export const at = 3
export const play = vi.fn()
export const seek = vi.fn()

type Opening = {
  file: SongFile
  /** It came with a Song. */
  stored: boolean
  settings: SongSettings
  events: AnalysisEvents
  cut: () => void
  finish: () => void
  fail: (error: unknown) => void
}
/** The analyses that were asked for; a test says how each goes on. */
export const openings: Opening[] = []
const lengths: Record<string, number> = { 'a.mp3': 20, 'b.mp3': 30, 'c.mp3': 40 }

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
      const count = settings.slicing === 'grid' ? 5 : (lengths[file.name] ?? 10)
      const chunks = someChunks(count).map((chunk) => ({ ...chunk, position: [0, 0, 0] }))
      const song = { title: file.name, chunks, settings, source: { duration: chunks.at(-1)?.end } } as unknown as Song
      openings.push({
        file,
        stored: stored !== undefined,
        settings,
        events,
        cut: () => events.onOutline?.(chunks),
        finish: () => resolve({ song, snapshots: [new Float32Array(count * 3)], mapSnapshots: [], spectrum: null }),
        fail: reject,
      })
    }),
}))

export const file = (name: string): SongFile => ({ name, blob: new Blob() })
/** Everything that promises had to do is done. */
export const calm = () => new Promise((resolve) => setTimeout(resolve))

export let session: ReturnType<typeof createSession>
export const newSession = () => {
  openings.length = 0
  session = createSession()
}
export const begin = async (name: string): Promise<Opening> => {
  void session.open(file(name))
  await calm()
  return openings.at(-1) as Opening
}
export const opened = async (name: string) => {
  const opening = await begin(name)
  opening.cut()
  opening.finish()
  await calm()
}
export const room = () => {
  const { title, phase, error, outline, song } = session.store.getState()
  return { title, phase, error, chunks: outline.length, boxes: session.live.count, ready: song !== null }
}
export const wholeA = { title: 'a.mp3', phase: 'ready', chunks: 20, boxes: 20, ready: true }
