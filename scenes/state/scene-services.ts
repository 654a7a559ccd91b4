import type { RootState } from '@react-three/fiber'
import type { Playback } from '../../audio/playback/playback.ts'
import type { VoicePool } from '../../audio/playback/voice-pool.ts'
import type { Seconds } from '../../audio/units.ts'
import type { CameraPose } from '../geometry/attract-film.ts'
import type { FreeArea } from '../geometry/free-area.ts'
import type { FrameState } from './frame-state.ts'
import type { PanelControl, PanelObject } from './panel-state.ts'

/** Receiver of touches on the screen of a phone in AR; positions in CSS pixels. */
export type TouchInput = {
  press: (finger: number, x: number, y: number, now: Seconds) => void
  move: (finger: number, x: number, y: number) => void
  release: (finger: number) => void
  cancel: (finger: number) => void
}

/** Access to the renderer: for pictures and videos, and to restart frames. */
export type RendererAccess = () => Pick<RootState, 'gl' | 'scene' | 'camera' | 'setFrameloop' | 'invalidate'>

/** Moves the camera of a screen that nobody uses. */
export type Film = {
  /** Increases with every cut. */
  shotIndex: number
  /**
   * Goes on by `dt` and writes the camera.
   * @param tanX tangent of half the horizontal field of view, `tanY` of half the vertical one.
   * @returns whether there is a picture: none for visitors who asked for calm.
   */
  step: (
    frameState: FrameState,
    dt: Seconds,
    tanX: number,
    tanY: number,
    freeArea: FreeArea,
    out: CameraPose,
  ) => boolean
}

/** Services shared by page and scene; each is null until its owner has set it. */
export type SceneServices = {
  /** Playback of the open song. */
  playback: Playback | null
  voices: VoicePool | null
  /** Adjectives for the sound of a chunk, in the language of the page. */
  describeChunk: ((chunk: number) => readonly string[]) | null
  touches: TouchInput | null
  renderer: RendererAccess | null
  /** Takes the view from outside while it is set. */
  film: Film | null
  /** Panel in the headset. */
  panel: PanelObject | null
  readonly panelControls: Set<PanelControl>
}

export const createSceneServices = (): SceneServices => ({
  playback: null,
  voices: null,
  describeChunk: null,
  touches: null,
  renderer: null,
  film: null,
  panel: null,
  panelControls: new Set(),
})
