import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { applyEdits, findNodeAtLocation, modify, type Node } from 'jsonc-parser'
import * as v from 'valibot'
import { OperatorError } from '../../server/operator-error.ts'
import { hashPin } from '../../server/pin-hash.ts'
import { writeOutputFile } from '../write-file.ts'
import { parseExhibitText, readExhibitText } from './exhibit-text.ts'

/** Shorter ones of earlier versions stay valid. */
const NewPinSchema = v.pipe(v.string(), v.regex(/^(?!(\d)\1+$)\d{6,12}$/))

/**
 * Writes the hash of the staff's PIN to exhibit.json, and leaves the rest of its text unchanged.
 * @param given the PIN; without it, the PIN is asked for
 * @returns the path of exhibit.json
 * @throws {OperatorError} one sentence: no valid PIN, or no readable exhibit.json
 */
export async function setPin(folder: string, given: string | undefined): Promise<string> {
  const { path, text } = await readExhibitText(folder)
  const parsed = parseExhibitText(path, text)
  if ('problems' in parsed) throw new OperatorError(parsed.problems.join('\n'))
  const pin = given ?? (await promptPin())
  if (!v.is(NewPinSchema, pin))
    throw new OperatorError('A PIN has 6 to 12 digits, not all alike, and no other characters; nothing was changed.')
  await writeOutputFile(path, [insertPinHash(text, parsed.exhibitText.tree, await hashPin(pin))])
  return path
}

/** A new field is inserted here, because jsonc-parser would reformat the text around it. */
function insertPinHash(text: string, tree: Node, hash: string): string {
  if (findNodeAtLocation(tree, ['staff'])) return applyEdits(text, modify(text, ['staff', 'pinHash'], hash, {}))
  const last = tree.children?.at(-1)
  const at = last ? last.offset + last.length : tree.offset + 1
  const line = /(\r?\n[ \t]*)"/.exec(text)?.[1] ?? ' '
  return `${text.slice(0, at)}${last ? ',' : ''}${line}"staff": { "pinHash": "${hash}" }${text.slice(at)}`
}

/** Asks twice and hides the input at a terminal; reads one line from a pipe. */
async function promptPin(): Promise<string> {
  if (!process.stdin.isTTY) return (await readLine()).trim()
  const pin = await promptHidden('New PIN (6 to 12 digits, not shown): ')
  if (pin !== (await promptHidden('Once more: '))) throw new OperatorError('The two PINs differ; nothing was changed.')
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
