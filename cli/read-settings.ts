import * as v from 'valibot'
import { defaultSettings, SettingsSchema, type SongSettings } from '../audio/song/song.ts'
import { OperatorError } from '../server/operator-error.ts'

type SettingKey = keyof SongSettings

const { slicing, minChunk, preset, engine, perplexity } = SettingsSchema.entries
const [, lowestMinChunk, highestMinChunk] = minChunk.wrapped.pipe
const [, lowestPerplexity, highestPerplexity] = perplexity.pipe

/** Every setting's option, what it means, and which values it takes. */
const settingSpecs: Record<SettingKey, { option: string; meaning: string; values: string }> = {
  slicing: { option: 'slicing', meaning: 'where the song is cut', values: formatChoices(slicing.options) },
  minChunk: {
    option: 'min-chunk',
    meaning: 'seconds; shorter chunks are joined to a neighbor',
    values: formatRange(lowestMinChunk.requirement, highestMinChunk.requirement),
  },
  preset: { option: 'preset', meaning: 'which numbers describe a chunk', values: formatChoices(preset.options) },
  engine: { option: 'engine', meaning: 'what lets like float to like', values: formatChoices(engine.options) },
  perplexity: {
    option: 'perplexity',
    meaning: 'how many neighbors a chunk has',
    values: formatRange(lowestPerplexity.requirement, highestPerplexity.requirement),
  },
}
const settingKeys = Object.keys(settingSpecs) as SettingKey[]

/** For parseArgs. */
export const settingOptions = Object.fromEntries(
  Object.values(settingSpecs).map(({ option }) => [option, { type: 'string' as const }]),
)

/** For the usage in one line. */
export const settingUsage = Object.values(settingSpecs)
  .map(({ option }) => `[--${option} …]`)
  .join(' ')

/** A line a setting. */
export const settingHelp = settingKeys
  .map((key) => {
    const { option, meaning, values } = settingSpecs[key]
    return `  --${option.padEnd(12)}${meaning}: ${values} (${defaultSettings[key]})`
  })
  .join('\n')

/**
 * The settings of a command line; what it does not say is as by default.
 * @param values by option, as parseArgs gives them
 * @throws {OperatorError} one sentence naming the first option with a wrong value and the values it takes
 */
export function parseSettings(values: Record<string, unknown>): SongSettings {
  const given = settingKeys.flatMap((key) => {
    const text = values[settingSpecs[key].option]
    if (typeof text !== 'string') return []
    return [[key, typeof defaultSettings[key] === 'number' ? parseNumber(text) : text] as const]
  })
  const result = v.safeParse(SettingsSchema, { ...defaultSettings, ...Object.fromEntries(given) })
  if (result.success) return result.output
  const { option, values: allowed } = settingSpecs[v.getDotPath(result.issues[0]) as SettingKey]
  throw new OperatorError(`--${option} cannot be “${values[option]}”; choose ${allowed}.`)
}

const parseNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

function formatChoices(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function formatRange(least: number, most: number): string {
  return `a number from ${least} to ${most}`
}
