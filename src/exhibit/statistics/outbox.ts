import type { Counts, Visit } from '../../../protocol/live-messages.ts'
import { count, noCounts } from './statistics-totals.ts'

/** A visit as it stands, on its way to the server. */
export type Entry = {
  visit: Visit
  /** Grows with every change. */
  revision: number
  /** Nothing will be added to it. */
  final: boolean
  /** Which page counts it. */
  page: string
}
/** The last revision the server has answered for; 0: none. */
export type Kept = Entry & { sent: number }

/** Where visits wait until the server has them. */
export type Shelf = {
  /** Keeps a visit as it stands now. */
  put: (entry: Entry) => Promise<void>
  /** Some that the server does not have as they are now. */
  waiting: (most: number) => Promise<Entry[]>
  /** The server has these (`kept`), or will never take them as they are. What is final and kept is forgotten. */
  settle: (answered: readonly Entry[], kept: boolean) => Promise<void>
  /** Visits of pages that are no longer there end as they were. */
  adopt: (isGone: (page: string) => boolean) => Promise<void>
  /** All that the server has not taken, whole; those folded into totals are not among them. */
  all: () => Promise<Visit[]>
  /** Where there are more than so many, the oldest become totals. */
  fold: (most: number) => Promise<void>
  folded: () => Promise<Counts>
}

/** What is on the shelf after a step; a step that comes late changes nothing. */
export const put = (before: Kept | undefined, entry: Entry): Kept =>
  before && before.revision > entry.revision ? before : { ...entry, sent: before?.sent ?? 0 }

/** What is left once the server has answered for one revision; null: nothing. */
export function settled(entry: Kept, answered: Entry, kept: boolean): Kept | null {
  if (kept && answered.final && answered.revision >= entry.revision) return null
  // Where the disk was full, the server knows more than it.
  const later = answered.revision > entry.revision ? answered : entry
  return { ...later, sent: Math.max(entry.sent, answered.revision) }
}

export const isWaiting = ({ revision, sent }: Kept): boolean => revision > sent

/** An unfinished visit, of a page that is gone. */
export const adopted = (entry: Kept): Kept => ({ ...entry, final: true, revision: entry.revision + 1 })

/** Visits in memory alone, where the device keeps nothing. */
export function createMemoryShelf(entries = new Map<string, Kept>()): Shelf {
  const totals = noCounts()
  return {
    put: async (entry) => {
      entries.set(entry.visit.receipt, put(entries.get(entry.visit.receipt), entry))
    },
    waiting: async (most) => [...entries.values()].filter(isWaiting).slice(0, most),
    settle: async (answered, kept) => {
      for (const one of answered) {
        const entry = entries.get(one.visit.receipt)
        const left = entry ? settled(entry, one, kept) : null
        if (left) entries.set(one.visit.receipt, left)
        else entries.delete(one.visit.receipt)
      }
    },
    adopt: async (isGone) => {
      for (const [receipt, entry] of entries)
        if (!entry.final && isGone(entry.page)) entries.set(receipt, adopted(entry))
    },
    all: async () => [...entries.values()].map(({ visit }) => visit),
    fold: async (most) => {
      const done = [...entries.values()].filter(({ final }) => final).sort((a, b) => a.visit.began - b.visit.began)
      for (const { visit } of done.slice(0, Math.max(0, entries.size - most))) {
        count(totals, visit)
        entries.delete(visit.receipt)
      }
    },
    folded: async () => structuredClone(totals),
  }
}

/**
 * Two shelves as one: what the lasting one cannot keep (a full disk, a private window) is kept by the other, and sent all
 * the same. No step fails; `failed` is told once, until something can be kept again.
 */
export function createSafeShelf(lasting: Shelf, other: Shelf, failed: () => void): Shelf {
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
  const both = async <T>(read: (shelf: Shelf) => Promise<T[]>, receipt: (one: T) => string) => {
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
      await other.settle([{ ...entry, final: true }], true)
    },
    waiting: async (most) =>
      (
        await both(
          (shelf) => shelf.waiting(most),
          ({ visit }) => visit.receipt,
        )
      ).slice(0, most),
    settle: async (answered, kept) => {
      await other.settle(answered, kept)
      await attempt(() => lasting.settle(answered, kept), undefined)
    },
    adopt: (isGone) => attempt(() => lasting.adopt(isGone), undefined),
    all: () =>
      both(
        (shelf) => shelf.all(),
        ({ receipt }) => receipt,
      ),
    fold: async (most) => {
      await other.fold(most)
      await attempt(() => lasting.fold(most), undefined)
    },
    // What memory had to fold is few, and lost with the page.
    folded: () => attempt(lasting.folded, noCounts()),
  }
}
