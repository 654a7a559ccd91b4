import * as v from 'valibot'
import { daysOfWeek, type ExhibitConfig, ExhibitConfigSchema } from '../../protocol/exhibit-config.ts'
import { isPinHash } from '../../server/pin-hash.ts'
import { supportedLanguages } from './available-languages.ts'
import type { FieldPath, Problem } from './exhibit-text.ts'
import { quote } from './phrasing.ts'

const MINUTES_OF_DAY = Array.from({ length: 24 * 60 }, (_, minute) => minute)

/** Minutes since midnight. */
const parseMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether a minute is in a span, which may go on over midnight. */
const isWithin = (minute: number, from: string, to: string): boolean => {
  const [start, end] = [parseMinutes(from), parseMinutes(to)]
  return start < end ? minute >= start && minute < end : minute >= start || minute < end
}

/**
 * What is well written and still cannot be meant. Each part is looked at where it can be read, so that nobody has to mend
 * one thing to be told of the next.
 * @returns `problems` must be mended; `notes` may be meant
 */
export function validateExhibit(value: unknown): { problems: Problem[]; notes: Problem[] } {
  const problems: Problem[] = []
  const notes: Problem[] = []
  const wrong = (place: FieldPath, sentence: string) => problems.push({ field: place, sentence })
  const odd = (place: FieldPath, sentence: string) => notes.push({ field: place, sentence })
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const read = <K extends keyof ExhibitConfig>(name: K): ExhibitConfig[K] | undefined => {
    const result = v.safeParse(ExhibitConfigSchema.entries[name], given[name])
    return result.success ? (result.output as ExhibitConfig[K]) : undefined
  }

  const title = read('title')
  const wanted = read('languages')
  wanted?.forEach((language, i) => {
    if (wanted.indexOf(language) < i) wrong(['languages', i], `${quote(language)} is there twice.`)
    if (!supportedLanguages.includes(language))
      wrong(['languages', i], `is no language of songwalk; it speaks ${supportedLanguages.join(', ')}.`)
  })
  const languages = wanted && wanted.length > 0 ? wanted : supportedLanguages
  if (typeof title === 'object') {
    const [first, ...others] = languages
    const missing = others.filter((language) => !title[language])
    if (first && !title[first]) wrong(['title'], `has no ${quote(first)}, the language the piece rests in.`)
    else if (missing.length > 0)
      odd(['title'], `is missing in ${missing.join(', ')}; there it is shown in ${quote(first ?? '')}.`)
    for (const language of Object.keys(title))
      if (!languages.some((one) => one === language)) odd(['title', language], 'is not among “languages”.')
  }

  const timings = read('timings')
  if (timings && timings.visit > 0) {
    const { visit, intro, ending, reminder, countdown } = timings
    if (visit <= intro + ending)
      wrong(
        ['timings', 'visit'],
        'must be longer than “intro” and “ending” together, or there is nothing between them.',
      )
    else if (visit <= reminder + countdown)
      odd(['timings', 'visit'], 'is shorter than “reminder” and “countdown” together: nobody is ever reminded.')
  }

  const volume = read('volume')
  if (volume && volume.attract > volume.cap)
    wrong(['volume', 'attract'], `must not be more than “cap” (${volume.cap}).`)
  const hours = read('hours')
  const sane = !hours || validateHours(hours, wrong, odd)
  for (const [i, { from, to }] of (volume?.quiet ?? []).entries()) {
    const place = ['volume', 'quiet', i]
    if (from === to) wrong(place, `begins and ends at ${from}.`)
    else if (
      hours &&
      sane &&
      !MINUTES_OF_DAY.some((m) => isWithin(m, hours.open, hours.close) && isWithin(m, from, to))
    )
      odd(place, 'is outside the opening hours, when it is closed.')
  }

  const staff = read('staff')
  if (staff && !isPinHash(staff.pinHash))
    wrong(['staff', 'pinHash'], 'is broken; write it anew with “npm run exhibit -- pin”.')
  if (!('staff' in given)) odd([], 'there is no PIN for the staff; “npm run exhibit -- pin” makes one.')
  return { problems, notes }
}

type ProblemCollector = (place: FieldPath, sentence: string) => void

function validateHours(
  { open, close, closed }: NonNullable<ExhibitConfig['hours']>,
  wrong: ProblemCollector,
  odd: ProblemCollector,
): boolean {
  if (open === close) {
    wrong(['hours', 'close'], `opens and closes at ${open}; leave “hours” out to be always open.`)
    return false
  }
  if (parseMinutes(close) < parseMinutes(open)) odd(['hours', 'close'], `is before “open”: it closes on the next day.`)
  if (daysOfWeek.every((day) => closed.includes(day))) wrong(['hours', 'closed'], 'names every day: it never opens.')
  return true
}
