import type { Session } from '../../session/session.ts'
import { createMessageThrottle } from './message-throttle.ts'

/** Minimum time between two captions, so that numbers can be read. */
const CAPTION_INTERVAL_MS = 500
/** A caption stays this long after its sound has ended. */
const CAPTION_LINGER_MS = 4000

/** @returns writes the line of the current sound, or null for silence, to the store, if captions are on */
export function createCaptionUpdater({ store }: Session): (line: string | null, now: number) => void {
  const write = createMessageThrottle(CAPTION_INTERVAL_MS)
  let at = Number.NEGATIVE_INFINITY
  const tell = (caption: string | null) => {
    if (store.getState().caption !== caption) store.setState({ caption })
  }
  return (line, now) => {
    if (!store.getState().preferences.captions) return tell(null)
    if (line === null) {
      if (now - at > CAPTION_LINGER_MS) tell(null)
      return
    }
    at = now
    const written = write(line, now)
    if (written !== null) tell(written)
  }
}
