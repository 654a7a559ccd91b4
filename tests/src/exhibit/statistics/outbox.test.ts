import 'fake-indexeddb/auto'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Visit } from '../../../../protocol/visit.ts'
import {
  createFallbackOutbox,
  createMemoryOutbox,
  type Outbox,
  type OutboxEntry,
  type StoredOutboxEntry,
} from '../../../../src/exhibit/statistics/outbox.ts'
import { createOutboxDatabase } from '../../../../src/exhibit/statistics/outbox-database.ts'
import { createUploader } from '../../../../src/exhibit/statistics/uploader.ts'

const receiptOf = (n: number) => String(n).padStart(16, '0')
const someVisit = (n: number, length: number, chunks = 1): Visit => ({
  receipt: receiptOf(n),
  began: n * 60_000,
  length,
  language: 'en',
  headset: false,
  modes: { ride: length, walk: 0, roam: 0 },
  songs: [{ key: 'a'.repeat(16), seconds: length, touched: Array.from({ length: chunks }, (_, i) => [i, length]) }],
})
const entry = (n: number, revision: number, final = false, page = 'p', chunks = 1): OutboxEntry => ({
  visit: someVisit(n, revision, chunks),
  revision,
  final,
  page,
})

/** A server that stores visits by receipt, and can be killed before it stores or before it answers. */
const createServer = () => {
  const kept = new Map<string, Visit>()
  let fate: 'well' | 'deaf' | 'mute' = 'well'
  return {
    kept,
    become: (next: typeof fate) => {
      fate = next
    },
    post: async (body: string): Promise<'kept' | 'gone'> => {
      await Promise.resolve()
      if (fate === 'deaf') return 'gone'
      for (const visit of JSON.parse(body) as Visit[]) kept.set(visit.receipt, visit)
      return fate === 'mute' ? 'gone' : 'kept'
    },
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'change' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'end' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'send' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'overlap' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('server' as const), fate: fc.constantFrom('well', 'deaf', 'mute') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk' as const), full: fc.boolean() }) },
)

test('no visit is lost, counted twice or kept forever, whenever server and page are killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 50 }), async (steps) => {
      const disk = new Map<string, StoredOutboxEntry>()
      const drive = createMemoryOutbox(disk)
      let full = false
      const lasting: Outbox = { ...drive, put: (one) => (full ? Promise.reject(new Error('full')) : drive.put(one)) }
      const server = createServer()
      let page = 0
      let visit = 1
      let revision = 0
      let shelf = createFallbackOutbox(lasting, createMemoryOutbox(), () => {})
      let sender = createUploader(shelf, server.post)
      /** The last length of each visit on the disk, and anywhere. */
      const written = new Map<string, number>()
      /** Lengths that were only in the memory of a killed page. */
      const unsure = new Set<string>()
      let inMemory = new Set<string>()
      const put = async (final: boolean) => {
        await shelf.put(entry(visit, ++revision, final, String(page)))
        written.set(receiptOf(visit), revision)
        if (full) inMemory.add(receiptOf(visit))
        else inMemory.delete(receiptOf(visit))
        if (!final) return
        visit++
        revision = 0
      }
      const restart = async () => {
        page++
        if (revision > 0) visit++
        revision = 0
        for (const receipt of inMemory) unsure.add(receipt)
        inMemory = new Set()
        shelf = createFallbackOutbox(lasting, createMemoryOutbox(), () => {})
        sender = createUploader(shelf, server.post)
        await shelf.finalizeOrphans((other) => other !== String(page))
      }
      for (const one of steps) {
        if (one.do === 'change') await put(false)
        else if (one.do === 'end') await put(true)
        else if (one.do === 'send') await sender.uploadAll()
        else if (one.do === 'overlap') {
          // The visit continues while it is uploaded.
          const sending = sender.uploadAll()
          await put(false)
          await sending
        } else if (one.do === 'crash') await restart()
        else if (one.do === 'disk') full = one.full
        else server.become(one.fate as 'well')
      }
      full = false
      server.become('well')
      await restart()
      expect(await sender.uploadAll()).toBe(true)
      for (const [receipt, length] of written)
        if (!unsure.has(receipt)) expect(server.kept.get(receipt)?.length).toBe(length)
      expect([...server.kept.keys()].every((receipt) => written.has(receipt))).toBe(true)
      expect(disk.size).toBe(0)
    }),
    { numRuns: 300 },
  )
})

