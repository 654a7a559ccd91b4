import type { Page } from 'playwright-core'
import type { Counts, Visit } from '../../../protocol/live-messages.ts'

export const PIN = '2468'
const KEY = '30'.padStart(16, '0')
export const today = () => {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
const counts = (): Counts => ({
  visits: 12,
  length: 1200,
  songs: { [KEY]: { visits: 12, seconds: 1000, touched: Array.from({ length: 10 }, (_, i) => [i, i]) } },
  modes: { ride: 400, walk: 400, roam: 400 },
  languages: { en: 12 },
  hours: [
    { hour: `${today()}T09`, visits: 3 },
    { hour: '2026-01-01T10', visits: 9 },
  ],
})
const client = { role: 'piece', version: '1', scene: 'free', song: KEY, faults: { 'audio-dead': 2 } }
const health = {
  version: '0.1.0',
  uptime: 4000,
  clients: [
    { ...client, device: 'hall', fps: 60, lastHeartbeat: 3 },
    { ...client, device: 'foyer', fps: 60, lastHeartbeat: 400 },
  ],
}

/** A server as the page knows it; `there` false: it cannot be reached. */
export const server = { there: true, wrong: 0, inside: false, visits: new Map<string, Visit>() }
export const TRIES = 5

export async function serve(page: Page): Promise<void> {
  await page.context().route(/\/(api\/.*|health)$/, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (!server.there) return route.abort()
    if (pathname.endsWith('/health')) return route.fulfill({ json: health })
    if (pathname.endsWith('/api/visits'))
      for (const visit of route.request().postDataJSON() as Visit[]) server.visits.set(visit.receipt, visit)
    if (pathname.endsWith('/leave')) server.inside = false
    if (pathname.endsWith('/counts'))
      return server.inside ? route.fulfill({ json: counts() }) : route.fulfill({ status: 401 })
    if (pathname.endsWith('.csv')) return route.fulfill({ contentType: 'text/csv', body: 'hour,visits\r\n' })
    if (!pathname.endsWith('/enter')) return route.fulfill({ status: 204 })
    if (server.wrong >= TRIES) return route.fulfill({ status: 429, json: { left: 0, lockedFor: 300 } })
    server.inside = route.request().postDataJSON().pin === PIN
    if (server.inside) {
      server.wrong = 0
      return route.fulfill({ status: 204 })
    }
    server.wrong++
    if (server.wrong < TRIES) return route.fulfill({ status: 401, json: { left: TRIES - server.wrong, lockedFor: 0 } })
    return route.fulfill({ status: 429, json: { left: 0, lockedFor: 300 } })
  })
}
