import type { AnalysisStage, SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import type { Phase } from '../../../scenes/state/scene-context.ts'
import type { CachedSong } from '../library/cached-song.ts'
import type { LoadedSong, SongAudio, SongFile } from '../loaded-song.ts'

/** What scene, audio output and page present. Every kind belongs to exactly one song. */
export type Display =
  | { kind: 'nothing' }
  /** The spectrogram alone, before the first song has chunks. */
  | { kind: 'spectrogram' }
  /** Chunks and embedding from the library; the audio is not loaded yet. */
  | { kind: 'cached'; cached: CachedSong }
  /** Chunks and audio; the embedding is still computed. */
  | { kind: 'outline'; audio: SongAudio }
  | { kind: 'song'; song: LoadedSong }

/** What an `open` event brings. */
export type OpenSource = {
  file: SongFile | Promise<SongFile>
  /** The Song that the site has of it. */
  shipped: Promise<CachedSong | null> | null
}

/** Common to all states in which a song is being opened or analyzed. */
type Request = {
  /** Id of the `open` or `changeSettings` event; results that carry another id are ignored. */
  request: number
  /** The song that is shown again if this request fails or is canceled. */
  previous: LoadedSong | null
  /** What was shown without its audio when this request began; without `previous` it is opened again. */
  interrupted: OpenSource | null
  display: Display
  /** Used by this request's analysis. */
  settings: SongSettings
}

/** Loads a file's audio and, at the same time, looks for a cached analysis. */
export type ReadingState = Request & {
  status: 'reading'
  source: OpenSource
  file: SongFile | null
  audio: SongAudio | null
  isCacheSearched: boolean
}

/** Looks for a cached analysis of loaded audio with changed settings. */
export type SearchingState = Request & { status: 'searching'; audio: SongAudio }

/** Shows a cached song while its audio is loaded. */
export type PreviewingState = Request & {
  status: 'previewing'
  source: OpenSource
  cached: CachedSong
  /** Applied as a request of its own once the audio is loaded. */
  pendingChange: { request: number; change: Partial<SongSettings> } | null
}

export type AnalyzingState = Request & {
  status: 'analyzing'
  audio: SongAudio
  /** The analysis that came with the file; null if this request computes one. */
  storedSong: Song | null
  stage: AnalysisStage
  /** 0-1 within the stage. */
  progress: number
  spectrogram: SpectrogramImage | null
}

export type IdleState =
  | { status: 'empty'; settings: SongSettings }
  /** The file could not be opened and no song was open before. */
  | { status: 'failed'; settings: SongSettings }
  | { status: 'ready'; settings: SongSettings; song: LoadedSong }

export type RunningState = ReadingState | SearchingState | PreviewingState | AnalyzingState

export type OpenState = IdleState | RunningState

export const isIdle = (state: OpenState): state is IdleState => !('request' in state)

/** The last song that opened completely. */
export function getOpenedSong(state: OpenState): LoadedSong | null {
  if (!isIdle(state)) return state.previous
  return state.status === 'ready' ? state.song : null
}

/** The song that is shown and would be lost with the request, because its audio is not loaded. */
export function getInterrupted(state: OpenState): OpenSource | null {
  if (isIdle(state)) return null
  return state.status === 'previewing' ? state.source : state.interrupted
}

export function getDisplay(state: OpenState): Display {
  if (!isIdle(state)) return state.display
  return state.status === 'ready' ? { kind: 'song', song: state.song } : { kind: 'nothing' }
}

/** The audio whose chunks are displayed, or null. */
export function getDisplayedAudio(display: Display): SongAudio | null {
  if (display.kind === 'outline') return display.audio
  return display.kind === 'song' ? display.song.audio : null
}

/** Audio that the state still needs; any other can be released. */
export function listAudio(state: OpenState): (SongAudio | null)[] {
  const running = state.status === 'reading' || state.status === 'searching' || state.status === 'analyzing'
  return [running ? state.audio : null, getDisplayedAudio(getDisplay(state)), getOpenedSong(state)?.audio ?? null]
}

/** Whether a request runs, or runs as soon as the current one has ended. */
export const isPending = (state: OpenState, request: number): boolean =>
  !isIdle(state) &&
  (state.request === request || (state.status === 'previewing' && state.pendingChange?.request === request))

/** The fields of the page's store that follow from the state. */
export type OpenStatus = { phase: Phase; stage: AnalysisStage | null; progress: number; settings: SongSettings }

export function toOpenStatus(state: OpenState): OpenStatus {
  const { settings } = state
  switch (state.status) {
    case 'empty':
    case 'ready':
      return { phase: state.status, stage: null, progress: 0, settings }
    case 'failed':
      return { phase: 'error', stage: null, progress: 0, settings }
    case 'reading':
      return { phase: 'decoding', stage: 'decoding', progress: 0, settings }
    case 'searching':
      return { phase: 'analyzing', stage: 'resampling', progress: 0, settings }
    case 'previewing':
      return {
        phase: 'ready',
        stage: 'decoding',
        progress: 0,
        settings: { ...settings, ...state.pendingChange?.change },
      }
    case 'analyzing': {
      const { stage, progress } = state
      return { phase: stage === 'decoding' ? 'decoding' : 'analyzing', stage, progress, settings }
    }
  }
}
