import type { Session } from '../../session/session.ts'
import { createMessageThrottle } from './current-sounds.ts'

/** Numbers that change more often cannot be read. */
const CAPTION_INTERVAL_MS = 500
/** What sounded only shortly stays to be read. */
const CAPTION_LINGER_MS = 4000

/** Keeps the caption in the store, where captions are wanted. @returns to be told what sounds, null: nothing */
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
