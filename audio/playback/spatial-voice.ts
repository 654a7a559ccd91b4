import type { Meters } from '../units.ts'
import type { Point } from './hrtf-panners.ts'

export type Bus = 'song' | 'pick'

/** How a voice is heard from where it is. */
export type SpatialVoice = {
  /** Relative to the head; called in every frame while it sounds and shortly before. */
  moveTo: (position: Point) => void
  /** After its sound has rung out. */
  dispose: () => void
}

/** Connects `gate`, whose sound is at a position relative to the head, and as large as a box with an edge of `size` meters. */
export type OpenSpatialVoice = (bus: Bus, gate: AudioNode, position: Point, size: Meters) => SpatialVoice | null
