import { type Counts, createEmptyCounts, mergeCounts } from '../../../protocol/counts.ts'
import type { Visit } from '../../../protocol/visit.ts'
import { createVisitTotals, toCounts } from '../../../protocol/visit-totals.ts'

/** A visit on its way to the server. */
export type OutboxEntry = {
  visit: Visit
  /** Grows with every change. */
  revision: number
  /** The visit has ended. */
  final: boolean
  /** Random name of the page that records it. */
  page: string
}
/** `sent`: the last revision that the server has answered; 0: none. */
export type StoredOutboxEntry = OutboxEntry & { sent: number }

/** Visits that wait until the server has stored them. */
export type Outbox = {
  /** Adds a visit, or replaces an earlier revision of it. */
  put: (entry: OutboxEntry) => Promise<void>
  /** Up to `max` entries whose last revision was not sent. */
  listPending: (max: number) => Promise<OutboxEntry[]>
  /** The server has stored these (`kept`) or refused them for good. Entries that are final and kept are deleted. */
  acknowledge: (answered: readonly OutboxEntry[], kept: boolean) => Promise<void>
  /** Ends the visits of pages that are closed. */
  finalizeOrphans: (isClosed: (page: string) => boolean) => Promise<void>
  /** All visits that the server has not stored, except those folded into totals. */
  listVisits: () => Promise<Visit[]>
  /** Beyond `max` visits, replaces the oldest by their totals. */
  foldIntoTotals: (max: number) => Promise<void>
  readTotals: () => Promise<Counts>
}

/** The stored entry after a put; an earlier revision changes nothing. */
export const mergeEntry = (before: StoredOutboxEntry | undefined, entry: OutboxEntry): StoredOutboxEntry =>
  before && before.revision > entry.revision ? before : { ...entry, sent: before?.sent ?? 0 }

/** The stored entry after the server's answer to one revision; null: it is deleted. */
export function acknowledgeEntry(
  entry: StoredOutboxEntry,
  answered: OutboxEntry,
  kept: boolean,
): StoredOutboxEntry | null {
  if (kept && answered.final && answered.revision >= entry.revision) return null
  // With a full disk the server has a later revision than the disk.
  const later = answered.revision > entry.revision ? answered : entry
  return { ...later, sent: Math.max(entry.sent, answered.revision) }
}

export const isPending = ({ revision, sent }: StoredOutboxEntry): boolean => revision > sent

/** Ends a visit whose page is closed. */
export const finalizeEntry = (entry: StoredOutboxEntry): StoredOutboxEntry => ({
  ...entry,
  final: true,
  revision: entry.revision + 1,
})

/** An outbox in memory, for devices without storage. */
export function createMemoryOutbox(entries = new Map<string, StoredOutboxEntry>()): Outbox {
  let totals = createEmptyCounts()
  return {
    put: async (entry) => {
      entries.set(entry.visit.receipt, mergeEntry(entries.get(entry.visit.receipt), entry))
    },
    listPending: async (max) => [...entries.values()].filter(isPending).slice(0, max),
    acknowledge: async (answered, kept) => {
      for (const one of answered) {
        const entry = entries.get(one.visit.receipt)
        const left = entry ? acknowledgeEntry(entry, one, kept) : null
        if (left) entries.set(one.visit.receipt, left)
        else entries.delete(one.visit.receipt)
      }
    },
    finalizeOrphans: async (isClosed) => {
      for (const [receipt, entry] of entries)
        if (!entry.final && isClosed(entry.page)) entries.set(receipt, finalizeEntry(entry))
    },
    listVisits: async () => [...entries.values()].map(({ visit }) => visit),
    foldIntoTotals: async (max) => {
      const finished = [...entries.values()].filter(({ final }) => final).sort((a, b) => a.visit.began - b.visit.began)
      const folded = finished.slice(0, Math.max(0, entries.size - max)).map(({ visit }) => visit)
      for (const { receipt } of folded) entries.delete(receipt)
      totals = mergeCounts(totals, toCounts(createVisitTotals(folded)))
    },
    readTotals: async () => totals,
  }
}

/**
 * Keeps visits in the disk's outbox, and in the memory's where the disk refuses (full disk, private window). No method
 * rejects; `onDiskError` is called once until the disk accepts a visit again.
 */
export function createFallbackOutbox(disk: Outbox, memory: Outbox, onDiskError: () => void): Outbox {
  let failing = false
  const attempt = async <T>(step: () => Promise<T>, fallback: T): Promise<T> => {
    try {
      return await step()
    } catch {
      if (!failing) onDiskError()
      failing = true
      return fallback
    }
  }
  const listBoth = async <T>(list: (outbox: Outbox) => Promise<T[]>, getReceipt: (item: T) => string) => {
    // Of a visit in both, the memory has the later revision.
    const inMemory = await list(memory)
    const receipts = new Set(inMemory.map(getReceipt))
    const onDisk = await attempt(() => list(disk), [])
    return [...inMemory, ...onDisk.filter((item) => !receipts.has(getReceipt(item)))]
  }
  return {
    put: async (entry) => {
      const isStored = await attempt(() => disk.put(entry).then(() => true), false)
      if (!isStored) return memory.put(entry)
      failing = false
      await memory.acknowledge([{ ...entry, final: true }], true)
    },
    listPending: async (max) => {
      const list = (outbox: Outbox) => outbox.listPending(max)
      return (await listBoth(list, ({ visit }) => visit.receipt)).slice(0, max)
    },
    acknowledge: async (answered, kept) => {
      await memory.acknowledge(answered, kept)
      await attempt(() => disk.acknowledge(answered, kept), undefined)
    },
    finalizeOrphans: (isClosed) => attempt(() => disk.finalizeOrphans(isClosed), undefined),
    listVisits: () =>
      listBoth(
        (outbox) => outbox.listVisits(),
        ({ receipt }) => receipt,
      ),
    foldIntoTotals: async (max) => {
      await memory.foldIntoTotals(max)
      await attempt(() => disk.foldIntoTotals(max), undefined)
    },
    // Totals in memory are few, and lost with the page.
    readTotals: () => attempt(disk.readTotals, createEmptyCounts()),
  }
}
