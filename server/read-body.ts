import * as v from 'valibot'
import { HttpError } from './origin-check.ts'

/**
 * What a page has sent, as it must be.
 * @throws {HttpError} 400, naming the first thing that is wrong
 */
export function parseBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const read = v.safeParse(schema, body)
  if (read.success) return read.output
  throw new HttpError(400, describeIssue(read.issues[0]))
}

export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue)
  return `That is not understood${where ? `: “${where.slice(0, 100)}” is wrong.` : '.'}`
}
