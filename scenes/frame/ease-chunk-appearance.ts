import type { Seconds } from '../../audio/units.ts'
import { type FrameState, SILENT } from '../state/frame-state.ts'

/** Snaps to the target at the end: ever smaller values would become denormal, which is slow. */
const easeTowards = (value: number, target: number, share: number): number =>
  Math.abs(target - value) < 1e-4 ? target : value + (target - value) * share

/**
 * Eases glow and played state of all chunks, and follows how far each has sounded: glow rises within 50 ms and falls within half a second. With reduced
 * motion it is slow enough that many short chunks glow steadily instead of flickering.
 */
export function easeChunkAppearance({ boxes, playhead, viewer }: FrameState, dt: Seconds): void {
  const { glow, played, progress, sounding, boundaries, count } = boxes
  const { time, chunk, playing } = playhead
  const rise = 1 - Math.exp(-dt * (viewer.reducedMotion ? 8 : 40))
  const fall = 1 - Math.exp(-dt * (viewer.reducedMotion ? 2.5 : 4))
  const settle = 1 - Math.exp(-dt * 3)
  boxes.trustAmount += ((boxes.trustShown ? 1 : 0) - boxes.trustAmount) * settle
  let playedCount = playhead.chunk
  while (playedCount < count && time > 0 && time >= boundaries[playedCount + 1]!) playedCount++
  for (let i = 0; i < count; i++) {
    const target = sounding[i]!
    glow[i] = easeTowards(glow[i]!, target, target > glow[i]! ? rise : fall)
    played[i] = easeTowards(played[i]!, i < playedCount ? 1 : 0, settle)
    if (target === 0) progress[i] = SILENT
    else {
      const duration = boundaries[i + 1]! - boundaries[i]!
      const before = progress[i] === SILENT ? 0 : progress[i]! + dt / duration
      progress[i] = Math.min(1, playing && i === chunk ? (time - boundaries[i]!) / duration : before)
    }
  }
}
