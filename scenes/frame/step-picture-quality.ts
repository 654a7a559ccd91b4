import type { Seconds } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { nextPictureQuality, QUALITY_WINDOW_S } from '../state/picture-quality.ts'
import type { ChunkView } from '../view/chunk-view.ts'
import type { SpectrumTextures } from '../view/spectrum-textures.ts'

/** A frame that takes longer than this many intervals of the display was missed. */
const MISSED_INTERVALS = 1.5

/**
 * Counts missed frames, and decides at the end of each window what the picture may cost.
 * @param seconds real duration of the frame, not limited
 * @param interval of the display's frames
 */
export function stepPictureQuality({ frameTimes, stats }: FrameState, seconds: Seconds, interval: Seconds): void {
  frameTimes.elapsed += seconds
  frameTimes.count++
  if (seconds > interval * MISSED_INTERVALS) frameTimes.missed++
  if (frameTimes.elapsed < QUALITY_WINDOW_S) return
  const { elapsed, count, missed } = frameTimes
  frameTimes.quality = nextPictureQuality(frameTimes.quality, missed / count, elapsed / count)
  stats.qualityStep = frameTimes.quality.step
  frameTimes.elapsed = 0
  frameTimes.count = 0
  frameTimes.missed = 0
}

const FULL_REACH_M = 8
/** A box in the hand keeps its picture. */
const HAND_REACH_M = 1.6

/** What is drawn at a step; the pixels of step 4 are the renderer's. */
export function applyPictureQuality(step: number, mirror: ChunkView, { uniforms }: SpectrumTextures): void {
  mirror.mesh.material.visible = step < 1
  uniforms.engravingReach.value = step < 2 ? FULL_REACH_M : HAND_REACH_M
  uniforms.horizonBlur.value = step < 3 ? 1 : 4
}
