import type { LiveMessage } from '../../protocol/live-messages.ts'
import { countsAsVisit } from '../../protocol/visit-scene.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** A piece that has said nothing for so long is gone; it says something twice a second. Milliseconds. */
const DEVICE_TIMEOUT_MS = 5000
/** Whoever has not moved for so long can be left for somebody who does. */
const INACTIVE_AFTER_MS = 8000
/** Heads are never still: only more than this counts as moving; meters, and shares of a unit vector. */
const MIN_MOVEMENT = 0.05

/** A page that was held up itself has not been left alone by others: no more than this passes between two looks. */
const MAX_POLL_GAP_MS = 250

type TrackedDevice = { timeline: Timeline; lastActiveAt: number; lastActiveMessage: LiveMessage; silentMs: number }

const computeMaxDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, axis) => Math.abs(value - (b[axis] as number))))

/** Whether a visitor has done something between two messages. */
function hasActed(a: LiveMessage, b: LiveMessage): boolean {
  if (a.scene !== b.scene || a.mode !== b.mode || a.pointer?.chunk !== b.pointer?.chunk) return true
  if (b.moved.length > 0) return true
  return (
    computeMaxDifference(a.ear.position, b.ear.position) > MIN_MOVEMENT ||
    computeMaxDifference(a.ear.forward, b.ear.forward) > MIN_MOVEMENT
  )
}

/**
 * All pieces that are heard of, and which one is shown: one with a visitor, and of several the one that is shown already,
 * until its visitor rests while another one does not.
 * @param only the one device to be followed, or null
 */
export function createDevicePicker(only: string | null) {
  const pieces = new Map<string, TrackedDevice>()
  let shown: string | null = null
  let looked = 0

  const choose = (now: number): string | null => {
    const passed = Math.min(MAX_POLL_GAP_MS, Math.max(0, now - looked))
    looked = now
    for (const [device, piece] of pieces) {
      piece.silentMs += passed
      if (piece.silentMs > DEVICE_TIMEOUT_MS) pieces.delete(device)
    }
    const current = shown === null ? undefined : pieces.get(shown)
    if (current && countsAsVisit(current.timeline.lastMessage.scene) && now - current.lastActiveAt < INACTIVE_AFTER_MS)
      return shown
    let best = current ? shown : null
    for (const [device, piece] of pieces) {
      const other = best === null ? undefined : pieces.get(best)
      if (!other || rankDevice(piece, now) > rankDevice(other, now)) best = device
    }
    return best
  }

  return {
    addMessage: (message: LiveMessage, now: number): void => {
      if (only !== null && message.device !== only) return
      const known = pieces.get(message.device)
      if (!known) {
        const timeline = createTimeline(message)
        pieces.set(message.device, { timeline, lastActiveAt: now, lastActiveMessage: message, silentMs: 0 })
        return
      }
      known.timeline.addMessage(message, now)
      known.silentMs = 0
      if (!hasActed(known.lastActiveMessage, message)) return
      known.lastActiveMessage = message
      known.lastActiveAt = now
    },
    /** One device has left, or, with the server, all. */
    removeDevice: (device: string | null): void => {
      if (device === null) pieces.clear()
      else pieces.delete(device)
    },
    /** What to show now; null where no piece is heard of. */
    pick: (now: number): { device: string; timeline: Timeline } | null => {
      shown = choose(now)
      const piece = shown === null ? undefined : pieces.get(shown)
      return piece && shown !== null ? { device: shown, timeline: piece.timeline } : null
    },
  }
}

/** A visitor is worth more than none, and one who acts more than one who rests. */
const rankDevice = ({ timeline, lastActiveAt: active }: TrackedDevice, now: number): number =>
  countsAsVisit(timeline.lastMessage.scene) ? (now - active < INACTIVE_AFTER_MS ? 2 : 1) : 0
