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
/** ride: the path carries you in time with the music. walk: your body is the playhead. roam: go where you like. */
export const locomotionModes = ['ride', 'walk', 'roam'] as const
export type LocomotionMode = (typeof locomotionModes)[number]
/** On a flat screen: the form seen from outside, or from a visitor's eyes. */
export type CameraView = 'orbit' | 'inside'

export type Drawer = 'map' | 'info' | 'settings' | 'comfort' | 'songs' | 'save'

/** A song that came with the piece, or one this browser has seen; `file` says which. */
export type SongListItem = { file: string; title: string; artist: string }

/** Everything discrete. What changes every frame is in `Live`. */
export type UiState = {
  phase: Phase
  stage: AnalysisStage | null
  /** 0-1 within the stage. */
  progress: number
  /** One sentence for the visitor, or null. Can stand beside an open song: the song stays open. */
  error: string | null
  title: string
  artist: string
  /** The cover as an object URL, or null. */
  cover: string | null
  /** The cuts, known before the song is ready; empty when no song is open. */
  outline: ChunkOutline[]
  song: Song | null
  duration: Seconds
  playing: boolean
  mode: LocomotionMode
  view: CameraView
  /** The box last taken, while it is in a hand. */
  grabbedChunk: number | null
  xrMode: 'vr' | 'ar' | null
  ar: ArState
  /** How the next analysis is made; after one, how the song in the room was. */
  settings: SongSettings
  /** The chunk that was last picked anywhere: its card is shown. */
  selected: number | null
  spectrogram: SpectrogramImage | null
  /** The strip of the spectrum under the room; null leaves it to the size of the screen. */
  spectrogramShown: boolean | null
  /** What stands open beside the room, on the flat page. */
  drawer: Drawer | null
  /** Boxes show how far their place can be trusted, instead of how far the song has come. */
  trustShown: boolean
  /** In place of that, how often each was touched, 0-1, for a curator. */
  touchHeatmap: readonly number[] | null
  preferences: Preferences
  /** What sounds, in words, where captions are wanted. */
  caption: string | null
  /** What can be opened from within the room. */
  songs: readonly SongListItem[]
  /** Texts of the scene, in the page's language. */
  xrLabels: XRLabels
  /** Languages that the panel in the headset offers, by their own names; empty: no choice there. */
  languages: readonly { value: string; name: string }[]
  /** Language of page and scene. */
  language: string
}

/** What a visitor can do; the page and the room's panel offer the same. */
export type UiActions = {
  play: () => void
  pause: () => void
  seek: (time: Seconds) => void
  /** Goes to the beginning of the next (+1) or previous (-1) chunk. */
  stepChunk: (by: 1 | -1) => void
  /** Sounds a chunk at once, and selects it. */
  pickChunk: (chunk: number) => void
  selectChunk: (chunk: number | null) => void
  /** Walk mode: the feet are the playhead. */
  stepOnChunk: (chunk: number) => void
  grabChunk: (chunk: number) => void
  /** Without a chunk, whatever is held. */
  releaseChunk: (chunk?: number) => void
  /** The song stands again where it did, and as large, before hands scaled and turned it. */
  resetPlacement: () => void
  replayEmbedding: () => void
  /** 0 = path, 1 = cloud. */
  scrubEmbedding: (progress: number) => void
  setMode: (mode: LocomotionMode) => void
  setView: (view: CameraView) => void
  /** Sets what is remembered on this device. */
  setPreferences: (change: Partial<Preferences>) => void
  /** Back to the beginning of the path, looking along it, wherever the head really is. */
  recenter: () => void
  /** Opens one of the offered songs. */
  openSong: (file: string) => void
  exitXR: () => void
}

/** All that pages and scene share: discrete state, per-frame state, services and actions. */
export type SceneContext = {
  store: StoreApi<UiState>
  frameState: FrameState
  services: SceneServices
  actions: UiActions
}

const SceneReactContext = createContext<SceneContext | null>(null)

export const SceneProvider = SceneReactContext.Provider

export function useSceneContext(): SceneContext {
  const room = useContext(SceneReactContext)
  if (!room) throw new Error('useSceneContext needs a SceneProvider above it.')
  return room
}

export const useXRLabels = (): XRLabels => useStore(useSceneContext().store, (state) => state.xrLabels)
