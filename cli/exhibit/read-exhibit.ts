import type { Node } from 'jsonc-parser'
import * as v from 'valibot'
import { type ExhibitConfig, ExhibitConfigSchema } from '../../protocol/exhibit-config.ts'
import { type FieldPath, formatProblem, type Problem, parseExhibitText, readExhibitText } from './exhibit-text.ts'
import { suggestName } from './phrasing.ts'
import { validateExhibit } from './validate-exhibit.ts'

/** A song as it is named, whatever is wrong with the rest. */
export type SongEntry = { index: number; file: string }

/**
 * What a curator has written. `exhibit` is null where something is wrong; `problems` are all that is, a sentence each;
 * `notes` are what may be meant otherwise; `say` puts the line and the place before a sentence.
 */
export type ParsedExhibit = {
  exhibit: ExhibitConfig | null
  problems: string[]
  notes: string[]
  songs: SongEntry[]
  pinHash: string | undefined
  formatProblem: (problem: Problem) => string
}

/**
 * Reads and checks an exhibit.json, but not yet the songs it names.
 * @throws {OperatorError} one sentence where there is none that could be read
 */
export async function readExhibit(folder: string): Promise<ParsedExhibit> {
  const { path, text } = await readExhibitText(folder)
  const parsed = parseExhibitText(path, text)
  if ('problems' in parsed)
    return { exhibit: null, problems: parsed.problems, notes: [], songs: [], pinHash: undefined, formatProblem: String }
  const { read } = parsed
  const say = (problem: Problem) => formatProblem(read, problem)
  const result = v.safeParse(ExhibitConfigSchema, read.value)
  const wrong = (result.issues ?? []).filter((issue) => !isUnknownField(issue)).map(toProblem)
  const names = findUnknownFields(ExhibitConfigSchema, read.tree)
  const { problems, notes } = validateExhibit(read.value)
  const all = [...names, ...wrong, ...problems]
  return {
    exhibit: result.success && all.length === 0 ? result.output : null,
    problems: all.map(say),
    notes: notes.map(say),
    songs: listSongEntries(read.value),
    pinHash: readPinHash(read.value),
    formatProblem: say,
  }
}

/** Only the first of an object is an issue of its own; all are found by unknownFields. */
const isUnknownField = (issue: v.BaseIssue<unknown>) => issue.type === 'strict_object' && issue.expected === 'never'

const TYPE_SENTENCES: Record<string, string> = {
  strict_object: 'must be an object in { }.',
  array: 'must be a list in [ ].',
}

function toProblem(issue: v.BaseIssue<unknown>): Problem {
  const place: FieldPath = (issue.path ?? []).map(({ key }) => key as string | number)
  if (issue.received === 'undefined') return { field: place, sentence: 'is missing.' }
  const own = !issue.message.startsWith('Invalid')
  return { field: place, sentence: own ? issue.message : (TYPE_SENTENCES[issue.type] ?? 'is not what it should be.') }
}

/** What all schemas of valibot have in common, as far as it is walked here. */
type SchemaShape = { entries?: Record<string, SchemaShape>; item?: SchemaShape; wrapped?: SchemaShape }

/** Fields that no schema knows, and those that are there twice. */
function findUnknownFields(schema: unknown, node: Node, place: FieldPath = []): Problem[] {
  const { entries, item, wrapped } = schema as SchemaShape
  if (wrapped) return findUnknownFields(wrapped, node, place)
  if (item && node.type === 'array')
    return (node.children ?? []).flatMap((child, i) => findUnknownFields(item, child, [...place, i]))
  if (!entries || node.type !== 'object') return []
  const seen = new Set<string>()
  return (node.children ?? []).flatMap(({ children = [] }) => {
    const [name, value] = [String(children[0]?.value), children[1]]
    const here = [...place, name]
    if (seen.has(name)) return [{ field: here, sentence: 'is there twice.' }]
    seen.add(name)
    const inner = Object.hasOwn(entries, name) ? entries[name] : undefined
    if (!inner) return [{ field: here, sentence: `is not known${suggestName(name, Object.keys(entries))}` }]
    return value ? findUnknownFields(inner, value, here) : []
  })
}

function listSongEntries(value: unknown): SongEntry[] {
  const songs: unknown = (value as { songs?: unknown } | null)?.songs
  if (!Array.isArray(songs)) return []
  return songs.slice(0, 100).flatMap((song: { file?: unknown } | null, index) => {
    const file = typeof song?.file === 'string' ? song.file.trim() : ''
    return file === '' ? [] : [{ index, file }]
  })
}

/** Also of an exhibit in which something else is wrong. */
function readPinHash(value: unknown): string | undefined {
  const staff = v.safeParse(ExhibitConfigSchema.entries.staff, (value as { staff?: unknown } | null)?.staff)
  return staff.success ? staff.output.pinHash : undefined
}
