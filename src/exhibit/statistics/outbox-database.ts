import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Counts } from '../../../protocol/live-messages.ts'
import {
  acknowledgeEntry,
  finalizeEntry,
  isPending,
  mergeEntry,
  type Outbox,
  type StoredOutboxEntry,
} from './outbox.ts'
import { addVisit, createEmptyCounts } from './statistics-totals.ts'

interface OutboxSchema extends DBSchema {
  visits: { key: string; value: StoredOutboxEntry; indexes: { began: number } }
  /** One entry: what was folded. */
  totals: { key: 'folded'; value: Counts }
}

/** Milliseconds; a database that does not open is done without. */
const OPEN_TIMEOUT_MS = 6000

/**
 * Visits in this device's own database, each step on the disk before it is done; it is opened when first needed, and again
 * when it was lost.
 * @throws {Error} at each step, whatever the browser does: no IndexedDB, a private window, a full disk
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
      return await withTimeout(OPEN_TIMEOUT_MS, opening)
    } catch (error) {
      opening = null
      throw error
    }
  }
  const durability = 'strict'

  return {
    put: async (entry) => {
      const writing = (await database()).transaction('visits', 'readwrite', { durability })
      await Promise.all([
        writing.store.get(entry.visit.receipt).then((before) => writing.store.put(mergeEntry(before, entry))),
        writing.done,
      ])
    },
    listPending: async (most) => {
      const found: StoredOutboxEntry[] = []
      const reading = (await database()).transaction('visits')
      let cursor = await reading.store.openCursor()
      while (cursor && found.length < most) {
        if (isPending(cursor.value)) found.push(cursor.value)
        cursor = await cursor.continue()
      }
      return found
    },
    acknowledge: async (answered, kept) => {
      const writing = (await database()).transaction('visits', 'readwrite', { durability })
      const one = async (entry: (typeof answered)[number]) => {
        const found = await writing.store.get(entry.visit.receipt)
        if (!found) return
        const left = acknowledgeEntry(found, entry, kept)
        await (left ? writing.store.put(left) : writing.store.delete(entry.visit.receipt))
      }
      await Promise.all([...answered.map(one), writing.done])
    },
    finalizeOrphans: async (isGone) => {
      const writing = (await database()).transaction('visits', 'readwrite', { durability })
      for await (const cursor of writing.store)
        if (!cursor.value.final && isGone(cursor.value.page)) await cursor.update(finalizeEntry(cursor.value))
      await writing.done
    },
    listVisits: async () => (await (await database()).getAllFromIndex('visits', 'began')).map(({ visit }) => visit),
    foldIntoTotals: async (most) => {
      const db = await database()
      let over = (await db.count('visits')) - most
      if (over <= 0) return
      const writing = db.transaction(['visits', 'totals'], 'readwrite', { durability })
      const totals = (await writing.objectStore('totals').get('folded')) ?? createEmptyCounts()
      for await (const cursor of writing.objectStore('visits').index('began')) {
        if (over <= 0) break
        if (!cursor.value.final) continue
        addVisit(totals, cursor.value.visit)
        await cursor.delete()
        over--
      }
      await writing.objectStore('totals').put(totals, 'folded')
      await writing.done
    },
    readTotals: async () => (await (await database()).get('totals', 'folded')) ?? createEmptyCounts(),
  }
}

/** @throws {Error} when it takes longer than `patience` milliseconds */
async function withTimeout<T>(patience: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database of visits does not answer.')), patience)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
