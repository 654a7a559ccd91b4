import { isClockSet } from '../../protocol/clock.ts'
import { roundToMinute, type Visit } from '../../protocol/visit.ts'
import { addVisit, createVisitTotals, removeVisit, type VisitTotals } from '../../protocol/visit-totals.ts'
import { createYielder } from '../yield-to-others.ts'
import { cleanVisit, type KnownExhibit } from './clean-visit.ts'
import { createDailyCopies } from './daily-copies.ts'
import { type Change, type LevelEntries, type LevelStore, openLevelStore } from './level-store.ts'
import { loadTotals, recountTotals, takeOverTotals } from './load-totals.ts'
import { areSameTotals, formatDirtySums, isDerived, loadSums } from './stored-totals.ts'
import { parseVisit, VISIT_PREFIX } from './stored-visit.ts'

const NOTE_PREFIX = 'note!'
/** Health tells of what was mended this long. */
const NOTE_LIFETIME_MS = 14 * 24 * 60 * 60 * 1000
/** The count outside the store is at most this late. */
const COUNT_INTERVAL_MS = 1000
/** Of a long day without a clock. */
const MAX_UNTIMED_VISITS = 20_000

export type VisitsStore = {
  /** Holds the visits, and other states of the server. */
  store: LevelStore
  /** On the disk before it resolves. Of two records with one receipt, the longer is kept: visits only grow. */
  put: (visits: readonly Visit[]) => Promise<void>
  /** This computer's clock was set: visits that arrived before it was right get their hours. */
  correctClock: (byMs: number) => Promise<void>
  totals: () => VisitTotals
  /** False while the visits of version one are being read: the totals are not there yet, and what is put waits. */
  isCounted: () => boolean
  /** Resolves when all visits are counted. */
  whenCounted: () => Promise<void>
  /** What was mended lately, a sentence each. */
  notes: () => string[]
  /** Reads all visits, compares them with their sums, mends what is damaged, and copies them unless the day has its copy. */
  checkAndCopy: (day: string) => Promise<void>
  close: () => Promise<void>
}

type VisitsStoreOptions = {
  /** The folder of the daily copies. */
  copiesFolder?: string | undefined
  readKnown?: (() => Promise<KnownExhibit>) | undefined
  now?: (() => number) | undefined
  lockTimeoutMs?: number | undefined
}

/** Visits of one `put`, until they are written. */
type QueuedVisits = { visits: readonly Visit[]; resolve: () => void; reject: (error: unknown) => void }

/**
 * Opens the visits in a folder, which is created if it does not exist.
 * @throws {OperatorError} one sentence if another server has opened it
 */
