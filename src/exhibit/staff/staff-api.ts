import * as v from 'valibot'
import { type Counts, CountsSchema } from '../../../protocol/counts.ts'
import { CommandAnswerSchema, type DeviceCommand } from '../../../protocol/device-commands.ts'
import { type Health, HealthSchema } from '../../../protocol/health.ts'
import { PinRejectionSchema } from '../../../protocol/pin-lockout.ts'
import {
  AlarmTestSchema,
  type DeviceCode,
  DeviceCodeSchema,
  DeviceEntrySchema,
  type KnownDeviceList,
  KnownDeviceListSchema,
} from '../../../protocol/staff-devices.ts'

/** `gone`: the server cannot be reached; `unset`: the exhibit has no PIN. */
export type PinReply =
  | { kind: 'in' }
  /** It was a code, and this device is known by that name now. */
  | { kind: 'letIn'; device: string }
  | { kind: 'wrong'; attemptsLeft: number }
  | { kind: 'locked'; seconds: number }
  | { kind: 'gone' }
  | { kind: 'unset' }

const REQUEST_TIMEOUT_MS = 5000
/** The server waits for a device, or for an alarm's receiver. */
const PICTURE_TIMEOUT_MS = 16_000
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

const post = (path: string, body: object, timeoutMs = REQUEST_TIMEOUT_MS): Promise<Response | null> =>
  fetchFromServer(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => null)

/** @param device the name by which the device asks to be known */
export async function submitPin(pin: string, device: string): Promise<PinReply> {
  const response = await post('api/staff/enter', { pin, device })
  if (response?.status === 204) return { kind: 'in' }
  if (response?.status === 200) {
    const entry = v.safeParse(DeviceEntrySchema, await response.json().catch(() => null))
    return entry.success ? { kind: 'letIn', device: entry.output.device } : { kind: 'gone' }
  }
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

/** Ends the day on a device, or opens it again; the server remembers it until the next opening. */
export const setClosed = (device: string, closed: boolean): Promise<unknown> =>
  post('api/staff/closed', { device, closed })

export const fetchKnownDevices = (): Promise<KnownDeviceList | null> =>
  fetchJson('api/staff/devices', KnownDeviceListSchema)
export const withdrawKey = (device: string): Promise<unknown> => post('api/staff/withdraw', { device })

/**
 * @param device a name, or `all`
 * @returns the names of the devices that were reached; null if the server was not
 */
export async function sendCommand(device: string, command: DeviceCommand): Promise<string[] | null> {
  const response = await post('api/staff/command', { device, command })
  const parsed = v.safeParse(CommandAnswerSchema, await response?.json().catch(() => null))
  return parsed.success ? parsed.output.devices : null
}

/** A picture of what a device shows; null if it sends none. */
export async function fetchPicture(device: string): Promise<Blob | null> {
  const response = await fetchFromServer(`api/staff/picture?device=${device}`, {
    signal: AbortSignal.timeout(PICTURE_TIMEOUT_MS),
  }).catch(() => null)
  return response?.ok && response.headers.get('content-type') === 'image/jpeg' ? response.blob() : null
}

/** Sends a test to the alarm's receiver. `problem` is null if it has arrived, `none` if there is no alarm. */
export async function tryAlarm(): Promise<{ problem: string | null }> {
  const response = await post('api/staff/alarm', {}, PICTURE_TIMEOUT_MS)
  if (response?.status === 404) return { problem: 'none' }
  const parsed = v.safeParse(AlarmTestSchema, await response?.json().catch(() => null))
  return parsed.success ? parsed.output : { problem: String(response?.status ?? '–') }
}

export async function createDeviceCode(): Promise<DeviceCode | null> {
  const response = await post('api/staff/code', {})
  const parsed = v.safeParse(DeviceCodeSchema, await response?.json().catch(() => null))
  return parsed.success ? parsed.output : null
}

export const fetchCounts = (): Promise<Counts | null> => fetchJson('api/counts', CountsSchema)
export const fetchHealth = (): Promise<Health | null> => fetchJson('health', HealthSchema)

export async function fetchVisitsCsv(): Promise<Blob | null> {
  const response = await fetchFromServer('api/visits.csv').catch(() => null)
  return response?.ok && response.headers.get('content-type')?.startsWith('text/csv') ? response.blob() : null
}
