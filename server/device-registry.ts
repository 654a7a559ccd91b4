import type { Heartbeat } from '../protocol/live-messages.ts'

/** More devices than any museum has; beyond them, those that were silent longest are forgotten. */
const MOST = 200
/** Forgotten after so long: yesterday's tabs. Seconds. */
const FORGOTTEN = 24 * 60 * 60

type Client = Heartbeat & { at: number }

export type Clients = ReturnType<typeof createClients>

/**
 * The last heartbeat of each device.
 * @param now milliseconds, by a clock that nobody sets
 */
export function createClients(now: () => number = () => performance.now()) {
  const clients = new Map<string, Client>()

  /** Seconds since it was heard of. */
  const age = ({ at }: Client) => (now() - at) / 1000

  return {
    beat(heartbeat: Heartbeat): void {
      const key = `${heartbeat.role} ${heartbeat.device}`
      // Those heard of last are last.
      clients.delete(key)
      clients.set(key, { ...heartbeat, at: now() })
      for (const [other, client] of clients) {
        if (clients.size <= MOST && age(client) < FORGOTTEN) break
        clients.delete(other)
      }
    },
    list: () =>
      [...clients.values()]
        .map((client) => {
          const { at, ...heartbeat } = client
          return { ...heartbeat, lastHeartbeat: Math.round(age(client) * 10) / 10 }
        })
        .filter(({ lastHeartbeat }) => lastHeartbeat < FORGOTTEN)
        .sort((a, b) => (a.device < b.device ? -1 : 1)),
  }
}