export async function openVisitsStore(
  folder: string,
  {
    copiesFolder = `${folder}-copies`,
    readKnown = readAnything,
    now = Date.now,
    lockTimeoutMs,
  }: VisitsStoreOptions = {},
): Promise<VisitsStore> {
  const copies = createDailyCopies(copiesFolder)
  let totals = createVisitTotals()
  let notes: [key: string, sentence: string][] = []
  let copyError: string | null = null
  let isCounted = false
  const closing = new AbortController()
  /** Receipts of visits that arrived while the clock was not set. */
  const untimed = new Set<string>()

  const addNote = async (entries: LevelEntries, sentence: string) => {
    const key = `${NOTE_PREFIX}${new Date(now()).toISOString()} ${notes.length}`
    notes.push([key, sentence])
    await entries.write([[key, sentence]])
  }

  const store = await openLevelStore(folder, {
    lockTimeoutMs,
    isKept: (key) => !isDerived(key),
    load: async (entries, rescue) => {
      notes = []
      for await (const batch of entries.list(NOTE_PREFIX)) notes.push(...batch)
      const loaded = await loadTotals(entries, { copies, known: await readKnown(), now: now(), rescue })
      isCounted = loaded !== null
      totals = loaded?.totals ?? createVisitTotals()
      for (const sentence of loaded?.notes ?? []) await addNote(entries, sentence)
    },
  })

  let queue: QueuedVisits[] = []
  let lastJob: Promise<void> = Promise.resolve()

  /** Jobs that write wait for each other. */
  function runAlone(job: () => Promise<void>): Promise<void> {
    const result = lastJob.then(job)
    lastJob = result.catch(() => {})
    return result
  }

  /** Takes a store of version one over. @throws if it cannot be written, or the server closes */
  async function count(): Promise<void> {
    if (isCounted || store.lastError() !== null) return
    closing.signal.throwIfAborted()
    try {
      const taken = await takeOverTotals(store, { copies, known: await readKnown(), now: now() }, closing.signal)
      totals = taken.totals
      isCounted = true
      for (const sentence of taken.notes) await addNote(store, sentence)
    } catch (error) {
      if (closing.signal.aborted || store.lastError() !== null) throw error
      await store.rescue()
    }
  }
  const whenCounted = () => runAlone(count)

  /** Writes all visits that were queued during the last write. */
  async function writeQueue(): Promise<void> {
    const batch = queue
    queue = []
    if (batch.length === 0) return
    try {
      await count()
      await write(batch.flatMap(({ visits }) => visits))
      for (const { resolve } of batch) resolve()
      scheduleCount()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  async function write(visits: readonly Visit[]): Promise<void> {
    const known = await readKnown()
    const receipts = [...new Set(visits.map(({ receipt }) => receipt))]
    const stored = await store.get(receipts.map((receipt) => VISIT_PREFIX + receipt))
    // The store was opened again, and is of version one.
    if (!isCounted) throw new Error('The visits are being counted.')
    const before = new Map(receipts.map((receipt, i) => [receipt, parseVisit(stored[i])]))
    const after = new Map(before)
    for (const visit of visits) {
      const earlier = after.get(visit.receipt) ?? null
      if (!earlier || visit.length >= earlier.length)
        after.set(visit.receipt, cleanVisit(visit, earlier?.began, known, now()))
    }
    if (!isClockSet(now())) for (const receipt of receipts) if (untimed.size < MAX_UNTIMED_VISITS) untimed.add(receipt)
    await replace(before, after)
  }

  type VisitsByReceipt = ReadonlyMap<string, Visit | null>

  /** Writes the visits that differ, and their sums. */
  async function replace(before: VisitsByReceipt, after: VisitsByReceipt): Promise<void> {
    const changed = [...after.keys()].filter((receipt) => after.get(receipt) !== before.get(receipt))
    if (changed.length === 0) return
    const apply = (removed: VisitsByReceipt, added: VisitsByReceipt) => {
      for (const receipt of changed) {
        const [oldVisit, newVisit] = [removed.get(receipt), added.get(receipt)]
        if (oldVisit) removeVisit(totals, oldVisit)
        if (newVisit) addVisit(totals, newVisit)
      }
    }
    apply(before, after)
    try {
      const touched = changed.flatMap((receipt) => [before.get(receipt), after.get(receipt)].filter((visit) => !!visit))
      const changes: Change[] = changed.map((receipt) => [VISIT_PREFIX + receipt, JSON.stringify(after.get(receipt))])
      const yieldToOthers = createYielder()
      for (const change of formatDirtySums(totals, touched)) {
        changes.push(change)
        await yieldToOthers()
      }
      await store.write(changes)
    } catch (error) {
      apply(after, before)
      throw error
    }
  }

  async function correctBeginnings(byMs: number): Promise<void> {
    const receipts = [...untimed]
    untimed.clear()
    const stored = await store.get(receipts.map((receipt) => VISIT_PREFIX + receipt))
    const before = new Map(receipts.map((receipt, i) => [receipt, parseVisit(stored[i])]))
    const after = new Map(
      [...before].map(([receipt, visit]) => [
        receipt,
        visit && !isClockSet(visit.began) ? { ...visit, began: roundToMinute(visit.began + byMs) } : visit,
      ]),
    )
    await replace(before, after)
  }

  let countTimer: NodeJS.Timeout | undefined
  const writeCount = async () => {
    countTimer = undefined
    await copies.writeCount(totals.all.visits).catch(() => {})
  }
  const scheduleCount = () => {
    countTimer ??= setTimeout(writeCount, COUNT_INTERVAL_MS).unref()
  }

  async function checkAndCopy(day: string): Promise<void> {
    await whenCounted()
    const [summed, counted] = [createVisitTotals(), createVisitTotals()]
    let isDamaged = false
    const readVisits = async function* () {
      const yieldToOthers = createYielder()
      try {
        for await (const batch of store.list('')) {
          for (const [key, value] of batch) {
            if (isDerived(key)) loadSums(summed, key, value)
            if (!key.startsWith(VISIT_PREFIX)) continue
            const visit = parseVisit(value)
            if (!visit) throw new Error('A visit is damaged.')
            addVisit(counted, visit)
            yield value
            await yieldToOthers()
          }
        }
      } catch (error) {
        isDamaged = store.lastError() === null
        throw error
      }
    }
    try {
      if ((await copies.readLastDay()) === day) for await (const _ of readVisits());
      else await copies.write(day, readVisits())
      copyError = null
    } catch (error) {
      if (isDamaged) return runAlone(store.rescue)
      copyError = `The visits could not be copied: ${(error as Error).message}`
      return
    }
    if (await areSameTotals(summed, counted)) return
    if (counted.all.visits < summed.all.visits) return runAlone(store.rescue)
    await runAlone(async () => {
      totals = await recountTotals(store)
      await addNote(store, 'The sums of the visits differed from the visits, and were counted anew.')
    })
  }

  if (!isCounted) whenCounted().catch(() => {})
  return {
    store,
    isCounted: () => isCounted,
    whenCounted,
    put: (visits) =>
      new Promise((resolve, reject) => {
        queue.push({ visits, resolve, reject })
        void runAlone(writeQueue)
      }),
    correctClock: async (byMs) => {
      if (isClockSet(now())) await runAlone(() => correctBeginnings(byMs))
    },
    totals: () => totals,
    notes: () => [
      ...notes.filter(([key]) => now() - readNoteTime(key) < NOTE_LIFETIME_MS).map(([, sentence]) => sentence),
      ...(copyError ? [copyError] : []),
    ],
    checkAndCopy,
    close: async () => {
      closing.abort()
      await lastJob
      clearTimeout(countTimer)
      if (isCounted && store.lastError() === null) await writeCount()
      await store.close()
    },
  }
}

const readNoteTime = (key: string): number => Date.parse(key.slice(NOTE_PREFIX.length).split(' ')[0] ?? '')

/** Without an exhibit, every song and language is known. */
const readAnything = async (): Promise<KnownExhibit> => ({ songs: EVERY_SONG, languages: null })
const EVERY_SONG: ReadonlyMap<string, number> = new (class extends Map<string, number> {
  override has = () => true
  override get = () => Infinity
})()
