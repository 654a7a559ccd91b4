import type { RootState } from '@react-three/fiber'
import type { Playback } from '../../audio/playback/playback.ts'
import type { VoicePool } from '../../audio/playback/voice-pool.ts'
import type { Seconds } from '../../audio/units.ts'
import type { PanelControl, PanelObject } from './panel-state.ts'

/** Fingers on the glass of a phone in AR; positions in CSS pixels. */
export type TouchInput = {
  press: (finger: number, x: number, y: number, now: Seconds) => void
  move: (finger: number, x: number, y: number) => void
  release: (finger: number) => void
  cancel: (finger: number) => void
}

/** What the renderer draws with: for pictures and videos, and to start frames again. */
export type RendererAccess = () => Pick<RootState, 'gl' | 'scene' | 'camera' | 'setFrameloop' | 'invalidate'>

/** What acts rather than is: shared by page and scene, each null until its owner has set it up. */
export type SceneServices = {
  /** Of the song that is connected. */
  playback: Playback | null
  voices: VoicePool | null
  /** Adjectives for the sound of a chunk, in the visitor's language. */
  describeChunk: ((chunk: number) => readonly string[]) | null
  touches: TouchInput | null
  renderer: RendererAccess | null
  /** The panel in the headset, and its controls. */
  panel: PanelObject | null
  readonly panelControls: Set<PanelControl>
}

export const createSceneServices = (): SceneServices => ({
  playback: null,
  voices: null,
  describeChunk: null,
  touches: null,
  renderer: null,
  panel: null,
  panelControls: new Set(),
})
