import { expect, test } from 'vitest'
import { createVisitTotals } from '../../protocol/visit-totals.ts'
import { formatVisitsCsv } from '../../protocol/visits-csv.ts'
import { createSampleVisit, SONG_A } from './sample-visits.ts'

const FIXED_COLUMNS = 'hour,visits,visits with headset,mean length (s),ride (s),walk (s),roam (s)'

test('a row holds the visits of an hour; titles are quoted and cannot be formulas', () => {
  const totals = createVisitTotals([
    createSampleVisit({ began: +new Date(2027, 2, 1, 12, 7), length: 30 }),
    createSampleVisit({ began: +new Date(2027, 2, 1, 12, 50), length: 61, headset: true, language: 'ko' }),
    createSampleVisit({ began: +new Date(2027, 1, 28, 9, 0) }),
  ])
  expect(formatVisitsCsv(totals, [{ key: SONG_A, title: '=Song, "one"' }]).split('\n')).toEqual([
    `\ufeff${FIXED_COLUMNS},visits in en,visits in ko,"'=Song, ""one"": visits","'=Song, ""one"": heard (s)"`,
    '2027-02-28T09:00,1,0,60,60,0,0,1,0,1,50',
    '2027-03-01T12:00,2,1,45.5,120,0,0,1,1,2,100',
    '',
  ])
})

test('without titles, columns are named by song keys', () => {
  const [header] = formatVisitsCsv(createVisitTotals([createSampleVisit()])).split('\n')
  expect(header).toBe(`\ufeff${FIXED_COLUMNS},visits in en,${SONG_A}: visits,${SONG_A}: heard (s)`)
})
