import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Visit } from '../../protocol/visit.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { openVisitsStore } from '../../server/visits-store.ts'
import { createTestFolder, createVisit, openServer, SONG_KEY } from './open-server.ts'

const other = '00000000000000bb'

async function open(folder: string, now?: () => number) {
  const visits = await openVisitsStore(folder, now)
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
    expect(visits.counts()).toEqual({
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
        const counts = visits.counts()
        const longest = new Map<string, number>()
        for (const { receipt, length } of sent) longest.set(receipt, Math.max(length, longest.get(receipt) ?? 0))
        expect([counts.visits, counts.length]).toEqual([longest.size, [...longest.values()].reduce((a, b) => a + b, 0)])
        expect(counts.hours.reduce((sum, hour) => sum + hour.visits, 0)).toBe(longest.size)
        await visits.close()
        const again = await openVisitsStore(folder)
        expect(again.counts()).toEqual(counts)
        await again.close()
      }),
      { numRuns: 15 },
    )
  })

  test('of a page with a wrong clock count in the hour of their arrival', async () => {
    const now = +new Date(2027, 2, 1, 15, 30)
    const visits = await open(join(await createTestFolder(), 'visits'), () => now)
    await visits.put([createVisit(1, { began: 0 }), createVisit(2, { began: Number.MAX_SAFE_INTEGER })])
    expect(visits.counts().hours).toEqual([{ hour: '2027-03-01T15:00', visits: 2 }])
  })

  test('are exported as CSV', async () => {
    const visits = await open(join(await createTestFolder(), 'visits'))
    await visits.put([
      createVisit(1, { began: +new Date(2027, 2, 1, 12, 7), length: 30 }),
      createVisit(2, { began: +new Date(2027, 2, 1, 12, 50), length: 61, headset: true, language: 'ko' }),
      createVisit(3, { began: +new Date(2027, 1, 28, 9, 0) }),
    ])
    const lines = visits
      .formatCsv([{ key: SONG_KEY, title: '=Song, “one”' }])
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
  test('is repaired if it is damaged, and reports the repair', async () => {
    const folder = join(await createTestFolder(), 'visits')
    const first = await openVisitsStore(folder)
    await first.put([createVisit(1), createVisit(2)])
    await first.close()
    for (const name of await readdir(folder))
      if (/^MANIFEST|^CURRENT/.test(name)) await writeFile(join(folder, name), 'broken')
    const visits = await open(folder)
    expect(visits.store.repairs).toHaveLength(1)
    // LevelDB finds the records without its manifest.
    expect(visits.countVisits()).toBe(2)
    await visits.put([createVisit(3)])
    expect(visits.countVisits()).toBe(3)
  })

  test('is renamed and replaced by an empty one if it cannot be repaired', async () => {
    const folder = await createTestFolder()
    await writeFile(join(folder, 'visits'), 'not a folder at all')
    const visits = await open(join(folder, 'visits'))
    await visits.put([createVisit(1)])
    expect(visits.countVisits()).toBe(1)
    expect(visits.store.repairs[0]).toContain('start again at 0')
    expect((await readdir(folder)).some((name) => name.startsWith('visits-broken-'))).toBe(true)
  })

  test('is refused while another server has opened it', async () => {
    const folder = join(await createTestFolder(), 'visits')
    await open(folder)
    await expect(openVisitsStore(folder, Date.now, 300)).rejects.toThrow(OperatorError)
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
