import type { Counts } from '../protocol/counts.ts'
import { MAX_VISIT_S, roundToMinute, type Visit } from '../protocol/visit.ts'
import { addVisit, createVisitTotals, removeVisit, toCounts } from '../protocol/visit-totals.ts'
import { formatVisitsCsv } from '../protocol/visits-csv.ts'
import { type LevelStore, openLevelStore, type ValueReader } from './leveldb-store.ts'

const VISIT_KEY_PREFIX = 'visit!'
/** Before and after these there are no visits: the clock of a page that says so is wrong. Milliseconds. */
const [EARLIEST_VISIT_MS, LATEST_VISIT_MS] = [Date.UTC(2020), Date.UTC(2100)]

export type VisitsStore = {
  /** Those in LevelDB; the lock of the PIN is kept there as well. */
  store: LevelStore
  /** On the disk before it resolves. The longer record of one receipt counts: visits only grow. */
  put: (visits: readonly Visit[]) => Promise<void>
  counts: () => Counts
  formatCsv: (songs?: readonly { key: string; title: string }[]) => string
  countVisits: () => number
  close: () => Promise<void>
}

/**
 * The visits counted in a folder, which is made if need be.
 * @throws {OperatorError} one sentence if another server has it
 */
export async function openVisitsStore(
  folder: string,
  now: () => number = Date.now,
  patience?: number,
): Promise<VisitsStore> {
  let totals = createVisitTotals()
  const store = await openLevelStore(folder, patience, async (values: ValueReader) => {
    totals = createVisitTotals()
    for await (const some of values(VISIT_KEY_PREFIX))
      for (const text of some) {
        const visit = parseVisit(text)
        if (visit) addVisit(totals, visit)
      }
  })

  let waiting: { visits: readonly Visit[]; done: () => void; failed: (error: unknown) => void }[] = []
  let writing: Promise<void> = Promise.resolve()
  let busy = false

  /** One write after the other, each with all that came during the last one: as many at once are as fast as one. */
  async function writeWaiting(): Promise<void> {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        await write(batch.flatMap(({ visits }) => visits))
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    busy = false
  }

  async function write(visits: readonly Visit[]): Promise<void> {
    const receipts = [...new Set(visits.map(({ receipt }) => receipt))]
    const kept = await store.get(receipts.map((receipt) => VISIT_KEY_PREFIX + receipt))
    const before = new Map(receipts.map((receipt, i) => [receipt, parseVisit(kept[i])]))
    const after = new Map(before)
    for (const visit of visits) {
      const known = after.get(visit.receipt) ?? null
      if (!known || visit.length >= known.length) after.set(visit.receipt, sanitizeVisit(visit, known, now()))
    }
    const changed = receipts.filter((receipt) => after.get(receipt) !== before.get(receipt))
    if (changed.length === 0) return
    await store.write(changed.map((receipt) => [VISIT_KEY_PREFIX + receipt, JSON.stringify(after.get(receipt))]))
    for (const receipt of changed) {
      const [old, fresh] = [before.get(receipt), after.get(receipt)]
      if (old) removeVisit(totals, old)
      if (fresh) addVisit(totals, fresh)
    }
  }

  return {
    store,
    put: (visits) =>
      new Promise((done, failed) => {
        waiting.push({ visits, done, failed })
        if (!busy) writing = writeWaiting()
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

/** A page's clock may be wrong; such a visit counts in the hour in which it was first told of. */
function sanitizeVisit(visit: Visit, known: Visit | null, now: number): Visit {
  const right = visit.began >= EARLIEST_VISIT_MS && visit.began < LATEST_VISIT_MS
  const seconds = (value: number) => Math.min(MAX_VISIT_S, Math.max(0, value))
  const { ride, walk, roam } = visit.modes
  return {
    ...visit,
    began: known?.began ?? (right ? visit.began : roundToMinute(now)),
    modes: { ride: seconds(ride), walk: seconds(walk), roam: seconds(roam) },
    songs: visit.songs.map((song) => ({ ...song, seconds: seconds(song.seconds) })),
  }
}

/** It was looked at when it came, and LevelDB has checked its sum: reading a hundred thousand must not take long. */
function parseVisit(text: string | undefined): Visit | null {
  try {
    const visit = JSON.parse(text ?? 'null')
    return typeof visit?.length === 'number' && Array.isArray(visit.songs) ? visit : null
  } catch {
    return null
  }
}
