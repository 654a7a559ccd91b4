import type { Visit } from '../../protocol/visit.ts'

export const VISIT_PREFIX = 'visit!'

/** Checks only the form: the schema was applied on arrival, and a million visits must be read fast. */
export function parseVisit(text: string | undefined): Visit | null {
  try {
    const visit = JSON.parse(text ?? 'null')
    return typeof visit?.length === 'number' && Array.isArray(visit.songs) ? visit : null
  } catch {
    return null
  }
}
