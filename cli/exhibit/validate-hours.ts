import type { ExhibitConfig } from '../../protocol/curator-config.ts'
import { daysOfWeek } from '../../protocol/exhibit-config.ts'
import { doTimeSpansOverlap, parseMinutes } from '../../protocol/opening-hours.ts'
import { parseDay } from '../../protocol/zoned-time.ts'
import type { FieldPath, ProblemCollector } from './exhibit-text.ts'

/** Longer ones are a slip of the pen. */
const MAX_RANGE_DAYS = 731

const isEmptyTimeSpan = (from: string, to: string): boolean => from === to

/** Of the times of a day, which belong together. */
function validateTimes(
  { open, close }: { open?: string | undefined; close?: string | undefined },
  field: FieldPath,
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  if (open === undefined && close === undefined) return
  if (open === undefined || close === undefined) {
    const [missing, given] = open === undefined ? ['open', 'close'] : ['close', 'open']
    addProblem([...field, missing], `is missing: there is “${given}”.`)
  } else if (isEmptyTimeSpan(open, close))
    addProblem([...field, 'close'], `opens and closes at ${open}; leave “hours” out to be always open.`)
  else if (parseMinutes(close) < parseMinutes(open))
    addNote([...field, 'close'], 'is before “open”: it closes the next day.')
}

/** Of the opening hours. */
export function validateHours(
  hours: NonNullable<ExhibitConfig['hours']>,
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  validateTimes(hours, ['hours'], addProblem, addNote)
  for (const day of daysOfWeek) {
    const times = hours.days[day]
    if (!times) continue
    validateTimes(times, ['hours', 'days', day], addProblem, addNote)
    if (hours.closed.includes(day)) addProblem(['hours', 'closed'], `names ${day}, which has times in “days”.`)
  }
  const isOpenOn = (day: (typeof daysOfWeek)[number]) =>
    hours.days[day] !== undefined || (hours.open !== undefined && !hours.closed.includes(day))
  const hasOpenDates = hours.dates.some(({ open }) => open !== undefined)
  if (!daysOfWeek.some(isOpenOn) && !hasOpenDates)
    addProblem(
      ['hours', hours.open === undefined ? 'open' : 'closed'],
      hours.open === undefined ? 'is missing: no day has times.' : 'names every day: the exhibit never opens.',
    )
  validateDates(hours.dates, addProblem, addNote)
}

function validateDates(
  dates: NonNullable<ExhibitConfig['hours']>['dates'],
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  const named = new Set<number>()
  for (const [i, { date, from, to, ...times }] of dates.entries()) {
    const field = ['hours', 'dates', i]
    validateTimes(times, field, addProblem, addNote)
    const [first, last] = [parseDay(from ?? date ?? ''), parseDay(to ?? date ?? '')]
    if (date !== undefined && (from !== undefined || to !== undefined))
      addProblem(field, 'has “date” and “from” or “to”; give one date, or both ends.')
    else if (Number.isNaN(first + last)) addProblem(field, 'has no date: give “date”, or “from” and “to”.')
    else if (last < first) addProblem([...field, 'to'], `is before “from”, ${from}.`)
    else if (last - first > MAX_RANGE_DAYS) addProblem([...field, 'to'], 'is more than two years after “from”.')
    else {
      const days = Array.from({ length: last - first + 1 }, (_, day) => first + day)
      if (days.every((day) => named.has(day))) addNote(field, 'never holds: entries before it name all its dates.')
      for (const day of days) named.add(day)
    }
  }
}

/** Of volumes and their times. */
export function validateVolume(
  { cap, attract, quiet, hours: times }: ExhibitConfig['volume'],
  hours: ExhibitConfig['hours'],
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  if (attract > cap) addProblem(['volume', 'attract'], `must not be more than “cap” (${cap}).`)
  const openSpans = hours ? listOpenSpans(hours) : []
  const validateSpan = (span: { from: string; to: string }, field: FieldPath) => {
    if (isEmptyTimeSpan(span.from, span.to)) addProblem(field, `begins and ends at ${span.from}.`)
    else if (openSpans.length > 0 && !openSpans.some((open) => doTimeSpansOverlap(open, span)))
      addNote(field, 'is outside the opening hours.')
  }
  for (const [i, span] of quiet.entries()) validateSpan(span, ['volume', 'quiet', i])
  for (const [i, time] of times.entries()) {
    const field = ['volume', 'hours', i]
    validateSpan(time, field)
    if (time.cap === undefined && time.attract === undefined)
      addProblem(field, 'changes nothing: give “cap”, “attract” or both.')
    const capThen = time.cap ?? cap
    if (time.attract !== undefined && time.attract > capThen)
      addProblem([...field, 'attract'], `must not be more than “cap” (${capThen}).`)
  }
}

const listOpenSpans = ({ open, close, days, dates }: NonNullable<ExhibitConfig['hours']>) =>
  [{ open, close }, ...Object.values(days), ...dates].flatMap(({ open: from, close: to }) =>
    from !== undefined && to !== undefined && !isEmptyTimeSpan(from, to) ? [{ from, to }] : [],
  )
