import type { Point } from './hrtf-panners.ts'

export type Bus = 'song' | 'pick'

/** How a voice is heard from where it is. */
export type SpatialVoice = {
  /** Relative to the head; called in every frame while it sounds and shortly before. */
  moveTo: (position: Point) => void
  /** After its sound has rung out. */
  dispose: () => void
}

/** Connects `gate`, whose sound is at a position relative to the head. */
export type OpenSpatialVoice = (bus: Bus, gate: AudioNode, position: Point) => SpatialVoice | null
