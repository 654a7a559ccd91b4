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
import { formatOrdinal, quote } from './phrasing.ts'

const MAX_EXHIBIT_BYTES = 2 ** 20

/** What exhibit.json says, and where in the text it says it. */
export type ExhibitText = { path: string; text: string; tree: Node; value: unknown }
export type FieldPath = readonly (string | number)[]
export type Problem = { field: FieldPath; sentence: string }

const JSON_ERROR_SENTENCES: Record<string, string> = {
  InvalidSymbol: 'something is not in quotes, or not JSON.',
  InvalidNumberFormat: 'a number is not written as JSON wants it.',
  PropertyNameExpected: 'a name in quotes is missing; is there a comma too many?',
  ValueExpected: 'a value is missing; is there a comma too many?',
  ColonExpected: 'a colon is missing before this.',
  CommaExpected: 'a comma is missing before this.',
  CloseBraceExpected: 'a } is missing.',
  CloseBracketExpected: 'a ] is missing.',
  EndOfFileExpected: 'there is something after the last }.',
  InvalidCommentToken: 'JSON has no comments.',
  UnexpectedEndOfComment: 'JSON has no comments.',
  UnexpectedEndOfString: 'a closing quote is missing.',
  UnexpectedEndOfNumber: 'a number breaks off.',
  InvalidUnicode: 'a \\u must be followed by four digits.',
  InvalidEscapeCharacter: 'a backslash must be written twice.',
  InvalidCharacter: 'a character is not allowed here.',
}

/**
 * The text of a folder's exhibit.json.
 * @throws {OperatorError} one sentence: not there, not readable, not text
 */
export async function readExhibitText(folder: string): Promise<{ path: string; text: string }> {
  const at = join(folder, EXHIBIT_FILE_NAME)
  const found = await stat(folder).catch(() => null)
  if (!found) throw new OperatorError(`There is no folder “${folder}”; give that of the exhibit.`)
  if (!found.isDirectory()) throw new OperatorError(`“${folder}” is a file; give the folder of the exhibit.`)
  const file = await stat(at).catch(() => null)
  if (!file?.isFile())
    throw new OperatorError(`There is no ${EXHIBIT_FILE_NAME} in “${folder}”; docs/museum.md shows how to write one.`)
  if (file.size > MAX_EXHIBIT_BYTES) throw new OperatorError(`“${at}” is too long for an ${EXHIBIT_FILE_NAME}.`)
  // A link stays one when a PIN is written.
  const path = await realpath(at)
  const bytes = await readFile(path).catch(() => {
    throw new OperatorError(`“${at}” cannot be read; look at who may.`)
  })
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    throw new OperatorError(`“${at}” is not in UTF-8; save it once more in that encoding.`)
  }
}

/** @returns the value and its places, or what is wrong with its JSON, a sentence each */
export function parseExhibitText(path: string, text: string): { read: ExhibitText } | { problems: string[] } {
  const found: ParseError[] = []
  let tree: Node | undefined
  try {
    tree = parseTree(text, found, { disallowComments: true, allowTrailingComma: false })
  } catch {
    return { problems: [`${EXHIBIT_FILE_NAME}: there are too many brackets inside each other.`] }
  }
  if (!tree) return { problems: [`${EXHIBIT_FILE_NAME} is empty.`] }
  // What follows on the same line is mostly of the same cause.
  const lines = new Map<number, string>()
  for (const { error, offset } of found) {
    const line = findLineNumber(text, offset)
    if (!lines.has(line)) lines.set(line, JSON_ERROR_SENTENCES[printParseErrorCode(error)] ?? 'this is not JSON.')
  }
  if (lines.size > 0)
    return {
      problems: [...lines].slice(0, 5).map(([line, sentence]) => `${EXHIBIT_FILE_NAME}, line ${line}: ${sentence}`),
    }
  if (tree.type !== 'object') return { problems: [`${EXHIBIT_FILE_NAME} must be an object in { }.`] }
  return { read: { path, text, tree, value: getNodeValue(tree) } }
}

/** A problem with its line and its place, as it is printed. */
export function formatProblem({ text, tree }: ExhibitText, { field: place, sentence }: Problem): string {
  const line = findLineNumber(text, findOffset(tree, place))
  const words = [`${EXHIBIT_FILE_NAME}, line ${line}`, ...(place.length > 0 ? [formatFieldPath(place)] : []), sentence]
  return words.join(': ')
}

/** songs, 2nd, “file”. */
const formatFieldPath = (place: FieldPath): string =>
  place
    .map((part, i) => {
      if (typeof part === 'number') return formatOrdinal(part + 1)
      return i === place.length - 1 ? quote(part) : part
    })
    .join(', ')

/** Of what is missing: its container's. */
function findOffset(tree: Node, place: FieldPath): number {
  const node = findNodeAtLocation(tree, [...place])
  if (node) return node.parent?.type === 'property' ? node.parent.offset : node.offset
  return place.length === 0 ? tree.offset : findOffset(tree, place.slice(0, -1))
}

const findLineNumber = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
