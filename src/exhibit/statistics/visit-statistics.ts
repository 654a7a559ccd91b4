import { bytesToHex } from '@noble/hashes/utils.js'
import { type Counts, mergeCounts } from '../../../protocol/counts.ts'
import { createVisitTotals, toCounts } from '../../../protocol/visit-totals.ts'
import { createUuid } from '../../kiosk/create-uuid.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createFallbackOutbox, createMemoryOutbox, type Outbox } from './outbox.ts'
import { createOutboxDatabase } from './outbox-database.ts'
import { createUploader, createVisitPoster, type PostVisits } from './uploader.ts'
import { createVisitTracker } from './visit-tracker.ts'

/** The visits of this device that no server has stored. */
export type VisitStatistics = {
  readCounts: () => Promise<Counts>
  exportCsv: () => Promise<string>
}

const TICK_INTERVAL_MS = 1000
/** Older visits are kept as totals. */
const MAX_QUEUED_VISITS = 50_000

const createReceipt = () => bytesToHex(crypto.getRandomValues(new Uint8Array(8)))

/** Records visits and uploads them; docs/museum.md says what is recorded. */
export function startVisitStatistics(
  { visitController, session, exhibit, faults, refusedPosts }: ExhibitContext,
  database: Outbox = createOutboxDatabase(),
  post: PostVisits = createVisitPoster((status) => refusedPosts.recordAnswer('visits', status)),
): VisitStatistics {
  const outbox = createFallbackOutbox(database, createMemoryOutbox(), () => faults.report('storage-full'))
  const uploader = createUploader(outbox, post)
  const page = createUuid()
  const clock = { epochMs: () => Date.now(), monotonicMs: () => performance.now() }
  const tracker = createVisitTracker(page, clock, createReceipt, (entry) => {
    void outbox.put(entry).then(uploader.requestUpload)
    if (entry.final) void outbox.foldIntoTotals(MAX_QUEUED_VISITS)
  })

  let song: string | null = null
  const updateActivity = () => {
    const { scene, language, headset, visit } = visitController.store.getState()
    tracker.update({ scene, language, headset, mode: session.store.getState().mode, song }, visit)
  }
  visitController.store.subscribe((now, before) => {
    if (now !== before) updateActivity()
  })
  session.store.subscribe((now, before) => {
    if (now.outline !== before.outline) {
      song = now.outline.length > 0 ? visitController.store.getState().song : null
      updateActivity()
    } else if (now.mode !== before.mode) updateActivity()
    // Repeated touches of one chunk count once, until another chunk is touched or this one is grabbed.
    const { selected, grabbedChunk } = now
    if (grabbedChunk !== null && grabbedChunk !== before.grabbedChunk) tracker.recordTouch(grabbedChunk)
    else if (selected !== null && selected !== before.selected) tracker.recordTouch(selected)
  })
  updateActivity()
  setInterval(tracker.tick, TICK_INTERVAL_MS)
  window.addEventListener('pagehide', () => {
    const current = tracker.readCurrentVisit()
    tracker.tick()
    if (current) void post(JSON.stringify([current]), true)
  })

  void finalizeOrphanedVisits(page, outbox).then(uploader.requestUpload)

  return {
    readCounts: async () =>
      mergeCounts(await outbox.readTotals(), toCounts(createVisitTotals(await outbox.listVisits()))),
    exportCsv: async () => {
      const { formatVisitsCsv } = await import('../../../protocol/visits-csv.ts')
      return formatVisitsCsv(createVisitTotals(await outbox.listVisits()), exhibit.songs)
    },
  }
}

/** Ends the visits of pages that crashed. Each open page holds a lock, which the browser releases when it is gone. */
async function finalizeOrphanedVisits(ownPage: string, outbox: Outbox): Promise<void> {
  const { locks } = navigator
  void locks?.request(getLockName(ownPage), () => new Promise(() => {}))
  const held = (await locks?.query().catch(() => null))?.held ?? []
  const openPages = new Set(held.map(({ name }) => name))
  await outbox.finalizeOrphans((page) => page !== ownPage && !openPages.has(getLockName(page)))
}

const getLockName = (page: string) => `songwalk-visits-${page}`
