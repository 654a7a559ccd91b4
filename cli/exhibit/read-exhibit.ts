import type { Node } from 'jsonc-parser'
import * as v from 'valibot'
import { type ExhibitConfig, ExhibitConfigSchema } from '../../protocol/curator-config.ts'
import { type FieldPath, formatProblem, type Problem, parseExhibitText, readExhibitText } from './exhibit-text.ts'
import { suggestName } from './phrasing.ts'
import { validateExhibit } from './validate-exhibit.ts'

/** An entry of `songs` with a file name, whatever else is invalid. */
export type SongEntry = { index: number; file: string }

/**
 * A parsed exhibit.json: `exhibit` is null if there are problems, `problems` and `notes` are printed sentences, and
 * `formatProblem` prints another problem with its line.
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
 * Reads and validates an exhibit.json, but not the songs it names.
 * @throws {OperatorError} one sentence if the file cannot be read
 */
export async function readExhibit(folder: string): Promise<ParsedExhibit> {
  const { path, text } = await readExhibitText(folder)
  const parsed = parseExhibitText(path, text)
  if ('problems' in parsed)
    return { exhibit: null, problems: parsed.problems, notes: [], songs: [], pinHash: undefined, formatProblem: String }
  const { exhibitText } = parsed
  const { value, tree } = exhibitText
  const format = (problem: Problem) => formatProblem(exhibitText, problem)
  const result = v.safeParse(ExhibitConfigSchema, value)
  const invalidFields = (result.issues ?? []).filter((issue) => !isUnknownField(issue)).map(toProblem)
  const unknownFields = findUnknownFields(ExhibitConfigSchema, tree)
  const { problems, notes } = validateExhibit(value)
  const allProblems = [...unknownFields, ...invalidFields, ...problems]
  return {
    exhibit: result.success && allProblems.length === 0 ? result.output : null,
    problems: allProblems.map(format),
    notes: notes.map(format),
    songs: listSongEntries(value),
    pinHash: readPinHash(value),
    formatProblem: format,
  }
}

/** valibot reports only the first unknown field of an object; findUnknownFields finds all. */
const isUnknownField = (issue: v.BaseIssue<unknown>) => issue.type === 'strict_object' && issue.expected === 'never'

const TYPE_SENTENCES: Record<string, string> = {
  strict_object: 'must be an object in { }.',
  array: 'must be a list in [ ].',
}

function toProblem(issue: v.BaseIssue<unknown>): Problem {
  const field: FieldPath = (issue.path ?? []).map(({ key }) => key as string | number)
  if (issue.received === 'undefined') return { field, sentence: 'is missing.' }
  const isDefaultMessage = issue.message.startsWith('Invalid')
  return { field, sentence: isDefaultMessage ? (TYPE_SENTENCES[issue.type] ?? 'is invalid.') : issue.message }
}

/** The properties of valibot's schemas that lead to nested schemas. */
type SchemaShape = { entries?: Record<string, SchemaShape>; item?: SchemaShape; wrapped?: SchemaShape }

/** Fields that the schema does not have, and fields that occur twice in one object. */
function findUnknownFields(schema: unknown, node: Node, field: FieldPath = []): Problem[] {
  const { entries, item, wrapped } = schema as SchemaShape
  if (wrapped) return findUnknownFields(wrapped, node, field)
  if (item && node.type === 'array')
    return (node.children ?? []).flatMap((child, i) => findUnknownFields(item, child, [...field, i]))
  if (!entries || node.type !== 'object') return []
  const seen = new Set<string>()
  return (node.children ?? []).flatMap(({ children = [] }) => {
    const [name, value] = [String(children[0]?.value), children[1]]
    const property = [...field, name]
    if (seen.has(name)) return [{ field: property, sentence: 'is there twice.' }]
    seen.add(name)
    const nested = Object.hasOwn(entries, name) ? entries[name] : undefined
    if (!nested) return [{ field: property, sentence: `is not known${suggestName(name, Object.keys(entries))}` }]
    return value ? findUnknownFields(nested, value, property) : []
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

/** The hash is read even if other fields are invalid. */
function readPinHash(value: unknown): string | undefined {
  const staff = v.safeParse(ExhibitConfigSchema.entries.staff, (value as { staff?: unknown } | null)?.staff)
  return staff.success ? staff.output.pinHash : undefined
}
