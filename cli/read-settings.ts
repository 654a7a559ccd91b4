import * as v from 'valibot'
import { SongError } from '../audio/errors.ts'
import { defaultSettings, SettingsSchema, type SongSettings } from '../audio/song/song.ts'

type Key = keyof SongSettings

const { slicing, minChunk, preset, engine, perplexity } = SettingsSchema.entries
const [, leastChunk, mostChunk] = minChunk.wrapped.pipe
const [, leastPerplexity, mostPerplexity] = perplexity.pipe

/** Every setting's option, what it means, and which values it takes. */
const settings: Record<Key, { option: string; meaning: string; values: string }> = {
  slicing: { option: 'slicing', meaning: 'where the song is cut', values: oneOf(slicing.options) },
  minChunk: {
    option: 'min-chunk',
    meaning: 'seconds; shorter chunks are joined to a neighbor',
    values: range(leastChunk.requirement, mostChunk.requirement),
  },
  preset: { option: 'preset', meaning: 'which numbers describe a chunk', values: oneOf(preset.options) },
  engine: { option: 'engine', meaning: 'what lets like float to like', values: oneOf(engine.options) },
  perplexity: {
    option: 'perplexity',
    meaning: 'how many neighbors a chunk has',
    values: range(leastPerplexity.requirement, mostPerplexity.requirement),
  },
}
const keys = Object.keys(settings) as Key[]

/** For parseArgs. */
export const settingOptions = Object.fromEntries(
  Object.values(settings).map(({ option }) => [option, { type: 'string' as const }]),
)

/** For the usage in one line. */
export const settingUsage = Object.values(settings)
  .map(({ option }) => `[--${option} …]`)
  .join(' ')

/** A line a setting. */
export const settingHelp = keys
  .map((key) => {
    const { option, meaning, values } = settings[key]
    return `  --${option.padEnd(12)}${meaning}: ${values} (${defaultSettings[key]})`
  })
  .join('\n')

/**
 * The settings of a command line; what it does not say is as by default.
 * @param values by option, as parseArgs gives them
 * @throws {SongError} one sentence naming the first option with a wrong value and the values it takes
 */
export function readSettings(values: Record<string, unknown>): SongSettings {
  const given = keys.flatMap((key) => {
    const text = values[settings[key].option]
    if (typeof text !== 'string') return []
    return [[key, typeof defaultSettings[key] === 'number' ? readNumber(text) : text] as const]
  })
  const result = v.safeParse(SettingsSchema, { ...defaultSettings, ...Object.fromEntries(given) })
  if (result.success) return result.output
  const { option, values: allowed } = settings[v.getDotPath(result.issues[0]) as Key]
  throw new SongError(`--${option} cannot be “${values[option]}”; choose ${allowed}.`)
}

const readNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

function oneOf(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function range(least: number, most: number): string {
  return `a number from ${least} to ${most}`
}
