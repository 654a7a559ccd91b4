import type { Page } from 'playwright-core'
import type { Counts } from '../../../../protocol/counts.ts'
import type { Visit } from '../../../../protocol/visit.ts'

export const PIN = '2468'
const SONG_KEY = '30'.padStart(16, '0')
export const formatToday = () => {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
const createCounts = (): Counts => ({
  visits: 12,
  length: 1200,
  songs: { [SONG_KEY]: { visits: 12, seconds: 1000, touched: Array.from({ length: 10 }, (_, i) => [i, i]) } },
  modes: { ride: 400, walk: 400, roam: 400 },
  languages: { en: 12 },
  hours: [
    { hour: `${formatToday()}T09`, visits: 3 },
    { hour: '2026-01-01T10', visits: 9 },
  ],
})
const CLIENT_HEARTBEAT = { role: 'piece', version: '1', scene: 'free', song: SONG_KEY, faults: { 'audio-dead': 2 } }
const HEALTH_REPORT = {
  version: '0.1.0',
  uptime: 4000,
  clients: [
    {
      ...{ ...CLIENT_HEARTBEAT, device: 'hall', fps: 60, lastHeartbeat: 3, connected: true, volume: 0.8 },
      ...{ headset: 'worn', battery: { level: 0.42, charging: false }, lastFault: { kind: 'audio-dead', ago: 130 } },
    },
    { ...CLIENT_HEARTBEAT, device: 'foyer', fps: 60, lastHeartbeat: 400 },
  ],
}

/** State of the mocked server. */
export const mockServer = {
  reachable: true,
  wrongAttempts: 0,
  signedIn: false,
  visits: new Map<string, Visit>(),
  commands: [] as unknown[],
}
export const MAX_ATTEMPTS = 5

export async function mockStaffApi(page: Page): Promise<void> {
  await page.context().route(/\/(api\/.*|health)$/, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (!mockServer.reachable) return route.abort()
    if (pathname.endsWith('/health')) return route.fulfill({ json: HEALTH_REPORT })
    if (pathname.endsWith('/api/visits'))
      for (const visit of route.request().postDataJSON() as Visit[]) mockServer.visits.set(visit.receipt, visit)
    if (pathname.endsWith('/leave')) mockServer.signedIn = false
    if (pathname.endsWith('/counts'))
      return mockServer.signedIn ? route.fulfill({ json: createCounts() }) : route.fulfill({ status: 401 })
    if (pathname.endsWith('/command')) {
      mockServer.commands.push(route.request().postDataJSON())
      return route.fulfill({ json: { devices: ['hall'] } })
    }
    if (pathname.endsWith('/alarm')) return route.fulfill({ json: { problem: null } })
    if (pathname.endsWith('.csv')) return route.fulfill({ contentType: 'text/csv', body: 'hour,visits\r\n' })
    if (!pathname.endsWith('/enter')) return route.fulfill({ status: 204 })
    if (mockServer.wrongAttempts >= MAX_ATTEMPTS)
      return route.fulfill({ status: 429, json: { left: 0, lockedFor: 300 } })
    mockServer.signedIn = route.request().postDataJSON().pin === PIN
    if (mockServer.signedIn) {
      mockServer.wrongAttempts = 0
      return route.fulfill({ status: 204 })
    }
    mockServer.wrongAttempts++
    if (mockServer.wrongAttempts < MAX_ATTEMPTS)
      return route.fulfill({ status: 401, json: { left: MAX_ATTEMPTS - mockServer.wrongAttempts, lockedFor: 0 } })
    return route.fulfill({ status: 429, json: { left: 0, lockedFor: 300 } })
  })
}
