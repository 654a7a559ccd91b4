import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toCounts } from '../../../protocol/visit-totals.ts'
import type { KnownExhibit } from '../../../server/visits/clean-visit.ts'
import { createDailyCopies } from '../../../server/visits/daily-copies.ts'
import { openVisitsStore } from '../../../server/visits/visits-store.ts'
import { createTestFolder, createVisit, openServer, SONG_KEY } from '../open-server.ts'

const DAY = '2027-03-02'
const NOW = Date.UTC(2027, 2, 2)
const known: KnownExhibit = { songs: new Map([[SONG_KEY, 30]]), languages: new Set(['en', 'ko']) }

async function open(folder: string, now = NOW) {
  const visits = await openVisitsStore(folder, { readKnown: async () => known, now: () => now })
  onTestFinished(() => visits.close())
  return visits
}

/** A closed store of visits, and what is read from it. */
async function createStore(count: number, isCopied: boolean) {
  const folder = join(await createTestFolder(), 'visits')
  const visits = await open(folder)
  for (let i = 0; i < count; i += 100)
    await visits.put(Array.from({ length: Math.min(100, count - i) }, (_, j) => createVisit(i + j, { length: 60 + j })))
  if (isCopied) await visits.checkAndCopy(DAY)
  expect(visits.notes()).toEqual([])
  const counts = toCounts(visits.totals())
  await visits.close()
  return { folder, counts }
}

const listAside = async (folder: string) =>
  (await readdir(join(folder, '..'))).filter((name) => name.startsWith('visits-damaged-'))

async function readAll(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder)
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
  return new Map(names.map((name, i) => [name, texts[i] as string]))
}

describe('a damaged store of visits', () => {
  test('without CURRENT is set aside unchanged and read anew: nothing is lost', async () => {
    const { folder, counts } = await createStore(300, false)
    await rm(join(folder, 'CURRENT'))
    const before = await readAll(folder)
    const visits = await open(folder)
    expect(toCounts(visits.totals())).toEqual(counts)
    expect(visits.notes()).toEqual([
      expect.stringMatching(/^The counts were damaged: 300 of 300 visits could be read; /),
    ])
    const [aside = ''] = await listAside(folder)
    expect(await readAll(join(folder, '..', aside))).toEqual(before)
    await visits.put([createVisit(1000)])
    await visits.close()
    // The note stays for two weeks, and nothing is mended twice.
    const again = await open(folder)
    expect([again.totals().all.visits, again.notes().length, (await listAside(folder)).length]).toEqual([301, 1, 1])
    await again.close()
    expect((await open(folder, NOW + 15 * 86_400_000)).notes()).toEqual([])
  })

  test('with flipped bytes is found, and filled up from the daily copy', async () => {
    for (const place of [0.1, 0.5, 0.9]) {
      const { folder, counts } = await createStore(500, true)
      for (const name of (await readdir(folder)).filter((file) => /\.(log|ldb)$/.test(file))) {
        const data = await readFile(join(folder, name))
        if (data.length === 0) continue
        for (const i of [0, 1, 2]) {
          const at = Math.floor(data.length * place) + i * 40
          data[at] = ~(data[at] ?? 0)
        }
        await writeFile(join(folder, name), data)
      }
      const visits = await open(folder)
      await visits.checkAndCopy(DAY)
      expect([place, toCounts(visits.totals())]).toEqual([place, counts])
      expect(visits.notes().join()).toMatch(/damaged|counted anew/)
    }
  })

  test('that is gone, a file, or emptied is filled from the daily copy', async () => {
    for (const spoil of [
      (folder: string) => rm(folder, { recursive: true }),
      async (folder: string) => {
        await rm(folder, { recursive: true })
        await writeFile(folder, 'not a folder at all')
      },
      async (folder: string) => {
        for (const name of await readdir(folder)) await writeFile(join(folder, name), '')
      },
    ]) {
      const { folder, counts } = await createStore(120, true)
      await spoil(folder)
      const visits = await open(folder)
      expect(toCounts(visits.totals())).toEqual(counts)
      expect(visits.notes()).toHaveLength(1)
    }
  })

  test('is whole after a rescue that was killed between its renames', async () => {
    const { folder, counts } = await createStore(50, false)
    await rename(folder, `${folder}-new`)
    expect(toCounts((await open(folder)).totals())).toEqual(counts)
  })

  test('whose sums are wrong is found by the daily check, and counted anew', async () => {
    const { folder, counts } = await createStore(50, false)
    const database = new ClassicLevel<string, string>(folder)
    for await (const [key, text] of database.iterator({ gte: 'hour!', lt: 'hour!~' }))
      await database.put(key, text.replace(/"visitSeconds":\d+/, '"visitSeconds":1'))
    await database.close()
    const visits = await open(folder)
    expect(toCounts(visits.totals())).not.toEqual(counts)
    await visits.checkAndCopy(DAY)
    expect(toCounts(visits.totals())).toEqual(counts)
    expect(visits.notes()).toEqual([expect.stringContaining('counted anew')])
  })

  test('in which a visit cannot be read is rescued while the server runs', async () => {
    const { folder, counts } = await createStore(50, true)
    const database = new ClassicLevel<string, string>(folder)
    await database.put(`visit!${createVisit(7).receipt}`, '{"receipt":"00')
    await database.close()
    const visits = await open(folder)
    await visits.checkAndCopy(DAY)
    expect(toCounts(visits.totals())).toEqual(counts)
    await visits.put([createVisit(2000)])
    expect(visits.totals().all.visits).toBe(51)
    expect(await listAside(folder)).toHaveLength(1)
  })
})

