import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { AnalysisStage, ChunkOutline, SpectrogramImage } from '../../audio/analysis/analysis-types.ts'
import type { Song, SongSettings } from '../../audio/song/song.ts'
import type { Seconds } from '../../audio/units.ts'
import type { ArState } from './ar-state.ts'
import type { FrameState } from './frame-state.ts'
import type { Preferences } from './preferences.ts'
import type { SceneServices } from './scene-services.ts'
import type { XRLabels } from './xr-labels.ts'

export type Phase = 'empty' | 'decoding' | 'analyzing' | 'ready' | 'error'
/** `ride`: the path carries the visitor in time with the music; `walk`: own steps play chunks; `roam`: free movement. */
export const locomotionModes = ['ride', 'walk', 'roam'] as const
export type LocomotionMode = (typeof locomotionModes)[number]
/** Flat view: the cloud from outside, or from a visitor's eyes. */
export type CameraView = 'orbit' | 'inside'

export type Drawer = 'map' | 'info' | 'settings' | 'comfort' | 'songs' | 'save'

/** A song that the page offers: its own, or one in this browser's library; `file` identifies it. */
export type SongListItem = { file: string; title: string; artist: string }

/** Discrete state; what changes every frame is in FrameState. */
export type UiState = {
  phase: Phase
  stage: AnalysisStage | null
  /** 0-1 within the stage. */
  progress: number
  /** Error for the visitor, one sentence, or null; an open song stays open beside it. */
  error: string | null
  title: string
  artist: string
  /** Object URL of the cover, or null. */
  cover: string | null
  /** Chunks, known before the song is ready; empty without a song. */
  outline: ChunkOutline[]
  song: Song | null
  duration: Seconds
  playing: boolean
  mode: LocomotionMode
  view: CameraView
  /** Chunk grabbed last, while it is held. */
  grabbedChunk: number | null
  xrMode: 'vr' | 'ar' | null
  ar: ArState
  /** Settings of the next analysis; after one, those of the open song. */
  settings: SongSettings
  /** Chunk picked last: its card is shown. */
  selected: number | null
  spectrogram: SpectrogramImage | null
  /** Spectrogram strip below the scene; null: depends on the size of the screen. */
  spectrogramShown: boolean | null
  /** Drawer that is open beside the scene on the page. */
  drawer: Drawer | null
  /** Boxes show the trust of their positions, instead of what has been played. */
  trustShown: boolean
  /** 0-1 per chunk: how often each was touched, shown instead of trust for a curator; null: not shown. */
  touchHeatmap: readonly number[] | null
  preferences: Preferences
  /** Text of the caption, if captions are on. */
  caption: string | null
  /** Songs that the panel in the headset offers. */
  songs: readonly SongListItem[]
  /** Texts of the scene, in the page's language. */
  xrLabels: XRLabels
  /** Languages that the panel in the headset offers, by their own names; empty: no choice there. */
  languages: readonly { value: string; name: string }[]
  /** Language of page and scene. */
  language: string
}

/** Actions of a visitor; page and panel offer the same. */
export type UiActions = {
  play: () => void
  pause: () => void
  seek: (time: Seconds) => void
  /** Seeks to the beginning of the next (1) or previous (-1) chunk. */
  stepChunk: (by: 1 | -1) => void
  /** Plays a chunk at once, and selects it. */
  pickChunk: (chunk: number) => void
  selectChunk: (chunk: number | null) => void
  /** Walk mode: plays the chunk under the feet from a time within it. */
  stepOnChunk: (chunk: number, time: Seconds) => void
  /** Walk mode: stops what feet play. */
  leavePath: () => void
  grabChunk: (chunk: number) => void
  /** Releases a grabbed chunk; without argument all of them. */
  releaseChunk: (chunk?: number) => void
  /** Undoes the pose and scale that hands or fingers gave the song. */
  resetPlacement: () => void
  replayEmbedding: () => void
  /** 0 = path, 1 = cloud. */
  scrubEmbedding: (progress: number) => void
  setMode: (mode: LocomotionMode) => void
  setView: (view: CameraView) => void
  /** Changes preferences, which are stored on this device. */
  setPreferences: (change: Partial<Preferences>) => void
  /** Moves the visitor to the start of the path, facing the form. */
  recenter: () => void
  /** Opens one of `songs`. */
  openSong: (file: string) => void
  exitXR: () => void
}

/** State, services and actions that pages and scene share. */
export type SceneContext = {
  store: StoreApi<UiState>
  frameState: FrameState
  services: SceneServices
  actions: UiActions
}

const SceneReactContext = createContext<SceneContext | null>(null)

export const SceneProvider = SceneReactContext.Provider

export function useSceneContext(): SceneContext {
  const context = useContext(SceneReactContext)
  if (!context) throw new Error('useSceneContext was called outside a SceneProvider: render one above it.')
  return context
}

export const useXRLabels = (): XRLabels => useStore(useSceneContext().store, (state) => state.xrLabels)
