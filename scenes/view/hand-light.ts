import type { Seconds } from '../../audio/units.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import { createNeutralLight, easeToChunkLight } from './chunk-light.ts'

/** What a controller or hand does now; -1: no chunk. */
export type HandUse = {
  readonly hoveredChunk: number
  readonly grabbedChunk: number
  readonly grabbedWith: unknown
}

const TOUCH_RATE_PER_S = 12
/** What sounds changes several times a second: light follows slower than 3 Hz. */
const SOUND_RATE_PER_S = 2
const HOVER_RATE_PER_S = 9

/** The light of one hand, which eases: the color of what it holds or points at, otherwise of what sounds. */
export class HandLight {
  readonly color = createNeutralLight()
  /** About 1; swells a little with the song. */
  strength = 1
  /** 0-1. */
  hold = 0
  hover = 0
  /** Held or hovered last: fades out where it was. */
  heldChunk = -1
  hoveredChunk = -1

  update(frameState: FrameState, use: HandUse | undefined, dt: Seconds): void {
    const { boxes, playhead } = frameState
    const held = use?.grabbedWith ? use.grabbedChunk : -1
    const hovered = held < 0 && use ? use.hoveredChunk : -1
    const touched = held < 0 ? hovered : held
    const rate = touched < 0 ? SOUND_RATE_PER_S : TOUCH_RATE_PER_S
    easeToChunkLight(this.color, boxes, touched < 0 ? playhead.chunk : touched, 1 - Math.exp(-dt * rate))
    const swell = playhead.playing && !prefersReducedMotion(frameState) ? Math.min(0.5, playhead.level * 2) : 0
    this.strength += (1 + swell - this.strength) * (1 - Math.exp(-dt * SOUND_RATE_PER_S))
    const share = 1 - Math.exp(-dt * HOVER_RATE_PER_S)
    this.hold += ((held < 0 ? 0 : 1) - this.hold) * share
    if (held >= 0) this.heldChunk = held
    // The ring of the next box begins anew.
    if (hovered >= 0 && hovered !== this.hoveredChunk) this.hover = 0
    this.hover += ((hovered < 0 ? 0 : 1) - this.hover) * share
    if (hovered >= 0) this.hoveredChunk = hovered
    if (Math.max(this.heldChunk, this.hoveredChunk) >= boxes.count) {
      this.heldChunk = -1
      this.hoveredChunk = -1
    }
  }
}