describe('a store of version one', () => {
  /** As version one wrote it: visits alone. */
  async function writeVersionOne(folder: string, visits: readonly object[]) {
    await mkdir(folder, { recursive: true })
    const database = new ClassicLevel<string, string>(folder)
    await database.batch(
      visits.map((visit) => ({
        type: 'put',
        key: `visit!${(visit as { receipt: string }).receipt}`,
        value: JSON.stringify(visit),
      })),
    )
    await database.close()
  }

  test('is taken over with all its visits', async () => {
    const folder = join(await createTestFolder(), 'visits')
    await writeVersionOne(
      folder,
      Array.from({ length: 700 }, (_, i) => createVisit(i, { began: NOW - i * 3_600_000 })),
    )
    const visits = await open(folder)
    expect(toCounts(visits.totals())).toMatchObject({ visits: 700, length: 42_000, languages: { en: 700 } })
    expect([visits.notes(), visits.totals().hours.size]).toEqual([[], 700])
    const counts = toCounts(visits.totals())
    await visits.close()
    expect(toCounts((await open(folder)).totals())).toEqual(counts)
  })

  test('with many visits is served at once and counted meanwhile; new visits wait, and none is lost', async () => {
    const folder = await createTestFolder()
    const data = join(folder, 'data')
    const began = Date.now() - 3_600_000
    await writeVersionOne(
      join(data, 'visits'),
      Array.from({ length: 20_000 }, (_, i) => createVisit(i, { began: began - i * 60_000 })),
    )
    const first = await openVisitsStore(join(data, 'visits'))
    expect([first.isCounted(), first.totals().all.visits]).toEqual([false, 0])
    // Closed before it is counted, as by an update; the next one begins anew.
    const waiting = first.put([createVisit(30_000, { began })])
    const refused = expect(waiting).rejects.toThrow()
    await first.close()
    await refused
    const { get, post } = await openServer({ dataFolder: data })
    expect((await get('')).status).toBe(200)
    expect((await get('api/visits.csv')).status).toBe(503)
    expect(await (await get('health')).json()).toMatchObject({
      visits: 0,
      reasons: [expect.stringContaining('being counted')],
    })
    expect((await post('api/visits', [createVisit(30_000, { began })])).status).toBe(204)
    expect(await (await get('health')).json()).toMatchObject({ status: 'ok', visits: 20_001 })
    expect((await get('api/visits.csv')).status).toBe(200)
  })

  test('gets rid of what an attacker put in, and tells it', async () => {
    const folder = join(await createTestFolder(), 'visits')
    const poison = Array.from({ length: 300 }, (_, i) =>
      createVisit(5000 + i, {
        began: Date.UTC(2020 + (i % 70), 3, 1),
        songs: Array.from({ length: 200 }, (_, j) => ({
          key: (i * 1000 + j).toString(16).padStart(16, 'e'),
          seconds: 1,
          touched: [],
        })),
      }),
    )
    await writeVersionOne(folder, [createVisit(1), ...poison, createVisit(2, { language: 'xx' })])
    const visits = await open(folder)
    expect(toCounts(visits.totals())).toMatchObject({ visits: 2, languages: { en: 1, other: 1 } })
    expect(Object.keys(toCounts(visits.totals()).songs)).toEqual([SONG_KEY])
    expect(visits.notes()).toEqual([expect.stringMatching(/^300 visits that nobody can have made/)])
    // They are kept.
    let kept = 0
    for await (const batch of visits.store.list('aside!')) kept += batch.length
    expect(kept).toBe(300)
  })
})

describe('daily copies', () => {
  const lines = async function* (count: number) {
    for (let i = 0; i < count; i++) yield JSON.stringify({ receipt: `ü${i}` })
  }
  const readLast = async (copies: ReturnType<typeof createDailyCopies>) => {
    const read: string[] = []
    for await (const line of copies.readLast()) read.push(line)
    return read
  }

  test('are the last seven, and the last that is whole is read', async () => {
    const folder = join(await createTestFolder(), 'copies')
    const copies = createDailyCopies(folder)
    expect([await readLast(copies), await copies.readLastDay(), await copies.readCount()]).toEqual([[], null, 0])
    for (let day = 1; day <= 9; day++) await copies.write(`2027-03-0${day}`, lines(day * 300))
    expect((await readdir(folder)).filter((name) => name.endsWith('.gz'))).toHaveLength(7)
    expect([(await readLast(copies)).length, await copies.readLastDay()]).toEqual([2700, '2027-03-09'])
    const last = join(folder, 'visits-2027-03-09.jsonl.gz')
    const whole = await readFile(last)
    for (const spoiled of [whole.subarray(0, whole.length / 2), Buffer.alloc(100), whole.fill(7, 500, 502)]) {
      await writeFile(last, spoiled)
      expect(await readLast(copies)).toHaveLength(2400)
    }
    // A copy that breaks off is not kept.
    const failing = async function* () {
      yield* lines(3)
      throw new Error('no more')
    }
    await expect(copies.write('2027-03-10', failing())).rejects.toThrow('no more')
    expect((await readdir(folder)).some((name) => name.includes('2027-03-10'))).toBe(false)
    await copies.writeCount(12)
    expect(await copies.readCount()).toBe(12)
  })
})

test('health tells of a damaged store', async () => {
  const { folder } = await createStore(20, false)
  await rm(join(folder, 'CURRENT'))
  const data = join(folder, '..', 'data')
  await mkdir(data)
  await cp(folder, join(data, 'visits'), { recursive: true })
  const { get } = await openServer({ dataFolder: data })
  expect(await (await get('health')).json()).toMatchObject({
    status: 'degraded',
    visits: 20,
    errors: { 'counts-mended': 1 },
    reasons: [expect.stringMatching(/^The counts were damaged: 20 visits could be read; /)],
  })
})
