import { isVisited, type LiveMessage } from '../../protocol/live-messages.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** A piece that has said nothing for so long is gone; it says something twice a second. Milliseconds. */
const GONE = 5000
/** Whoever has not moved for so long can be left for somebody who does. */
const RESTING = 8000
/** Heads are never still: only more than this counts as moving; meters, and shares of a unit vector. */
const MOVE = 0.05

/** A page that was held up itself has not been left alone by others: no more than this passes between two looks. */
const LONGEST_LOOK = 250

type Followed = { timeline: Timeline; active: number; pose: LiveMessage; silent: number }

const away = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, axis) => Math.abs(value - (b[axis] as number))))

/** Whether a visitor has done something between two messages. */
function hasActed(a: LiveMessage, b: LiveMessage): boolean {
  if (a.scene !== b.scene || a.mode !== b.mode || a.pointer?.chunk !== b.pointer?.chunk) return true
  if (b.moved.length > 0) return true
  return away(a.ear.position, b.ear.position) > MOVE || away(a.ear.forward, b.ear.forward) > MOVE
}

/**
 * All pieces that are heard of, and which one is shown: one with a visitor, and of several the one that is shown already,
 * until its visitor rests while another one does not.
 * @param only the one device to be followed, or null
 */
export function createFollowing(only: string | null) {
  const pieces = new Map<string, Followed>()
  let shown: string | null = null
  let looked = 0

  const choose = (now: number): string | null => {
    const passed = Math.min(LONGEST_LOOK, Math.max(0, now - looked))
    looked = now
    for (const [device, piece] of pieces) {
      piece.silent += passed
      if (piece.silent > GONE) pieces.delete(device)
    }
    const current = shown === null ? undefined : pieces.get(shown)
    if (current && isVisited(current.timeline.last.scene) && now - current.active < RESTING) return shown
    let best = current ? shown : null
    for (const [device, piece] of pieces) {
      const other = best === null ? undefined : pieces.get(best)
      if (!other || rank(piece, now) > rank(other, now)) best = device
    }
    return best
  }

  return {
    hear: (message: LiveMessage, now: number): void => {
      if (only !== null && message.device !== only) return
      const known = pieces.get(message.device)
      if (!known) {
        const timeline = createTimeline(message)
        pieces.set(message.device, { timeline, active: now, pose: message, silent: 0 })
        return
      }
      known.timeline.hear(message, now)
      known.silent = 0
      if (!hasActed(known.pose, message)) return
      known.pose = message
      known.active = now
    },
    /** One device has left, or, with the server, all. */
    gone: (device: string | null): void => {
      if (device === null) pieces.clear()
      else pieces.delete(device)
    },
    /** What to show now; null where no piece is heard of. */
    look: (now: number): { device: string; timeline: Timeline } | null => {
      shown = choose(now)
      const piece = shown === null ? undefined : pieces.get(shown)
      return piece && shown !== null ? { device: shown, timeline: piece.timeline } : null
    },
  }
}

/** A visitor is worth more than none, and one who acts more than one who rests. */
const rank = ({ timeline, active }: Followed, now: number): number =>
  isVisited(timeline.last.scene) ? (now - active < RESTING ? 2 : 1) : 0
