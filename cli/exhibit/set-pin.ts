import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { applyEdits, findNodeAtLocation, modify, type Node } from 'jsonc-parser'
import * as v from 'valibot'
import { PinRequestSchema } from '../../protocol/pin-lockout.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { hashPin } from '../../server/pin-hash.ts'
import { writeFileAtomically } from '../write-file.ts'
import { parseExhibitText, readExhibitText } from './exhibit-text.ts'

/**
 * Keeps the hash of the staff's PIN in exhibit.json and leaves the rest of its text as it is.
 * @param given the PIN; without it, it is asked for
 * @returns the file that was written
 * @throws {OperatorError} one sentence: no PIN, or no exhibit.json that could take it
 */
export async function setPin(folder: string, given: string | undefined): Promise<string> {
  const { path, text } = await readExhibitText(folder)
  const parsed = parseExhibitText(path, text)
  if ('problems' in parsed) throw new OperatorError(parsed.problems.join('\n'))
  const pin = given ?? (await promptPin())
  if (!v.is(PinRequestSchema, { pin })) throw new OperatorError('A PIN has four to twelve digits, and nothing else.')
  await writeFileAtomically(path, insertPinHash(text, parsed.read.tree, await hashPin(pin)))
  return path
}

/** jsonc-parser replaces a value and nothing else; a new field it would write over its neighbor's formatting. */
function insertPinHash(text: string, tree: Node, hash: string): string {
  if (findNodeAtLocation(tree, ['staff'])) return applyEdits(text, modify(text, ['staff', 'pinHash'], hash, {}))
  const last = tree.children?.at(-1)
  const at = last ? last.offset + last.length : tree.offset + 1
  const line = /(\r?\n[ \t]*)"/.exec(text)?.[1] ?? ' '
  return `${text.slice(0, at)}${last ? ',' : ''}${line}"staff": { "pinHash": "${hash}" }${text.slice(at)}`
}

/** Twice at a terminal, which does not show it; once from a pipe. */
async function promptPin(): Promise<string> {
  if (!process.stdin.isTTY) return (await readLine()).trim()
  const pin = await promptHidden('New PIN (4 to 12 digits, not shown): ')
  if (pin !== (await promptHidden('Once more: ')))
    throw new OperatorError('The two were not the same; nothing was changed.')
  return pin
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [''])])) as [string]
  lines.close()
  return line
}

async function promptHidden(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_, __, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    const ended = once(lines, 'SIGINT').then(() => null)
    const answer = await Promise.race([once(lines, 'line'), ended, once(lines, 'close').then(() => null)])
    if (!answer) throw new OperatorError('No PIN was given; nothing was changed.')
    return String(answer[0]).trim()
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
