import type { LiveMessage } from '../../protocol/live-messages.ts'
import { countsAsVisit } from '../../protocol/visit-scene.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** Devices send at least two messages per second. */
const DEVICE_TIMEOUT_MS = 5000
/** After this time without movement, an active visitor takes over. */
const INACTIVE_AFTER_MS = 8000
/** Tracking jitter is smaller; meters, or components of a unit vector. */
const MIN_MOVEMENT = 0.05

/** Limits the counted silence when this page itself was delayed. */
const MAX_POLL_GAP_MS = 250

type TrackedDevice = { timeline: Timeline; lastActiveAt: number; lastActiveMessage: LiveMessage; silentMs: number }

const computeMaxDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, axis) => Math.abs(value - (b[axis] as number))))

/** Whether the visitor has moved or acted between two messages. */
function hasActed(a: LiveMessage, b: LiveMessage): boolean {
  if (a.scene !== b.scene || a.mode !== b.mode || a.pointer?.chunk !== b.pointer?.chunk) return true
  if (b.moved.length > 0) return true
  return (
    computeMaxDifference(a.ear.position, b.ear.position) > MIN_MOVEMENT ||
    computeMaxDifference(a.ear.forward, b.ear.forward) > MIN_MOVEMENT
  )
}

/**
 * Chooses the displayed device: one with a visitor; of several, the displayed one until its visitor is inactive while
 * another is not.
 * @param onlyDevice follow this device only
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
    /** @param device null: the connection to the server is lost, and with it all devices */
    removeDevice: (device: string | null): void => {
      if (device === null) devices.clear()
      else devices.delete(device)
    },
    /** @returns null without any device */
    pick: (now: number): { device: string; timeline: Timeline } | null => {
      shownDevice = chooseDevice(now)
      const tracked = shownDevice === null ? undefined : devices.get(shownDevice)
      return tracked && shownDevice !== null ? { device: shownDevice, timeline: tracked.timeline } : null
    },
  }
}

/** Ranks an active visitor over an inactive one, and that over none. */
const rankDevice = ({ timeline, lastActiveAt }: TrackedDevice, now: number): number =>
  countsAsVisit(timeline.lastMessage.scene) ? (now - lastActiveAt < INACTIVE_AFTER_MS ? 2 : 1) : 0