describe('uploading', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('retries less and less often while the server is gone, and uploads all visits when it is back', async () => {
    const shelf = createMemoryOutbox()
    const server = createServer()
    server.become('deaf')
    const post = vi.fn(server.post)
    const sender = createUploader(shelf, post)
    for (let second = 0; second < 600; second++) {
      await shelf.put(entry(1, second + 1))
      sender.requestUpload()
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(post.mock.calls.length).toBeGreaterThan(10)
    expect(post.mock.calls.length).toBeLessThan(20)
    server.become('well')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.kept.get(receiptOf(1))?.length).toBe(600)
    await shelf.put(entry(1, 601, true))
    sender.requestUpload()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.kept.get(receiptOf(1))?.length).toBe(601)
    expect(await shelf.listVisits()).toEqual([])
  })

  test('sends at most 100 visits and 48 kB in a request', async () => {
    const shelf = createMemoryOutbox()
    for (let n = 0; n < 250; n++) await shelf.put(entry(n, 1, true))
    for (let n = 250; n < 260; n++) await shelf.put(entry(n, 1, true, 'p', 2000))
    const sizes: number[] = []
    const bytes: number[] = []
    await createUploader(shelf, async (body) => {
      sizes.push((JSON.parse(body) as Visit[]).length)
      bytes.push(body.length)
      return 'kept'
    }).uploadAll()
    expect(sizes.reduce((sum, size) => sum + size)).toBe(260)
    expect(Math.max(...sizes)).toBe(100)
    expect(Math.max(...bytes)).toBeLessThan(50_000)
  })

  test('a refused visit does not block the others, and stays for the CSV', async () => {
    const shelf = createMemoryOutbox()
    for (let n = 0; n < 5; n++) await shelf.put(entry(n, 1, true))
    const taken: string[] = []
    const sender = createUploader(shelf, async (body) => {
      const receipts = (JSON.parse(body) as Visit[]).map(({ receipt }) => receipt)
      if (receipts.includes(receiptOf(2))) return 'refused'
      taken.push(...receipts)
      return 'kept'
    })
    expect(await sender.uploadAll()).toBe(true)
    expect(taken).toHaveLength(4)
    expect((await shelf.listVisits()).map(({ receipt }) => receipt)).toEqual([receiptOf(2)])
    expect(await shelf.listPending(10)).toEqual([])
  })
})

describe('the outbox', () => {
  beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()))
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  test('keeps the last revision of a visit for the next page, and finalizes visits of closed pages', async () => {
    const first = createOutboxDatabase()
    await first.put(entry(1, 1))
    await first.put(entry(1, 2))
    await first.put(entry(2, 1, false, 'living'))
    const next = createOutboxDatabase()
    await next.finalizeOrphans((page) => page === 'p')
    expect(await next.listPending(10)).toMatchObject([
      { visit: { length: 2 }, final: true, page: 'p' },
      { visit: { length: 1 }, final: false, page: 'living' },
    ])
  })

  test('does not send an acknowledged revision again', async () => {
    const shelf = createOutboxDatabase()
    await shelf.put(entry(1, 1))
    const [sent] = (await shelf.listPending(10)) as [OutboxEntry]
    await shelf.put(entry(1, 2))
    await shelf.acknowledge([sent], true)
    expect(await shelf.listPending(10)).toMatchObject([{ revision: 2 }])
    await shelf.acknowledge(await shelf.listPending(10), true)
    expect(await shelf.listPending(10)).toEqual([])
    await shelf.put(entry(1, 3, true))
    await shelf.acknowledge(await shelf.listPending(10), true)
    expect(await shelf.listVisits()).toEqual([])
  })

  test.each([
    ['the database', createOutboxDatabase],
    ['memory', createMemoryOutbox],
  ] as const)(
    'beyond its bound %s makes totals of the oldest, and no visit is gone from the sums',
    async (_, create) => {
      const shelf = create()
      for (let n = 0; n < 30; n++) await shelf.put(entry(n, 2, n > 0))
      await shelf.foldIntoTotals(10)
      const totals = await shelf.readTotals()
      const left = await shelf.listVisits()
      expect([totals.visits, left.length]).toEqual([20, 10])
      expect(totals.songs['a'.repeat(16)]).toEqual({ visits: 20, seconds: 40, touched: [[0, 40]] })
      expect(left.map(({ began }) => began / 60_000)).toEqual([0, 21, 22, 23, 24, 25, 26, 27, 28, 29])
      await shelf.foldIntoTotals(10)
      expect((await shelf.readTotals()).visits).toBe(20)
    },
  )

  test('reports a full disk each time it becomes full, and sends visits from memory', async () => {
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const failed = vi.fn()
    const shelf = createFallbackOutbox(createOutboxDatabase(), createMemoryOutbox(), failed)
    await shelf.put(entry(1, 0))
    await shelf.put(entry(1, 1))
    expect(failed).toHaveBeenCalledTimes(1)
    const server = createServer()
    await createUploader(shelf, server.post).uploadAll()
    expect(server.kept.size).toBe(1)
    full.mockRestore()
    await shelf.put(entry(1, 2, true))
    await createUploader(shelf, server.post).uploadAll()
    expect(server.kept.get(receiptOf(1))?.length).toBe(2)
    expect(await shelf.listVisits()).toEqual([])
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await shelf.put(entry(2, 1))
    expect(failed, 'full once more').toHaveBeenCalledTimes(2)
    vi.restoreAllMocks()
  })
})
