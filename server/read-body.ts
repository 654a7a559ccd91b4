import * as v from 'valibot'
import { Refusal } from './origin-check.ts'

/**
 * What a page has sent, as it must be.
 * @throws {Refusal} 400, naming the first thing that is wrong
 */
export function readBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const read = v.safeParse(schema, body)
  if (read.success) return read.output
  throw new Refusal(400, wrongIn(read.issues[0]))
}

export function wrongIn(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue)
  return `That is not understood${where ? `: “${where.slice(0, 100)}” is wrong.` : '.'}`
}
