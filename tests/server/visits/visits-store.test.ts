import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Visit } from '../../../protocol/visit.ts'
import { toCounts } from '../../../protocol/visit-totals.ts'
import { formatVisitsCsv } from '../../../protocol/visits-csv.ts'
import { OperatorError } from '../../../server/operator-error.ts'
import { openVisitsStore } from '../../../server/visits/visits-store.ts'
import { createTestFolder, createVisit, enterPin, openServer, SONG_KEY } from '../open-server.ts'

const other = '00000000000000bb'

async function open(folder: string, now: () => number = () => +new Date(2027, 2, 2)) {
  const visits = await openVisitsStore(folder, { now })
  onTestFinished(() => visits.close())
  return visits
}

describe('visits', () => {
  test('are counted once, with their longest record', async () => {
    const visits = await open(join(await createTestFolder(), 'visits'))
    const began = +new Date(2027, 2, 1, 12, 7)
    await visits.put([
      createVisit(1, { began, length: 10 }),
      createVisit(2, { began, length: 30, headset: true, language: 'ko' }),
    ])
    const songs = [
      { key: SONG_KEY, seconds: 20, touched: [[3, 2] as [number, number], [1, 1] as [number, number]] },
      { key: other, seconds: 5.5, touched: [] },
    ]
    await Promise.all([
      visits.put([createVisit(1, { began, length: 40, songs, modes: { ride: 10, walk: 20, roam: 10 } })]),
      // An older record that arrives late.
      visits.put([createVisit(1, { began, length: 20 })]),
    ])
    expect(toCounts(visits.totals())).toEqual({
      visits: 2,
      length: 70,
      songs: {
        [SONG_KEY]: {
          visits: 2,
          seconds: 70,
          touched: [
            [1, 1],
            [3, 4],
          ],
        },
        [other]: { visits: 1, seconds: 5.5, touched: [] },
      },
      modes: { ride: 70, walk: 20, roam: 10 },
      languages: { en: 1, ko: 1 },
      hours: [{ hour: '2027-03-01T12:00', visits: 2 }],
    })
  })

  test('give the same counts one by one, repeated, or loaded from the disk', async () => {
    const some = fc.array(
      fc.record({
        receipt: fc.nat(5),
        length: fc.nat(100),
        hour: fc.nat(3),
        seconds: fc.nat(50),
        touched: fc.array(fc.tuple(fc.nat(3), fc.nat(9)), { maxLength: 4 }),
      }),
      { maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(some, fc.nat(4), async (records, size) => {
        const folder = join(await createTestFolder(), 'visits')
        const visits = await openVisitsStore(folder)
        const sent: Visit[] = records.map(({ receipt, length, hour, seconds, touched }) =>
          createVisit(receipt, {
            length,
            began: +new Date(2027, 2, 1, 9 + hour),
            songs: [{ key: SONG_KEY, seconds, touched }],
          }),
        )
        for (let i = 0; i < sent.length; i += size + 1) await visits.put(sent.slice(i, i + size + 1))
        const counts = toCounts(visits.totals())
        const longest = new Map<string, number>()
        for (const { receipt, length } of sent) longest.set(receipt, Math.max(length, longest.get(receipt) ?? 0))
        expect([counts.visits, counts.length]).toEqual([longest.size, [...longest.values()].reduce((a, b) => a + b, 0)])
        expect(counts.hours.reduce((sum, hour) => sum + hour.visits, 0)).toBe(longest.size)
        await visits.close()
        const again = await openVisitsStore(folder)
        expect(toCounts(again.totals())).toEqual(counts)
        await again.close()
      }),
      { numRuns: 15 },
    )
  })

  test('of a page with a wrong clock count in the hour of their arrival', async () => {
    const now = +new Date(2027, 2, 1, 15, 30)
    const visits = await open(join(await createTestFolder(), 'visits'), () => now)
    await visits.put([createVisit(1, { began: 0 }), createVisit(2, { began: Number.MAX_SAFE_INTEGER })])
    expect(toCounts(visits.totals()).hours).toEqual([{ hour: '2027-03-01T15:00', visits: 2 }])
  })

  test('are exported as CSV', async () => {
    const visits = await open(join(await createTestFolder(), 'visits'))
    await visits.put([
      createVisit(1, { began: +new Date(2027, 2, 1, 12, 7), length: 30 }),
      createVisit(2, { began: +new Date(2027, 2, 1, 12, 50), length: 61, headset: true, language: 'ko' }),
      createVisit(3, { began: +new Date(2027, 1, 28, 9, 0) }),
    ])
    const lines = formatVisitsCsv(visits.totals(), [{ key: SONG_KEY, title: '=Song, “one”' }])
      .trimEnd()
      .split('\n')
    expect(lines).toEqual([
      '\ufeffhour,visits,visits with headset,mean length (s),ride (s),walk (s),roam (s),visits in en,visits in ko,"\'=Song, “one”: visits","\'=Song, “one”: heard (s)"',
      '2027-02-28T09:00,1,0,60,60,0,0,1,0,1,50',
      '2027-03-01T12:00,2,1,45.5,120,0,0,1,1,2,100',
    ])
  })
})

describe('the store of visits', () => {
  test('is refused while another server has opened it', async () => {
    const folder = join(await createTestFolder(), 'visits')
    await open(folder)
    await expect(openVisitsStore(folder, { lockTimeoutMs: 300 })).rejects.toThrow(OperatorError)
  })

  test('reports that it cannot be written, and acknowledges no visit then', async () => {
    // A file in place of a folder makes writing impossible.
    const file = join(await createTestFolder(), 'file')
    await writeFile(file, '')
    const { post, get } = await openServer({ dataFolder: join(file, 'data') })
    expect((await post('api/visits', [createVisit(1)])).status).toBe(503)
    const health = await (await get('health')).json()
    expect(health).toMatchObject({ status: 'degraded', visits: 0, errors: { 'counts-failed': 1 } })
    expect(health.reasons.join()).toContain('counts cannot be kept')
    expect(health.reasons.join()).toContain('log is not written')
    expect((await get('')).status).toBe(200)
  })
})

describe('visits over HTTP', () => {
  test('are stored if they are valid, even beside invalid ones', async () => {
    const { post, get } = await openServer()
    expect((await post('api/visits', [createVisit(1), createVisit(2)])).status).toBe(204)
    const answer = await post('api/visits', [createVisit(3), { ...createVisit(4), length: -1 }])
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'The request is invalid: see “1.length”.' }])
    expect((await post('api/visits', [])).status).toBe(400)
    expect((await post('api/visits', 'x'.repeat(5 * 2 ** 20))).status).toBe(413)
    expect((await (await get('health')).json()).visits).toBe(3)
  })
})

