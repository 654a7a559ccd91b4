import type { wall } from './languages/en.json'

const texts = import.meta.glob<typeof wall>('./languages/*.json', { eager: true, import: 'wall', query: '?wall' })

type WallKey = 'wall.free' | 'wall.inUse' | 'wall.inUseMinutes'

/** A line for the second screen, in a language that songwalk has. */
export function formatWallText(language: string, key: WallKey, minutes: number | null): string {
  const all = texts[`./languages/${language}.json`] ?? texts['./languages/en.json']
  const text = all?.[key.slice('wall.'.length) as keyof typeof wall] ?? ''
  return text.replace('{{minutes}}', new Intl.NumberFormat(language).format(minutes ?? 0))
}

/** The requested languages that exist, or all. */
export function resolveWallLanguages(requested: readonly string[]): readonly string[] {
  const available = Object.keys(texts).map((path) => path.slice(path.lastIndexOf('/') + 1, -'.json'.length))
  const existing = requested.filter((language) => available.includes(language))
  return existing.length > 0 ? existing : ['en', ...available.filter((language) => language !== 'en')]
}
