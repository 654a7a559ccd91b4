import * as v from 'valibot'
import { type Counts, CountsSchema } from '../../../protocol/counts.ts'
import { type Health, HealthSchema } from '../../../protocol/health.ts'
import { PinRejectionSchema } from '../../../protocol/pin-lockout.ts'

/** `gone`: the server cannot be reached; `unset`: the exhibit has no PIN. */
export type PinReply =
  | { kind: 'in' }
  | { kind: 'wrong'; attemptsLeft: number }
  | { kind: 'locked'; seconds: number }
  | { kind: 'gone' }
  | { kind: 'unset' }

const REQUEST_TIMEOUT_MS = 5000
/** If the server rejects a PIN without a duration. */
const DEFAULT_LOCKOUT_S = 60

const fetchFromServer = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, document.baseURI), {
    cache: 'no-store',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...init,
  })

/** @returns null if the server cannot be reached or answers anything else */
async function fetchJson<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | null> {
  const response = await fetchFromServer(path).catch(() => null)
  const parsed = v.safeParse(schema, await response?.json().catch(() => null))
  return parsed.success ? parsed.output : null
}

export async function submitPin(pin: string): Promise<PinReply> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetchFromServer('api/staff/enter', {
    method: 'POST',
    headers,
    body: JSON.stringify({ pin }),
  }).catch(() => null)
  if (response?.status === 204) return { kind: 'in' }
  if (response?.status === 410) return { kind: 'unset' }
  if (response?.status !== 401 && response?.status !== 429) return { kind: 'gone' }
  const rejection = v.safeParse(PinRejectionSchema, await response.json().catch(() => null))
  const { left, lockedFor } = rejection.success ? rejection.output : { left: 0, lockedFor: DEFAULT_LOCKOUT_S }
  return response.status === 401 && left > 0
    ? { kind: 'wrong', attemptsLeft: left }
    : { kind: 'locked', seconds: lockedFor }
}

/** Also completes while the page is being closed. */
export const endStaffSession = (): Promise<unknown> =>
  fetchFromServer('api/staff/leave', { method: 'POST', keepalive: true }).catch(() => null)

export const fetchCounts = (): Promise<Counts | null> => fetchJson('api/counts', CountsSchema)
export const fetchHealth = (): Promise<Health | null> => fetchJson('health', HealthSchema)

export async function fetchVisitsCsv(): Promise<Blob | null> {
  const response = await fetchFromServer('api/visits.csv').catch(() => null)
  return response?.ok && response.headers.get('content-type')?.startsWith('text/csv') ? response.blob() : null
}