test('made-up songs, languages, chunks and hours add no columns and no rows', async () => {
  const { post, get } = await openServer({ languages: ['en', 'ko'] })
  const { cookie } = await enterPin(post)
  const receipts = Array.from({ length: 100 }, (_, i) => i)
  const visits = receipts.map((i) =>
    createVisit(i, {
      began: Date.UTC(i % 2 ? 2021 : 2090) + i * 3_600_000,
      language: i % 2 ? 'zz' : 'ko',
      songs: [
        { key: SONG_KEY, seconds: 5, touched: [3, 30, 49_999].map((chunk): [number, number] => [chunk, 1]) },
        ...Array.from({ length: 20 }, (_, j) => ({
          key: (i * 1000 + j + 10_000).toString(16).padStart(16, 'f'),
          seconds: 1e300,
          touched: [[1, 1e9] as [number, number]],
        })),
      ],
    }),
  )
  for (const half of [visits.slice(0, 50), visits.slice(50)]) expect((await post('api/visits', half)).status).toBe(204)
  const counts = await (await get('api/counts', { headers: { cookie } })).json()
  expect(counts).toMatchObject({ visits: 100, languages: { ko: 50, other: 50 } })
  expect(counts.songs).toEqual({
    [SONG_KEY]: { visits: 100, seconds: 500, touched: [[3, 100]] },
    other: { visits: 100, seconds: 100 * 86_400, touched: [] },
  })
  expect(counts.hours).toHaveLength(1)
  const csv = await (await get('api/visits.csv', { headers: { cookie } })).text()
  const [header = '', ...rows] = csv.trimEnd().split('\n')
  expect(header.split(',')).toHaveLength(7 + 2 + 4)
  expect(header).toContain('other songs: visits')
  expect(rows).toHaveLength(1)
})

test('a visit that cannot be written is not counted', async () => {
  const visits = await open(join(await createTestFolder(), 'visits'))
  await visits.put([createVisit(1, { length: 10 })])
  await visits.store.close()
  await expect(visits.put([createVisit(1, { length: 20 }), createVisit(2)])).rejects.toThrow()
  expect(toCounts(visits.totals())).toMatchObject({ visits: 1, length: 10, hours: [{ visits: 1 }] })
})
