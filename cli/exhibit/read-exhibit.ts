import type { Node } from 'jsonc-parser'
import * as v from 'valibot'
import { type Exhibit, ExhibitSchema } from '../../protocol/exhibit-config.ts'
import { openExhibit, type Place, type Problem, parseExhibitText, sayWhere } from './exhibit-text.ts'
import { didYouMean } from './phrasing.ts'
import { makesSense } from './validate-exhibit.ts'

/** A song as it is named, whatever is wrong with the rest. */
export type NamedSong = { index: number; file: string }

/**
 * What a curator has written. `exhibit` is null where something is wrong; `problems` are all that is, a sentence each;
 * `notes` are what may be meant otherwise; `say` puts the line and the place before a sentence.
 */
export type ReadExhibit = {
  exhibit: Exhibit | null
  problems: string[]
  notes: string[]
  songs: NamedSong[]
  pinHash: string | undefined
  say: (problem: Problem) => string
}

/**
 * Reads and checks an exhibit.json, but not yet the songs it names.
 * @throws {SongError} one sentence where there is none that could be read
 */
export async function readExhibit(folder: string): Promise<ReadExhibit> {
  const { path, text } = await openExhibit(folder)
  const parsed = parseExhibitText(path, text)
  if ('problems' in parsed)
    return { exhibit: null, problems: parsed.problems, notes: [], songs: [], pinHash: undefined, say: String }
  const { read } = parsed
  const say = (problem: Problem) => sayWhere(read, problem)
  const result = v.safeParse(ExhibitSchema, read.value)
  const wrong = (result.issues ?? []).filter((issue) => !isUnknownField(issue)).map(describe)
  const names = unknownFields(ExhibitSchema, read.tree)
  const { problems, notes } = makesSense(read.value)
  const all = [...names, ...wrong, ...problems]
  return {
    exhibit: result.success && all.length === 0 ? result.output : null,
    problems: all.map(say),
    notes: notes.map(say),
    songs: namedSongs(read.value),
    pinHash: pinHashOf(read.value),
    say,
  }
}

/** Only the first of an object is an issue of its own; all are found by unknownFields. */
const isUnknownField = (issue: v.BaseIssue<unknown>) => issue.type === 'strict_object' && issue.expected === 'never'

const kinds: Record<string, string> = { strict_object: 'must be an object in { }.', array: 'must be a list in [ ].' }

function describe(issue: v.BaseIssue<unknown>): Problem {
  const place: Place = (issue.path ?? []).map(({ key }) => key as string | number)
  if (issue.received === 'undefined') return { place, sentence: 'is missing.' }
  const own = !issue.message.startsWith('Invalid')
  return { place, sentence: own ? issue.message : (kinds[issue.type] ?? 'is not what it should be.') }
}

/** What all schemas of valibot have in common, as far as it is walked here. */
type Shape = { entries?: Record<string, Shape>; item?: Shape; wrapped?: Shape }

/** Fields that no schema knows, and those that are there twice. */
function unknownFields(schema: unknown, node: Node, place: Place = []): Problem[] {
  const { entries, item, wrapped } = schema as Shape
  if (wrapped) return unknownFields(wrapped, node, place)
  if (item && node.type === 'array')
    return (node.children ?? []).flatMap((child, i) => unknownFields(item, child, [...place, i]))
  if (!entries || node.type !== 'object') return []
  const seen = new Set<string>()
  return (node.children ?? []).flatMap(({ children = [] }) => {
    const [name, value] = [String(children[0]?.value), children[1]]
    const here = [...place, name]
    if (seen.has(name)) return [{ place: here, sentence: 'is there twice.' }]
    seen.add(name)
    const inner = Object.hasOwn(entries, name) ? entries[name] : undefined
    if (!inner) return [{ place: here, sentence: `is not known${didYouMean(name, Object.keys(entries))}` }]
    return value ? unknownFields(inner, value, here) : []
  })
}

function namedSongs(value: unknown): NamedSong[] {
  const songs: unknown = (value as { songs?: unknown } | null)?.songs
  if (!Array.isArray(songs)) return []
  return songs.slice(0, 100).flatMap((song: { file?: unknown } | null, index) => {
    const file = typeof song?.file === 'string' ? song.file.trim() : ''
    return file === '' ? [] : [{ index, file }]
  })
}

/** Also of an exhibit in which something else is wrong. */
function pinHashOf(value: unknown): string | undefined {
  const staff = v.safeParse(ExhibitSchema.entries.staff, (value as { staff?: unknown } | null)?.staff)
  return staff.success ? staff.output.pinHash : undefined
}
