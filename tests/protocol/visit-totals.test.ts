import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Counts, createEmptyCounts, formatHour, mergeCounts } from '../../protocol/counts.ts'
import type { Visit } from '../../protocol/visit.ts'
import { addVisit, createVisitTotals, removeVisit, toCounts } from '../../protocol/visit-totals.ts'
import { createSampleVisit, SONG_A, SONG_B } from './sample-visits.ts'

const nine = +new Date(2026, 10, 23, 9, 5)
const HOUR_MS = 3_600_000

const arbitraryVisits = fc.array(
  fc
    .record({
      hour: fc.nat(3),
      length: fc.nat(100),
      language: fc.constantFrom('en', 'ko'),
      song: fc.constantFrom(SONG_A, SONG_B),
      touched: fc.uniqueArray(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 9 })), { selector: ([chunk]) => chunk }),
    })
    .map(
      ({ hour, length, language, song, touched }): Visit =>
        createSampleVisit({
          began: nine + hour * HOUR_MS,
          length,
          language,
          modes: { ride: length, walk: 0, roam: 0 },
          songs: [{ key: song, seconds: length, touched }],
        }),
    ),
  { maxLength: 8 },
)

describe('the counts of visits', () => {
  test('are sums by hour, song, mode and language', () => {
    const visits = [
      createSampleVisit({
        began: nine,
        length: 10,
        language: 'de',
        modes: { ride: 4, walk: 3, roam: 3 },
        songs: [
          {
            key: SONG_A,
            seconds: 10,
            touched: [
              [3, 2],
              [1, 1],
            ],
          },
        ],
      }),
      createSampleVisit({ began: nine + 60_000, length: 20, songs: [{ key: SONG_A, seconds: 10, touched: [[3, 5]] }] }),
      createSampleVisit({ began: nine + HOUR_MS, songs: [{ key: SONG_B, seconds: 5.5, touched: [] }] }),
    ]
    expect(toCounts(createVisitTotals(visits))).toEqual({
      visits: 3,
      length: 90,
      songs: {
        [SONG_A]: {
          visits: 2,
          seconds: 20,
          touched: [
            [1, 1],
            [3, 7],
          ],
        },
        [SONG_B]: { visits: 1, seconds: 5.5, touched: [] },
      },
      modes: { ride: 124, walk: 3, roam: 3 },
      languages: { de: 1, en: 2 },
      hours: [
        { hour: '2026-11-23T09:00', visits: 2 },
        { hour: '2026-11-23T10:00', visits: 1 },
      ],
    } satisfies Counts)
    expect(formatHour(nine)).toBe('2026-11-23T09:00')
  })

  test('are the same after a visit was added and removed', () => {
    fc.assert(
      fc.property(arbitraryVisits, arbitraryVisits, (visits, others) => {
        const totals = createVisitTotals(visits)
        for (const visit of others) addVisit(totals, visit)
        for (const visit of others) removeVisit(totals, visit)
        expect(toCounts(totals)).toEqual(toCounts(createVisitTotals(visits)))
      }),
    )
  })

  test('of two sets merge to the counts of all visits', () => {
    fc.assert(
      fc.property(arbitraryVisits, arbitraryVisits, (some, others) => {
        const merged = mergeCounts(toCounts(createVisitTotals(some)), toCounts(createVisitTotals(others)))
        expect(merged).toEqual(toCounts(createVisitTotals([...some, ...others])))
      }),
    )
  })

  test('that an earlier version stored with hours like “2026-11-23T09” merge into the same hours', () => {
    const stored = { ...createEmptyCounts(), visits: 2, hours: [{ hour: '2026-11-23T09', visits: 2 }] }
    const counts = toCounts(createVisitTotals([createSampleVisit({ began: nine })]))
    expect(mergeCounts(stored, counts).hours).toEqual([{ hour: '2026-11-23T09:00', visits: 3 }])
  })
})
