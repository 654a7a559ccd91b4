import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { EXHIBIT_FILE_NAME } from '../../protocol/exhibit-config.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { formatOrdinal, quote, removeControlCharacters } from './phrasing.ts'

const MAX_EXHIBIT_BYTES = 2 ** 20

/** exhibit.json as text, as syntax tree with positions, and as value. */
export type ExhibitText = { path: string; text: string; tree: Node; value: unknown }
export type FieldPath = readonly (string | number)[]
export type Problem = { field: FieldPath; sentence: string }
export type ProblemCollector = (field: FieldPath, sentence: string) => void

const JSON_ERROR_SENTENCES: Record<string, string> = {
  InvalidSymbol: 'a text is not in quotes.',
  InvalidNumberFormat: 'a number is not valid JSON.',
  PropertyNameExpected: 'a name in quotes is missing; is there an extra comma?',
  ValueExpected: 'a value is missing; is there an extra comma?',
  ColonExpected: 'a colon is missing before this.',
  CommaExpected: 'a comma is missing before this.',
  CloseBraceExpected: 'a } is missing.',
  CloseBracketExpected: 'a ] is missing.',
  EndOfFileExpected: 'there is something after the last }.',
  InvalidCommentToken: 'comments are not allowed in JSON.',
  UnexpectedEndOfComment: 'comments are not allowed in JSON.',
  UnexpectedEndOfString: 'a closing quote is missing.',
  UnexpectedEndOfNumber: 'a number is incomplete.',
  InvalidUnicode: 'a \\u must be followed by four digits.',
  InvalidEscapeCharacter: 'a backslash must be written twice.',
  InvalidCharacter: 'a character is not allowed here.',
}

/**
 * Reads the exhibit.json of a folder.
 * @throws {OperatorError} one sentence: it does not exist, cannot be read, or is not UTF-8
 */
export async function readExhibitText(folder: string): Promise<{ path: string; text: string }> {
  const givenPath = join(folder, EXHIBIT_FILE_NAME)
  const folderStats = await stat(folder).catch(() => null)
  if (!folderStats) throw new OperatorError(`There is no folder “${folder}”; give the folder of the exhibit.`)
  if (!folderStats.isDirectory()) throw new OperatorError(`“${folder}” is a file; give the folder of the exhibit.`)
  const fileStats = await stat(givenPath).catch(() => null)
  if (!fileStats?.isFile())
    throw new OperatorError(`There is no ${EXHIBIT_FILE_NAME} in “${folder}”; docs/museum.md shows how to write one.`)
  if (fileStats.size > MAX_EXHIBIT_BYTES)
    throw new OperatorError(`“${givenPath}” is larger than 1 MB; is it the right file?`)
  // A link is resolved, so that writing a PIN does not replace it.
  const path = await realpath(givenPath)
  const bytes = await readFile(path).catch(() => {
    throw new OperatorError(`“${givenPath}” cannot be read; change its permissions.`)
  })
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw new OperatorError(`“${givenPath}” is not in UTF-8; save it again in that encoding.`)
  }
}

/** @returns the parsed text, or the problems of its JSON, a sentence each */
export function parseExhibitText(path: string, text: string): { exhibitText: ExhibitText } | { problems: string[] } {
  const errors: ParseError[] = []
  let tree: Node | undefined
  try {
    tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch {
    return { problems: [`${EXHIBIT_FILE_NAME}: brackets are nested too deeply.`] }
  }
  if (!tree) {
    const problem = text.trim() === '' ? 'is empty.' : 'is not JSON: it must begin with a { and end with a }.'
    return { problems: [`${EXHIBIT_FILE_NAME} ${problem}`] }
  }
  // Further errors in a line mostly have the same cause.
  const lines = new Map<number, string>()
  for (const { error, offset } of errors) {
    const line = findLineNumber(text, offset)
    if (!lines.has(line)) lines.set(line, JSON_ERROR_SENTENCES[printParseErrorCode(error)] ?? 'this is not valid JSON.')
  }
  if (lines.size > 0)
    return {
      problems: [...lines].slice(0, 5).map(([line, sentence]) => `${EXHIBIT_FILE_NAME}, line ${line}: ${sentence}`),
    }
  if (tree.type !== 'object') return { problems: [`${EXHIBIT_FILE_NAME} must be an object in { }.`] }
  return { exhibitText: { path, text, tree, value: getNodeValue(tree) } }
}

/** A problem with its line and field. */
export function formatProblem({ text, tree }: ExhibitText, { field, sentence }: Problem): string {
  const line = findLineNumber(text, findOffset(tree, field))
  const parts = [`${EXHIBIT_FILE_NAME}, line ${line}`, ...(field.length > 0 ? [formatFieldPath(field)] : []), sentence]
  return removeControlCharacters(parts.join(': '))
}

/** For example: songs, 2nd, “file” */
const formatFieldPath = (field: FieldPath): string =>
  field
    .map((part, i) => {
      if (typeof part === 'number') return formatOrdinal(part + 1)
      return i === field.length - 1 ? quote(part) : part
    })
    .join(', ')

/** The position of a field; of a missing field, that of the object that should contain it. */
function findOffset(tree: Node, field: FieldPath): number {
  const node = findNodeAtLocation(tree, [...field])
  if (node) return node.parent?.type === 'property' ? node.parent.offset : node.offset
  return field.length === 0 ? tree.offset : findOffset(tree, field.slice(0, -1))
}

const findLineNumber = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
