import type { Seconds } from '../../audio/units.ts'
import { type FeedbackKind, giveFeedback } from '../state/feedback.ts'
import type { SceneContext } from '../state/scene-context.ts'

/** The opening that greets a visitor: this long, this soft (-14 dB). */
const GREETING_S: Seconds = 8
export const GREETING_GAIN = 0.2
/** Share of the full speed, above which a visitor has moved. */
const MOVED = 0.5
/** Chunks are started this long before the last one ends, by a frame that may be late. */
const LEAD_S: Seconds = 0.1
/** What a visitor means to do, beside looking around. */
const ENDS_GREETING: Partial<Record<FeedbackKind, true>> = { play: true, take: true, panel: true, teleport: true }

/** Lets the song's own beginning sound softly when a visitor arrives, each chunk from its box; notices what the visitor has done. */
export function stepArrival({ frameState, services, store }: SceneContext, dt: Seconds): void {
  const { arrival, boxes, playhead, feedback, viewer } = frameState
  const { playback, voices } = services
  const { xrMode, ar, mode } = store.getState()
  if (xrMode === null || (xrMode === 'ar' && !ar.placed)) return
  if (arrival.time === 0) giveFeedback(feedback, 'arrival', null)
  arrival.time += dt
  for (let k = 0; k < feedback.count; k++) {
    const { kind } = feedback.events[k]!
    if (kind === 'play') arrival.hints.hear = false
    if (kind === 'take') arrival.hints.take = false
    if (kind === 'teleport') arrival.hints.go = false
    if (arrival.greeting && ENDS_GREETING[kind]) {
      arrival.greeting = false
      if (kind !== 'play' && kind !== 'take') playback?.stopPicked()
    }
  }
  // Smooth movement needs no landing.
  if (viewer.motion > MOVED && mode !== 'ride') arrival.hints.go = false
  if (!arrival.greeting || !playback || !voices || boxes.count === 0) return
  const { start, end } = boxes.chunks[arrival.nextChunk]!
  if (playhead.playing || mode === 'walk' || start > GREETING_S) {
    arrival.greeting = false
    return
  }
  const now = voices.now()
  // A clock that stands still has not been started yet.
  if (now === 0 || now < arrival.nextAt - LEAD_S) return
  const from = Math.max(voices.soonest(), arrival.nextAt)
  playback.pick(arrival.nextChunk, GREETING_GAIN, from)
  arrival.nextAt = from + end - start
  arrival.nextChunk++
  if (arrival.nextChunk === boxes.count) arrival.greeting = false
}
