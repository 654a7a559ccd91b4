import type { Counts } from '../../../protocol/live-messages.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createFallbackOutbox, createMemoryOutbox, type Outbox } from './outbox.ts'
import { createOutboxDatabase } from './outbox-database.ts'
import { formatVisitsCsv } from './statistics-csv.ts'
import { addVisit } from './statistics-totals.ts'
import { createUploader, type PostVisits, postVisits } from './uploader.ts'
import { createVisitTracker } from './visit-tracker.ts'

/** What this device has counted and no server has taken. */
export type VisitStatistics = {
  readCounts: () => Promise<Counts>
  exportCsv: () => Promise<string>
}

/** Milliseconds. */
const TICK_INTERVAL_MS = 1000
/** As many visits wait whole on a device; older ones become totals. */
const MAX_QUEUED_VISITS = 50_000

const createReceipt = () =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Counts visits without watching anybody: docs/museum.md says what is counted, and what is not. */
export function startVisitStatistics(
  { visitController: flow, session, faults }: ExhibitContext,
  lasting: Outbox = createOutboxDatabase(),
  post: PostVisits = postVisits,
): VisitStatistics {
  const shelf = createFallbackOutbox(lasting, createMemoryOutbox(), () => faults.report('storage-full'))
  const sender = createUploader(shelf, post)
  const page = crypto.randomUUID()
  const clock = { epochMs: () => Date.now(), monotonicMs: () => performance.now() }
  const counter = createVisitTracker(page, clock, createReceipt, (entry) => {
    void shelf.put(entry).then(sender.requestUpload)
    if (entry.final) void shelf.foldIntoTotals(MAX_QUEUED_VISITS)
  })

  let song: string | null = null
  const follow = () => {
    const { scene, language, headset, visit } = flow.store.getState()
    counter.update({ scene, language, headset, mode: session.store.getState().mode, song }, visit)
  }
  flow.store.subscribe((now, before) => {
    if (now !== before) follow()
  })
  session.store.subscribe((now, before) => {
    if (now.outline !== before.outline) {
      song = now.outline.length > 0 ? flow.store.getState().song : null
      follow()
    } else if (now.mode !== before.mode) follow()
    // The same chunk again and again counts once: until another one is touched, or it is taken in the hand.
    const { selected, grabbedChunk: held } = now
    if (held !== null && held !== before.grabbedChunk) counter.recordTouch(held)
    else if (selected !== null && selected !== before.selected) counter.recordTouch(selected)
  })
  follow()
  setInterval(counter.tick, TICK_INTERVAL_MS)
  window.addEventListener('pagehide', () => {
    const last = counter.readCurrentVisit()
    counter.tick()
    if (last) void post(JSON.stringify([last]), true)
  })

  void finalizeOrphanedVisits(page, shelf).then(sender.requestUpload)

  return {
    readCounts: async () => {
      const totals = await shelf.readTotals()
      for (const visit of await shelf.listVisits()) addVisit(totals, visit)
      return totals
    },
    exportCsv: async () => formatVisitsCsv(await shelf.listVisits()),
  }
}

/** What pages left behind that were killed. A page that lives holds a lock, which the browser opens when it dies. */
async function finalizeOrphanedVisits(own: string, shelf: Outbox): Promise<void> {
  const { locks } = navigator
  void locks?.request(getLockName(own), () => new Promise(() => {}))
  const held = (await locks?.query().catch(() => null))?.held ?? []
  const living = new Set(held.map(({ name }) => name))
  await shelf.finalizeOrphans((page) => page !== own && !living.has(getLockName(page)))
}

const getLockName = (page: string) => `songwalk-visits-${page}`
