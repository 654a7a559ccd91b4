import type { Heartbeat } from '../protocol/health.ts'

/** More devices than any museum has; beyond them, those that were silent longest are forgotten. */
const MAX_DEVICES = 200
/** Forgotten after so long: yesterday's tabs. Seconds. */
const DEVICE_EXPIRY_S = 24 * 60 * 60

type DeviceRecord = Heartbeat & { receivedAtMs: number }

export type DeviceRegistry = ReturnType<typeof createDeviceRegistry>

/**
 * The last heartbeat of each device.
 * @param now milliseconds, by a clock that nobody sets
 */
export function createDeviceRegistry(now: () => number = () => performance.now()) {
  const clients = new Map<string, DeviceRecord>()

  /** Seconds since it was heard of. */
  const age = ({ receivedAtMs: at }: DeviceRecord) => (now() - at) / 1000

  return {
    recordHeartbeat(heartbeat: Heartbeat): void {
      const key = `${heartbeat.role} ${heartbeat.device}`
      // Those heard of last are last.
      clients.delete(key)
      clients.set(key, { ...heartbeat, receivedAtMs: now() })
      for (const [other, client] of clients) {
        if (clients.size <= MAX_DEVICES && age(client) < DEVICE_EXPIRY_S) break
        clients.delete(other)
      }
    },
    list: () =>
      [...clients.values()]
        .map((client) => {
          const { receivedAtMs: at, ...heartbeat } = client
          return { ...heartbeat, lastHeartbeat: Math.round(age(client) * 10) / 10 }
        })
        .filter(({ lastHeartbeat }) => lastHeartbeat < DEVICE_EXPIRY_S)
        .sort((a, b) => (a.device < b.device ? -1 : 1)),
  }
}
