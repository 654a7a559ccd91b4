import { expect, test } from 'vitest'
import { listWeekTimes } from '../../../../src/exhibit/screens/list-week-times.ts'

const usual = { open: '10:00', close: '18:00' }

test('weekdays in a row with the same times are one entry', () => {
  const late = { open: '10:00', close: '22:00' }
  expect(
    listWeekTimes({ ...usual, closed: ['monday'], days: { thursday: late, wednesday: usual }, dates: [] }),
  ).toEqual([
    { first: 0, last: 0, times: null },
    { first: 1, last: 2, times: usual },
    { first: 3, last: 3, times: late },
    { first: 4, last: 6, times: usual },
  ])
  expect(listWeekTimes({ ...usual, closed: [], days: {}, dates: [] })).toEqual([{ first: 0, last: 6, times: usual }])
  expect(listWeekTimes({ closed: [], days: { sunday: late }, dates: [] })).toEqual([
    { first: 0, last: 5, times: null },
    { first: 6, last: 6, times: late },
  ])
})
