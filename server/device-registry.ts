import type { Heartbeat } from '../protocol/health.ts'

/** Beyond it, the devices that were silent longest are removed. */
const MAX_DEVICES = 200
/** A device that was silent this long is removed. */
const DEVICE_EXPIRY_S = 24 * 60 * 60

type DeviceRecord = Heartbeat & { receivedAtMs: number }

export type DeviceRegistry = ReturnType<typeof createDeviceRegistry>

/**
 * The last heartbeat of each device.
 * @param now milliseconds that never go back
 */
export function createDeviceRegistry(now: () => number = () => performance.now()) {
  /** In the order of their last heartbeats. */
  const devices = new Map<string, DeviceRecord>()

  const getAgeS = ({ receivedAtMs }: DeviceRecord) => (now() - receivedAtMs) / 1000

  return {
    recordHeartbeat(heartbeat: Heartbeat): void {
      const key = `${heartbeat.role} ${heartbeat.device}`
      devices.delete(key)
      devices.set(key, { ...heartbeat, receivedAtMs: now() })
      for (const [oldestKey, oldest] of devices) {
        if (devices.size <= MAX_DEVICES && getAgeS(oldest) < DEVICE_EXPIRY_S) break
        devices.delete(oldestKey)
      }
    },
    /** By name; `lastHeartbeat` in seconds ago. */
    list: () =>
      [...devices.values()]
        .map((record) => {
          const { receivedAtMs: _, ...heartbeat } = record
          return { ...heartbeat, lastHeartbeat: Math.round(getAgeS(record) * 10) / 10 }
        })
        .filter(({ lastHeartbeat }) => lastHeartbeat < DEVICE_EXPIRY_S)
        .sort((a, b) => (a.device < b.device ? -1 : 1)),
  }
}
