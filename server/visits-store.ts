import type { Counts, Visit } from '../protocol/live-messages.ts'
import { openStore, type Store, type Values } from './leveldb-store.ts'
import { addVisit, countsOf, emptyTotals } from './totals.ts'
import { visitsCsv } from './visits-csv.ts'

const PREFIX = 'visit!'
const DAY = 86_400
/** Before and after these there are no visits: the clock of a page that says so is wrong. Milliseconds. */
const [FIRST, LAST] = [Date.UTC(2020), Date.UTC(2100)]

export type Visits = {
  /** Those in LevelDB; the lock of the PIN is kept there as well. */
  store: Store
  /** On the disk before it resolves. The longer record of one receipt counts: visits only grow. */
  put: (visits: readonly Visit[]) => Promise<void>
  counts: () => Counts
  csv: (songs?: readonly { key: string; title: string }[]) => string
  total: () => number
  close: () => Promise<void>
}

/**
 * The visits counted in a folder, which is made if need be.
 * @throws {SongError} one sentence if another server has it
 */
export async function openVisits(folder: string, now: () => number = Date.now, patience?: number): Promise<Visits> {
  let totals = emptyTotals()
  const store = await openStore(folder, patience, async (values: Values) => {
    totals = emptyTotals()
    for await (const some of values(PREFIX))
      for (const text of some) {
        const visit = read(text)
        if (visit) addVisit(totals, visit, 1)
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
    const kept = await store.get(receipts.map((receipt) => PREFIX + receipt))
    const before = new Map(receipts.map((receipt, i) => [receipt, read(kept[i])]))
    const after = new Map(before)
    for (const visit of visits) {
      const known = after.get(visit.receipt) ?? null
      if (!known || visit.length >= known.length) after.set(visit.receipt, plausible(visit, known, now()))
    }
    const changed = receipts.filter((receipt) => after.get(receipt) !== before.get(receipt))
    if (changed.length === 0) return
    await store.write(changed.map((receipt) => [PREFIX + receipt, JSON.stringify(after.get(receipt))]))
    for (const receipt of changed) {
      const [old, fresh] = [before.get(receipt), after.get(receipt)]
      if (old) addVisit(totals, old, -1)
      if (fresh) addVisit(totals, fresh, 1)
    }
  }

  return {
    store,
    put: (visits) =>
      new Promise((done, failed) => {
        waiting.push({ visits, done, failed })
        if (!busy) writing = writeWaiting()
      }),
    counts: () => countsOf(totals),
    csv: (songs) => visitsCsv(totals, songs),
    total: () => totals.visits,
    close: async () => {
      await writing
      await store.close()
    },
  }
}

/** A page's clock may be wrong; such a visit counts in the hour in which it was first told of. */
function plausible(visit: Visit, known: Visit | null, now: number): Visit {
  const right = visit.began >= FIRST && visit.began < LAST
  const seconds = (value: number) => Math.min(DAY, Math.max(0, value))
  const { ride, walk, roam } = visit.modes
  return {
    ...visit,
    began: known?.began ?? (right ? visit.began : Math.floor(now / 60_000) * 60_000),
    modes: { ride: seconds(ride), walk: seconds(walk), roam: seconds(roam) },
    songs: visit.songs.map((song) => ({ ...song, seconds: seconds(song.seconds) })),
  }
}

/** It was looked at when it came, and LevelDB has checked its sum: reading a hundred thousand must not take long. */
function read(text: string | undefined): Visit | null {
  try {
    const visit = JSON.parse(text ?? 'null')
    return typeof visit?.length === 'number' && Array.isArray(visit.songs) ? visit : null
  } catch {
    return null
  }
}
