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
 * @param onlyDevice the one device to be followed, or null
 */
export function createDevicePicker(onlyDevice: string | null) {
  const devices = new Map<string, TrackedDevice>()
  let shownDevice: string | null = null
  let lastPickedAt = 0

  const chooseDevice = (now: number): string | null => {
    const elapsedMs = Math.min(MAX_POLL_GAP_MS, Math.max(0, now - lastPickedAt))
    lastPickedAt = now
    for (const [device, tracked] of devices) {
      tracked.silentMs += elapsedMs
      if (tracked.silentMs > DEVICE_TIMEOUT_MS) devices.delete(device)
    }
    const current = shownDevice === null ? undefined : devices.get(shownDevice)
    if (current && countsAsVisit(current.timeline.lastMessage.scene) && now - current.lastActiveAt < INACTIVE_AFTER_MS)
      return shownDevice
    let best = current ? shownDevice : null
    for (const [device, tracked] of devices) {
      const other = best === null ? undefined : devices.get(best)
      if (!other || rankDevice(tracked, now) > rankDevice(other, now)) best = device
    }
    return best
  }

  return {
    addMessage: (message: LiveMessage, now: number): void => {
      if (onlyDevice !== null && message.device !== onlyDevice) return
      const tracked = devices.get(message.device)
      if (!tracked) {
        const timeline = createTimeline(message)
        devices.set(message.device, { timeline, lastActiveAt: now, lastActiveMessage: message, silentMs: 0 })
        return
      }
      tracked.timeline.addMessage(message, now)
      tracked.silentMs = 0
      if (!hasActed(tracked.lastActiveMessage, message)) return
      tracked.lastActiveMessage = message
      tracked.lastActiveAt = now
    },
    /** One device has left, or, with the server, all. */
    removeDevice: (device: string | null): void => {
      if (device === null) devices.clear()
      else devices.delete(device)
    },
    /** What to show now; null where no piece is heard of. */
    pick: (now: number): { device: string; timeline: Timeline } | null => {
      shownDevice = chooseDevice(now)
      const tracked = shownDevice === null ? undefined : devices.get(shownDevice)
      return tracked && shownDevice !== null ? { device: shownDevice, timeline: tracked.timeline } : null
    },
  }
}

/** A visitor is worth more than none, and one who acts more than one who rests. */
const rankDevice = ({ timeline, lastActiveAt }: TrackedDevice, now: number): number =>
  countsAsVisit(timeline.lastMessage.scene) ? (now - lastActiveAt < INACTIVE_AFTER_MS ? 2 : 1) : 0
