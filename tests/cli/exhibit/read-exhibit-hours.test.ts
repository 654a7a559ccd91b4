import { describe, expect, test } from 'vitest'
import { fineExhibit, pinHash, readWrittenExhibit } from './read-written-exhibit.ts'

const usual = { open: '10:00', close: '18:00' }

test('hours, exceptions and volumes by hour are read', async () => {
  const hours = {
    ...usual,
    closed: ['monday'],
    days: { thursday: { open: '10:00', close: '21:00' } },
    dates: [{ date: '2027-12-24' }, { from: '2027-07-01', to: '2027-07-14' }, { date: '2027-12-31', ...usual }],
  }
  const volume = { hours: [{ from: '18:00', to: '21:00', days: ['thursday'], cap: 0.5 }] }
  const answer = await readWrittenExhibit({
    ...fineExhibit,
    hours,
    volume,
    timeZone: 'Europe/Berlin',
    staff: { pinHash },
  })
  expect(answer).toMatchObject({ problems: [], notes: [], exhibit: { hours, volume, timeZone: 'Europe/Berlin' } })
})

describe('what cannot be is told with its field, what is allowed and what was given', () => {
  test.each<[string, unknown, string]>([
    [
      'a time zone of another planet',
      { ...fineExhibit, timeZone: 'Mars/Olympus' },
      'exhibit.json, line 8: “timeZone”: must be a time zone such as "Europe/Berlin", not "Mars/Olympus".',
    ],
    [
      'an offset, which has no summer time',
      { ...fineExhibit, timeZone: '+01:00' },
      'exhibit.json, line 8: “timeZone”: must be a time zone such as "Europe/Berlin", not "+01:00".',
    ],
    [
      'a date that the calendar does not have',
      { ...fineExhibit, hours: { open: '10:00', close: '18:00', dates: [{ date: '2027-02-30' }] } },
      'exhibit.json, line 13: hours, dates, 1st, “date”: must be a date of the calendar such as "2027-12-24", not "2027-02-30".',
    ],
    [
      'a date of another order',
      { ...fineExhibit, hours: { open: '10:00', close: '18:00', dates: [{ from: '24.12.2027', to: 5 }] } },
      'exhibit.json, line 14: hours, dates, 1st, “to”: must be a date such as "2027-12-24", not 5.',
    ],
    [
      'a weekday of another language',
      { ...fineExhibit, hours: { days: { montag: { open: '10:00', close: '18:00' } } } },
      'exhibit.json, line 10: hours, days, “montag”: is not known; did you mean “monday”?',
    ],
    [
      'times of a weekday that are half',
      { ...fineExhibit, hours: { days: { monday: { open: '10:00' } } } },
      'exhibit.json, line 10: hours, days, monday, “close”: is missing.',
    ],
    [
      'a volume of an hour that is too loud',
      { ...fineExhibit, volume: { hours: [{ from: '18:00', to: '20:00', cap: 3 }] } },
      'exhibit.json, line 13: volume, hours, 1st, “cap”: must be 1 or less.',
    ],
    [
      'terminal commands in a date',
      { ...fineExhibit, hours: { dates: [{ date: '\u001b[2J\u202e' }] } },
      'hours, dates, 1st, “date”: must be a date of the calendar such as "2027-12-24", not "\\u001b[2J ".',
    ],
  ])('%s', async (_, exhibit, sentence) => {
    const { problems, exhibit: read_ } = await readWrittenExhibit(exhibit)
    expect(problems).toContainEqual(expect.stringContaining(sentence))
    expect(read_).toBeNull()
  })
})

describe('contradictions', () => {
  test.each<[string, object, string]>([
    ['an opening without an end', { hours: { open: '10:00' } }, 'hours, “close”: is missing: there is “open”.'],
    [
      'no day with times',
      { hours: { dates: [{ date: '2027-12-24' }] } },
      'hours, “open”: is missing: no day has times.',
    ],
    [
      'a weekday that is closed and has times',
      { hours: { ...usual, closed: ['monday'], days: { monday: usual } } },
      'hours, “closed”: names monday, which has times in “days”.',
    ],
    [
      'a range that ends before it begins',
      { hours: { ...usual, dates: [{ from: '2027-07-14', to: '2027-07-01' }] } },
      'hours, dates, 1st, “to”: is before “from”, 2027-07-14.',
    ],
    [
      'a range of a century',
      { hours: { ...usual, dates: [{ from: '2027-07-14', to: '2127-07-01' }] } },
      'hours, dates, 1st, “to”: is more than two years after “from”.',
    ],
    [
      'a range with one end',
      { hours: { ...usual, dates: [{ from: '2027-07-14' }] } },
      'hours, dates, 1st: has no date: give “date”, or “from” and “to”.',
    ],
    [
      'a date and a range in one',
      { hours: { ...usual, dates: [{ date: '2027-07-01', from: '2027-07-01', to: '2027-07-14' }] } },
      'hours, dates, 1st: has “date” and “from” or “to”',
    ],
    [
      'a date that opens and does not close',
      { hours: { ...usual, dates: [{ date: '2027-07-01', open: '12:00' }] } },
      'hours, dates, 1st, “close”: is missing: there is “open”.',
    ],
    [
      'a volume by hour that changes nothing',
      { volume: { hours: [{ from: '18:00', to: '20:00' }] } },
      'volume, hours, 1st: changes nothing: give “cap”, “attract” or both.',
    ],
    [
      'a volume by hour of no time',
      { volume: { hours: [{ from: '18:00', to: '18:00', cap: 0.5 }] } },
      'volume, hours, 1st: begins and ends at 18:00.',
    ],
    [
      'a volume by hour that is louder between visits',
      { volume: { hours: [{ from: '18:00', to: '20:00', cap: 0.2, attract: 0.3 }] } },
      'volume, hours, 1st, “attract”: must not be more than “cap” (0.2).',
    ],
  ])('%s', async (_, more, words) => {
    const { problems } = await readWrittenExhibit({ ...fineExhibit, ...more })
    expect(problems).toEqual([expect.stringContaining(words)])
  })

  test.each<[string, object, string]>([
    [
      'a late evening',
      { hours: { ...usual, days: { friday: { open: '18:00', close: '01:00' } } } },
      'hours, days, friday, “close”: is before “open”: it closes the next day.',
    ],
    [
      'a date that earlier entries name',
      {
        hours: {
          ...usual,
          dates: [
            { from: '2027-07-01', to: '2027-07-14' },
            { date: '2027-07-03', ...usual },
          ],
        },
      },
      'hours, dates, 2nd: never holds: entries before it name all its dates.',
    ],
    [
      'another volume when it is closed',
      { hours: usual, volume: { hours: [{ from: '20:00', to: '21:00', cap: 0.5 }] } },
      'volume, hours, 1st: is outside the opening hours.',
    ],
  ])('that may be intended are notes: %s', async (_, more, words) => {
    const { problems, notes, exhibit } = await readWrittenExhibit({ ...fineExhibit, staff: { pinHash }, ...more })
    expect(problems).toEqual([])
    expect(notes).toEqual([expect.stringContaining(words)])
    expect(exhibit).not.toBeNull()
  })
})
