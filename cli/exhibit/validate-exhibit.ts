import * as v from 'valibot'
import { MAX_GAP_DEGREES, measureGaps } from '../../audio/playback/speakers/pan-laws.ts'
import { type ExhibitConfig, ExhibitConfigSchema } from '../../protocol/curator-config.ts'
import { isLoopback } from '../../server/network.ts'
import { isPinHash } from '../../server/pin-hash.ts'
import { supportedLanguages } from './available-languages.ts'
import type { Problem, ProblemCollector } from './exhibit-text.ts'
import { quote } from './phrasing.ts'
import { validateHours, validateVolume } from './validate-hours.ts'

/** Controls are at the foot of the picture, and within reach up to 120 cm. */
const MAX_SCREEN_BOTTOM_CM = 100

/**
 * Finds contradictions that the schema cannot see. Each field is checked even if another one is invalid, so that one run
 * finds all problems.
 * @returns `problems` prevent a build; `notes` may be intended
 */
export function validateExhibit(value: unknown): { problems: Problem[]; notes: Problem[] } {
  const problems: Problem[] = []
  const notes: Problem[] = []
  const addProblem: ProblemCollector = (field, sentence) => problems.push({ field, sentence })
  const addNote: ProblemCollector = (field, sentence) => notes.push({ field, sentence })
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  /** The field, or undefined if it is left out or invalid. */
  const read = <K extends keyof ExhibitConfig>(name: K): ExhibitConfig[K] | undefined => {
    const result = v.safeParse(ExhibitConfigSchema.entries[name], fields[name])
    return result.success ? (result.output as ExhibitConfig[K]) : undefined
  }

  const configured = read('languages')
  if (configured) validateLanguages(configured, addProblem)
  const languages = configured && configured.length > 0 ? configured : supportedLanguages
  validateTitle(read('title'), languages, addProblem, addNote)
  const timings = read('timings')
  if (timings) validateTimings(timings, addProblem, addNote)
  const hours = read('hours')
  if (hours) validateHours(hours, addProblem, addNote)
  const volume = read('volume')
  if (volume) validateVolume(volume, hours, addProblem, addNote)
  const sound = read('sound')
  if (sound) validateSound(sound, addProblem)
  const control = read('control')
  if (control) validateControl(control, addProblem, addNote)
  const screen = read('screen')
  if (screen && screen.bottomCm > MAX_SCREEN_BOTTOM_CM)
    addNote(
      ['screen', 'bottomCm'],
      `is more than ${MAX_SCREEN_BOTTOM_CM}: a child, or a visitor in a wheelchair, cannot reach the controls.`,
    )
  const staff = read('staff')
  if (staff && !isPinHash(staff.pinHash))
    addProblem(['staff', 'pinHash'], 'is damaged; set the PIN again with “npm run exhibit -- pin”.')
  if (!('staff' in fields)) addNote([], 'there is no PIN for the staff; “npm run exhibit -- pin” sets one.')
  return { problems, notes }
}

function validateLanguages(languages: ExhibitConfig['languages'], addProblem: ProblemCollector): void {
  for (const [i, language] of languages.entries()) {
    if (languages.indexOf(language) < i) addProblem(['languages', i], `${quote(language)} is there twice.`)
    if (!supportedLanguages.includes(language))
      addProblem(['languages', i], `is not a language of songwalk; choose from ${supportedLanguages.join(', ')}.`)
  }
}

function validateTitle(
  title: ExhibitConfig['title'] | undefined,
  languages: readonly string[],
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  if (typeof title !== 'object') return
  const [first = '', ...others] = languages
  const missing = others.filter((language) => !title[language])
  if (!title[first]) addProblem(['title'], `has no ${quote(first)}, the language that is shown between visits.`)
  else if (missing.length > 0)
    addNote(['title'], `is missing in ${missing.join(', ')}; there it is shown in ${quote(first)}.`)
  for (const language of Object.keys(title))
    if (!languages.includes(language)) addNote(['title', language], 'is not among “languages”.')
}

function validateTimings(
  { visit, intro, ending, reminder, countdown }: ExhibitConfig['timings'],
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  if (visit === 0) return
  if (visit <= intro + ending)
    addProblem(
      ['timings', 'visit'],
      'must be longer than “intro” and “ending” together: no time is left for the visit.',
    )
  else if (visit <= reminder + countdown)
    addNote(['timings', 'visit'], 'is shorter than “reminder” and “countdown” together: the reminder is never shown.')
}

function validateSound({ output, speakers }: ExhibitConfig['sound'], addProblem: ProblemCollector): void {
  if (speakers.length === 0) {
    if (output === 'speakers') addProblem(['sound', 'speakers'], 'is missing: “output” is “speakers”.')
    return
  }
  for (const [i, { channel, direction }] of speakers.entries()) {
    const isTaken = speakers.slice(0, i).some((other) => other.channel === channel)
    if (isTaken) addProblem(['sound', 'speakers', i, 'channel'], `${channel} is there twice.`)
    const isBeside = speakers.slice(0, i).some((other) => (other.direction - direction) % 360 === 0)
    if (isBeside) addProblem(['sound', 'speakers', i, 'direction'], 'is that of another loudspeaker.')
  }
  const widest = Math.max(...measureGaps(speakers.map(({ direction }) => direction)))
  if (widest > MAX_GAP_DEGREES)
    addProblem(
      ['sound', 'speakers'],
      `leaves ${Math.round(widest)} degrees without a loudspeaker; at most ${MAX_GAP_DEGREES} can be filled by two.`,
    )
}

function validateControl(
  { oscIn, oscOut }: NonNullable<ExhibitConfig['control']>,
  addProblem: ProblemCollector,
  addNote: ProblemCollector,
): void {
  if (oscIn) {
    const { from, address } = oscIn
    if (from.length === 0) addProblem(['control', 'oscIn', 'from'], 'is empty: nobody may send.')
    else if (!isLoopback(address) && from.every((sender) => isLoopback(sender)))
      addNote(['control', 'oscIn', 'from'], 'lets only this computer send; name the addresses of the show control.')
    else if (isLoopback(address) && !from.some((sender) => isLoopback(sender)))
      addProblem(['control', 'oscIn', 'address'], `is ${address}, which only this computer reaches; give 0.0.0.0.`)
  }
  for (const [i, { address, port, send }] of oscOut.entries()) {
    if (send.length === 0) addProblem(['control', 'oscOut', i, 'send'], 'is empty: nothing is sent.')
    if (oscIn && oscIn.port === port && isLoopback(address))
      addProblem(['control', 'oscOut', i, 'port'], `${port} is that of “oscIn”: it would be told to itself.`)
  }
}
