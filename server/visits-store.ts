import type { Counts } from '../protocol/counts.ts'
import { MAX_VISIT_S, roundToMinute, type Visit } from '../protocol/visit.ts'
import { addVisit, createVisitTotals, removeVisit, toCounts } from '../protocol/visit-totals.ts'
import { formatVisitsCsv } from '../protocol/visits-csv.ts'
import { type LevelStore, openLevelStore, type ValueReader } from './leveldb-store.ts'

const VISIT_KEY_PREFIX = 'visit!'
/** A visit outside this time was recorded by a page whose clock is wrong. */
const [EARLIEST_VISIT_MS, LATEST_VISIT_MS] = [Date.UTC(2020), Date.UTC(2100)]

export type VisitsStore = {
  /** Holds the visits, and the state of the PIN lockout. */
  store: LevelStore
  /** On the disk before it resolves. Of two records with one receipt, the longer is kept: visits only grow. */
  put: (visits: readonly Visit[]) => Promise<void>
  counts: () => Counts
  formatCsv: (songs?: readonly { key: string; title: string }[]) => string
  countVisits: () => number
  close: () => Promise<void>
}

/** Visits of one `put`, until they are written. */
type QueuedVisits = { visits: readonly Visit[]; resolve: () => void; reject: (error: unknown) => void }

/**
 * Opens the visits in a folder, which is created if it does not exist.
 * @throws {OperatorError} one sentence if another server has opened it
 */
export async function openVisitsStore(
  folder: string,
  now: () => number = Date.now,
  lockTimeoutMs?: number,
): Promise<VisitsStore> {
  let totals = createVisitTotals()
  const store = await openLevelStore(folder, lockTimeoutMs, async (readValues: ValueReader) => {
    totals = createVisitTotals()
    for await (const texts of readValues(VISIT_KEY_PREFIX))
      for (const text of texts) {
        const visit = parseVisit(text)
        if (visit) addVisit(totals, visit)
      }
  })

  let queue: QueuedVisits[] = []
  let writing: Promise<void> = Promise.resolve()
  let isWriting = false

  /** Writes one batch after another, each with all visits that were queued during the last one. */
  async function writeQueue(): Promise<void> {
    isWriting = true
    while (queue.length > 0) {
      const batch = queue
      queue = []
      try {
        await write(batch.flatMap(({ visits }) => visits))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isWriting = false
  }

  async function write(visits: readonly Visit[]): Promise<void> {
    const receipts = [...new Set(visits.map(({ receipt }) => receipt))]
    const stored = await store.get(receipts.map((receipt) => VISIT_KEY_PREFIX + receipt))
    const before = new Map(receipts.map((receipt, i) => [receipt, parseVisit(stored[i])]))
    const after = new Map(before)
    for (const visit of visits) {
      const known = after.get(visit.receipt) ?? null
      if (!known || visit.length >= known.length) after.set(visit.receipt, sanitizeVisit(visit, known, now()))
    }
    const changed = receipts.filter((receipt) => after.get(receipt) !== before.get(receipt))
    if (changed.length === 0) return
    await store.write(changed.map((receipt) => [VISIT_KEY_PREFIX + receipt, JSON.stringify(after.get(receipt))]))
    for (const receipt of changed) {
      const [oldVisit, newVisit] = [before.get(receipt), after.get(receipt)]
      if (oldVisit) removeVisit(totals, oldVisit)
      if (newVisit) addVisit(totals, newVisit)
    }
  }

  return {
    store,
    put: (visits) =>
      new Promise((resolve, reject) => {
        queue.push({ visits, resolve, reject })
        if (!isWriting) writing = writeQueue()
      }),
    counts: () => toCounts(totals),
    formatCsv: (songs) => formatVisitsCsv(totals, songs),
    countVisits: () => totals.visits,
    close: async () => {
      await writing
      await store.close()
    },
  }
}

/** A visit with a wrong clock counts in the hour in which its first record arrived. */
function sanitizeVisit(visit: Visit, known: Visit | null, now: number): Visit {
  const isClockRight = visit.began >= EARLIEST_VISIT_MS && visit.began < LATEST_VISIT_MS
  const clampSeconds = (value: number) => Math.min(MAX_VISIT_S, Math.max(0, value))
  const { ride, walk, roam } = visit.modes
  return {
    ...visit,
    began: known?.began ?? (isClockRight ? visit.began : roundToMinute(now)),
    modes: { ride: clampSeconds(ride), walk: clampSeconds(walk), roam: clampSeconds(roam) },
    songs: visit.songs.map((song) => ({ ...song, seconds: clampSeconds(song.seconds) })),
  }
}

/** Checks only the form: the schema was applied on arrival, LevelDB has checksums, and 100 000 visits must load fast. */
function parseVisit(text: string | undefined): Visit | null {
  try {
    const visit = JSON.parse(text ?? 'null')
    return typeof visit?.length === 'number' && Array.isArray(visit.songs) ? visit : null
  } catch {
    return null
  }
}
