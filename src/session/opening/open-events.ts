import type { AnalysisStage, ChunkOutline, SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import type { CachedSong } from '../library/cached-song.ts'
import type { Analysis, LoadedSong, SongAudio, SongFile } from '../loaded-song.ts'
import type { OpenSource } from './open-state.ts'

/** Results of a running request; each carries the id of its request. */
export type OpenResult =
  | { type: 'fileRead'; file: SongFile }
  | { type: 'shippedRead'; cached: CachedSong | null }
  | { type: 'cacheSearched'; settings: SongSettings; cached: CachedSong | null }
  | { type: 'audioLoaded'; audio: SongAudio }
  | { type: 'progressed'; stage: AnalysisStage; progress: number }
  | { type: 'spectrogramComputed'; spectrogram: SpectrogramImage }
  | { type: 'outlineComputed'; outline: ChunkOutline[] }
  | { type: 'formComputed'; positions: Float32Array; iterations: number }
  | { type: 'mapComputed'; positions: Float32Array }
  | { type: 'analyzed'; analysis: Analysis }
  | { type: 'failed'; error: unknown }

export type OpenEvent =
  | ({ type: 'open'; request: number; keepsError?: boolean } & OpenSource)
  | { type: 'changeSettings'; request: number; change: Partial<SongSettings> }
  | { type: 'cancel' }
  /** A command that presents the song threw; what is displayed is unknown. */
  | { type: 'presentationFailed'; error: unknown }
  /** Of an open song that had none. */
  | { type: 'spectrogramAdded'; song: LoadedSong; spectrogram: SpectrogramImage | null }
  | ({ request: number } & OpenResult)

/** Asynchronous work; its results come back as events. */
export type TaskCommand =
  | { type: 'readFile'; request: number; file: SongFile | Promise<SongFile> }
  /** The Song that the site has of this song. */
  | { type: 'readShipped'; request: number; shipped: Promise<CachedSong | null> }
  | { type: 'loadAudio'; request: number; file: SongFile }
  /** A hash that is not known yet is computed from the file. */
  | { type: 'findCached'; request: number; file: SongFile; sha256: string | null; settings: SongSettings }
  | { type: 'analyze'; request: number; audio: SongAudio; settings: SongSettings; storedSong: Song | null }
  /** For a song whose analysis came without. */
  | { type: 'addSpectrogram'; song: LoadedSong }
  /** Decodes what an analysis has not decoded of a long song, so that all of it can be played. */
  | { type: 'fillStore'; audio: SongAudio }
  | { type: 'saveSong'; song: LoadedSong; isCached: boolean }

/** What the presenter shows. */
type PresentationCommand =
  | { type: 'showCached'; cached: CachedSong }
  | { type: 'attachAudio'; song: LoadedSong }
  | { type: 'showOutline'; audio: SongAudio; outline: ChunkOutline[]; isMorph: boolean }
  | { type: 'showSpectrogram'; spectrogram: SpectrogramImage | null }
  | { type: 'addFormSnapshot'; positions: Float32Array; iterations: number }
  | { type: 'addMapSnapshot'; positions: Float32Array }
  | { type: 'completeSong'; song: LoadedSong }
  | { type: 'showSong'; song: LoadedSong }
  | { type: 'clear' }
  | { type: 'clearError' }
  | { type: 'showError'; error: unknown }

/** Carried out in order after a transition; `reopen` starts a request of its own. */
export type OpenCommand = TaskCommand | PresentationCommand | { type: 'reopen'; source: OpenSource }
