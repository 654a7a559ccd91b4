import * as v from 'valibot'
import type { Counts } from '../../../protocol/live-messages.ts'

/** What the server says to a PIN; `gone`: it cannot be reached, or there is none; `unset`: the exhibit has no PIN. */
export type Answer =
  | { kind: 'in' }
  | { kind: 'wrong'; left: number }
  | { kind: 'locked'; seconds: number }
  | { kind: 'gone' }
  | { kind: 'unset' }

/** Milliseconds. */
const PATIENCE = 5000
/** Seconds, where a server refuses without saying for how long. */
const A_WHILE = 60

const RefusedSchema = v.object({ left: v.number(), lockedFor: v.number() })

const number = v.optional(v.number(), 0)
const HealthSchema = v.object({
  version: v.optional(v.string(), ''),
  uptime: number,
  reasons: v.optional(v.array(v.string()), []),
  clients: v.array(
    v.object({
      device: v.string(),
      role: v.optional(v.string(), 'piece'),
      scene: v.optional(v.string(), ''),
      song: v.optional(v.nullable(v.string()), null),
      fps: number,
      faults: v.optional(v.record(v.string(), v.number()), {}),
      /** Seconds ago. */
      lastHeartbeat: v.number(),
    }),
  ),
})
export type Health = v.InferOutput<typeof HealthSchema>

const CountsSchema = v.object({
  visits: v.number(),
  length: v.number(),
  songs: v.record(
    v.string(),
    v.object({ visits: v.number(), seconds: v.number(), touched: v.array(v.tuple([v.number(), v.number()])) }),
  ),
  modes: v.object({ ride: v.number(), walk: v.number(), roam: v.number() }),
  languages: v.record(v.string(), v.number()),
  hours: v.array(v.object({ hour: v.string(), visits: v.number() })),
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, document.baseURI), { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...init })

/** Null where the server is gone, or answers something else. */
async function read<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | null> {
  const response = await ask(path).catch(() => null)
  const found = v.safeParse(schema, await response?.json().catch(() => null))
  return found.success ? found.output : null
}

export async function enter(pin: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const response = await ask('api/staff/enter', { method: 'POST', headers, body: JSON.stringify({ pin }) }).catch(
    () => null,
  )
  if (response?.status === 204) return { kind: 'in' }
  if (response?.status === 410) return { kind: 'unset' }
  if (response?.status !== 401 && response?.status !== 429) return { kind: 'gone' }
  const refused = v.safeParse(RefusedSchema, await response.json().catch(() => null))
  const { left, lockedFor } = refused.success ? refused.output : { left: 0, lockedFor: A_WHILE }
  return response.status === 401 && left > 0 ? { kind: 'wrong', left } : { kind: 'locked', seconds: lockedFor }
}

/** Also while the page is being closed. */
export const leave = (): Promise<unknown> =>
  ask('api/staff/leave', { method: 'POST', keepalive: true }).catch(() => null)

export const readCounts = (): Promise<Counts | null> => read('api/counts', CountsSchema)
export const readHealth = (): Promise<Health | null> => read('health', HealthSchema)

export async function readTable(): Promise<Blob | null> {
  const response = await ask('api/visits.csv').catch(() => null)
  return response?.ok && response.headers.get('content-type')?.startsWith('text/csv') ? response.blob() : null
}
