import type { Command } from 'commander'
import * as v from 'valibot'
import { defaultSettings, SettingsSchema, type SongSettings } from '../audio/song/song.ts'
import { OperatorError } from '../server/operator-error.ts'

type SettingKey = keyof SongSettings
/** Texts from the command line, by setting. */
export type SettingTexts = Partial<Record<SettingKey, string>>

const { slicing, minChunk, preset, engine, perplexity } = SettingsSchema.entries
const [, lowestMinChunk, highestMinChunk] = minChunk.wrapped.pipe
const [, lowestPerplexity, highestPerplexity] = perplexity.pipe

/** The option of each setting, its meaning, and its values. */
const settingOptions: Record<SettingKey, { option: string; meaning: string; values: string }> = {
  slicing: { option: 'slicing', meaning: 'where the song is cut', values: formatChoices(slicing.options) },
  minChunk: {
    option: 'min-chunk',
    meaning: 'seconds; shorter chunks are joined to a neighbor',
    values: formatRange(lowestMinChunk.requirement, highestMinChunk.requirement),
  },
  preset: { option: 'preset', meaning: 'the features of a chunk', values: formatChoices(preset.options) },
  engine: { option: 'engine', meaning: 'the method of the embedding', values: formatChoices(engine.options) },
  perplexity: {
    option: 'perplexity',
    meaning: 'how many neighbors a chunk has in the embedding',
    values: formatRange(lowestPerplexity.requirement, highestPerplexity.requirement),
  },
}
export const settingKeys = Object.keys(settingOptions) as SettingKey[]

export function addSettingOptions(program: Command): void {
  for (const key of settingKeys) {
    const { option, meaning, values } = settingOptions[key]
    program.option(`--${option} <value>`, `${meaning}: ${values} (default: ${defaultSettings[key]})`)
  }
}

/**
 * Reads settings; those that are left out have their defaults.
 * @throws {OperatorError} one sentence with the first invalid option and its possible values
 */
export function parseSettings(texts: SettingTexts): SongSettings {
  const given = settingKeys.flatMap((key) => {
    const text = texts[key]
    if (text === undefined) return []
    return [[key, typeof defaultSettings[key] === 'number' ? parseNumber(text) : text] as const]
  })
  const result = v.safeParse(SettingsSchema, { ...defaultSettings, ...Object.fromEntries(given) })
  if (result.success) return result.output
  const key = v.getDotPath(result.issues[0]) as SettingKey
  const { option, values } = settingOptions[key]
  throw new OperatorError(`--${option} cannot be “${texts[key]}”; choose ${values}.`)
}

const parseNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

function formatChoices(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function formatRange(min: number, max: number): string {
  return `a number from ${min} to ${max}`
}
