import * as v from 'valibot'
import { HttpError } from './http-error.ts'

/**
 * Parses the body of a request.
 * @throws {HttpError} 400, naming the first invalid field
 */
export function parseBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  throw new HttpError(400, describeIssue(result.issues[0]))
}

export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue)
  return field ? `The request is invalid: see “${field.slice(0, 100)}”.` : 'The request is invalid.'
}
