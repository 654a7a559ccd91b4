import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { type Counts, createEmptyCounts, mergeCounts } from '../../../protocol/counts.ts'
import type { Visit } from '../../../protocol/visit.ts'
import { createVisitTotals, toCounts } from '../../../protocol/visit-totals.ts'
import { withTimeout } from '../../session/with-timeout.ts'
import {
  acknowledgeEntry,
  finalizeEntry,
  isPending,
  mergeEntry,
  type Outbox,
  type StoredOutboxEntry,
} from './outbox.ts'

interface OutboxSchema extends DBSchema {
  visits: { key: string; value: StoredOutboxEntry; indexes: { began: number } }
  /** One entry: the totals of folded visits. */
  totals: { key: 'folded'; value: Counts }
}

/** Afterwards the outbox in memory is used. */
const OPEN_TIMEOUT_MS = 6000

/**
 * An outbox in IndexedDB; each step is on the disk before it resolves. The database is opened at the first step, and
 * again after the browser has closed it.
 * @throws {Error} at each step without IndexedDB, in a private window, with a full disk
 */
export function createOutboxDatabase(name = 'songwalk-visits'): Outbox {
  let opening: Promise<IDBPDatabase<OutboxSchema>> | null = null
  const open = () =>
    openDB<OutboxSchema>(name, 1, {
      upgrade: (db) => {
        db.createObjectStore('visits', { keyPath: 'visit.receipt' }).createIndex('began', 'visit.began')
        db.createObjectStore('totals')
      },
      blocking: (_current, _blocked, event) => {
        ;(event.target as IDBDatabase).close()
        opening = null
      },
      terminated: () => {
        opening = null
      },
    })

  const database = async () => {
    opening ??= open()
    try {
      return await withTimeout(opening, OPEN_TIMEOUT_MS, 'IndexedDB did not open in time.')
    } catch (error) {
      opening = null
      throw error
    }
  }
  const durability = 'strict'

  return {
    put: async (entry) => {
      const { store, done } = (await database()).transaction('visits', 'readwrite', { durability })
      await Promise.all([store.get(entry.visit.receipt).then((before) => store.put(mergeEntry(before, entry))), done])
    },
    listPending: async (max) => {
      const pending: StoredOutboxEntry[] = []
      const transaction = (await database()).transaction('visits')
      let cursor = await transaction.store.openCursor()
      while (cursor && pending.length < max) {
        if (isPending(cursor.value)) pending.push(cursor.value)
        cursor = await cursor.continue()
      }
      return pending
    },
    acknowledge: async (answered, kept) => {
      const { store, done } = (await database()).transaction('visits', 'readwrite', { durability })
      const acknowledgeOne = async (entry: (typeof answered)[number]) => {
        const stored = await store.get(entry.visit.receipt)
        if (!stored) return
        const left = acknowledgeEntry(stored, entry, kept)
        await (left ? store.put(left) : store.delete(entry.visit.receipt))
      }
      await Promise.all([...answered.map(acknowledgeOne), done])
    },
    finalizeOrphans: async (isClosed) => {
      const { store, done } = (await database()).transaction('visits', 'readwrite', { durability })
      for await (const cursor of store)
        if (!cursor.value.final && isClosed(cursor.value.page)) await cursor.update(finalizeEntry(cursor.value))
      await done
    },
    listVisits: async () => (await (await database()).getAllFromIndex('visits', 'began')).map(({ visit }) => visit),
    foldIntoTotals: async (max) => {
      const db = await database()
      const excess = (await db.count('visits')) - max
      if (excess <= 0) return
      const transaction = db.transaction(['visits', 'totals'], 'readwrite', { durability })
      const folded: Visit[] = []
      for await (const cursor of transaction.objectStore('visits').index('began')) {
        if (folded.length >= excess) break
        if (!cursor.value.final) continue
        folded.push(cursor.value.visit)
        await cursor.delete()
      }
      const totals = transaction.objectStore('totals')
      const before = (await totals.get('folded')) ?? createEmptyCounts()
      await totals.put(mergeCounts(before, toCounts(createVisitTotals(folded))), 'folded')
      await transaction.done
    },
    readTotals: async () => (await (await database()).get('totals', 'folded')) ?? createEmptyCounts(),
  }
}
