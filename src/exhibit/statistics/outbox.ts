import type { Counts, Visit } from '../../../protocol/live-messages.ts'
import { addVisit, createEmptyCounts } from './statistics-totals.ts'

/** A visit as it stands, on its way to the server. */
export type OutboxEntry = {
  visit: Visit
  /** Grows with every change. */
  revision: number
  /** Nothing will be added to it. */
  final: boolean
  /** Which page counts it. */
  page: string
}
/** The last revision the server has answered for; 0: none. */
export type StoredOutboxEntry = OutboxEntry & { sent: number }

/** Where visits wait until the server has them. */
export type Outbox = {
  /** Keeps a visit as it stands now. */
  put: (entry: OutboxEntry) => Promise<void>
  /** Some that the server does not have as they are now. */
  listPending: (most: number) => Promise<OutboxEntry[]>
  /** The server has these (`kept`), or will never take them as they are. What is final and kept is forgotten. */
  acknowledge: (answered: readonly OutboxEntry[], kept: boolean) => Promise<void>
  /** Visits of pages that are no longer there end as they were. */
  finalizeOrphans: (isGone: (page: string) => boolean) => Promise<void>
  /** All that the server has not taken, whole; those folded into totals are not among them. */
  listVisits: () => Promise<Visit[]>
  /** Where there are more than so many, the oldest become totals. */
  foldIntoTotals: (most: number) => Promise<void>
  readTotals: () => Promise<Counts>
}

/** What is on the shelf after a step; a step that comes late changes nothing. */
export const mergeEntry = (before: StoredOutboxEntry | undefined, entry: OutboxEntry): StoredOutboxEntry =>
  before && before.revision > entry.revision ? before : { ...entry, sent: before?.sent ?? 0 }

/** What is left once the server has answered for one revision; null: nothing. */
export function acknowledgeEntry(
  entry: StoredOutboxEntry,
  answered: OutboxEntry,
  kept: boolean,
): StoredOutboxEntry | null {
  if (kept && answered.final && answered.revision >= entry.revision) return null
  // Where the disk was full, the server knows more than it.
  const later = answered.revision > entry.revision ? answered : entry
  return { ...later, sent: Math.max(entry.sent, answered.revision) }
}

export const isPending = ({ revision, sent }: StoredOutboxEntry): boolean => revision > sent

/** An unfinished visit, of a page that is gone. */
export const finalizeEntry = (entry: StoredOutboxEntry): StoredOutboxEntry => ({
  ...entry,
  final: true,
  revision: entry.revision + 1,
})

/** Visits in memory alone, where the device keeps nothing. */
export function createMemoryOutbox(entries = new Map<string, StoredOutboxEntry>()): Outbox {
  const totals = createEmptyCounts()
  return {
    put: async (entry) => {
      entries.set(entry.visit.receipt, mergeEntry(entries.get(entry.visit.receipt), entry))
    },
    listPending: async (most) => [...entries.values()].filter(isPending).slice(0, most),
    acknowledge: async (answered, kept) => {
      for (const one of answered) {
        const entry = entries.get(one.visit.receipt)
        const left = entry ? acknowledgeEntry(entry, one, kept) : null
        if (left) entries.set(one.visit.receipt, left)
        else entries.delete(one.visit.receipt)
      }
    },
    finalizeOrphans: async (isGone) => {
      for (const [receipt, entry] of entries)
        if (!entry.final && isGone(entry.page)) entries.set(receipt, finalizeEntry(entry))
    },
    listVisits: async () => [...entries.values()].map(({ visit }) => visit),
    foldIntoTotals: async (most) => {
      const done = [...entries.values()].filter(({ final }) => final).sort((a, b) => a.visit.began - b.visit.began)
      for (const { visit } of done.slice(0, Math.max(0, entries.size - most))) {
        addVisit(totals, visit)
        entries.delete(visit.receipt)
      }
    },
    readTotals: async () => structuredClone(totals),
  }
}

/**
 * Two shelves as one: what the lasting one cannot keep (a full disk, a private window) is kept by the other, and sent all
 * the same. No step fails; `failed` is told once, until something can be kept again.
 */
export function createFallbackOutbox(lasting: Outbox, other: Outbox, failed: () => void): Outbox {
  let failing = false
  const attempt = async <T>(step: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await step()
    } catch {
      if (!failing) failed()
      failing = true
      return otherwise
    }
  }
  const both = async <T>(read: (shelf: Outbox) => Promise<T[]>, receipt: (one: T) => string) => {
    // Where a visit is on both, the other has the later.
    const later = await read(other)
    const known = new Set(later.map(receipt))
    return [...later, ...(await attempt(() => read(lasting), [])).filter((one) => !known.has(receipt(one)))]
  }
  return {
    put: async (entry) => {
      const isKept = await attempt(() => lasting.put(entry).then(() => true), false)
      if (!isKept) return other.put(entry)
      failing = false
      await other.acknowledge([{ ...entry, final: true }], true)
    },
    listPending: async (most) =>
      (
        await both(
          (shelf) => shelf.listPending(most),
          ({ visit }) => visit.receipt,
        )
      ).slice(0, most),
    acknowledge: async (answered, kept) => {
      await other.acknowledge(answered, kept)
      await attempt(() => lasting.acknowledge(answered, kept), undefined)
    },
    finalizeOrphans: (isGone) => attempt(() => lasting.finalizeOrphans(isGone), undefined),
    listVisits: () =>
      both(
        (shelf) => shelf.listVisits(),
        ({ receipt }) => receipt,
      ),
    foldIntoTotals: async (most) => {
      await other.foldIntoTotals(most)
      await attempt(() => lasting.foldIntoTotals(most), undefined)
    },
    // What memory had to fold is few, and lost with the page.
    readTotals: () => attempt(lasting.readTotals, createEmptyCounts()),
  }
}
