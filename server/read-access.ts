import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'
import { HttpError } from './http-error.ts'

const hash = (text: string) => createHash('sha256').update(text).digest()

/** The key for programs that watch the server, from a file; made if there is none. Null if it cannot be kept. */
export async function loadMonitorKey(path: string): Promise<string | null> {
  const stored = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (stored.length >= 32) return stored
  const key = randomBytes(32).toString('base64url')
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${key}\n`, { mode: 0o600 })
    return key
  } catch {
    return null
  }
}

/**
 * Who may read health, metrics and counts: this computer, staff who have entered the PIN, and programs that send the
 * monitor's key (`Authorization: Bearer …`).
 */
export const createReadAccess = (
  readCaller: (request: FastifyRequest) => Caller,
  isStaff: (request: FastifyRequest) => boolean,
  monitorKey: string | null,
) => {
  const expected = monitorKey === null ? null : hash(monitorKey)
  const mayRead = (request: FastifyRequest): boolean => {
    if (readCaller(request).kind === 'local' || isStaff(request)) return true
    const given = /^Bearer ([\w-]{32,100})$/.exec(request.headers.authorization ?? '')?.[1]
    return expected !== null && given !== undefined && timingSafeEqual(hash(given), expected)
  }
  return {
    mayRead,
    /** For `onRequest`. */
    requireRead: async (request: FastifyRequest) => {
      if (!mayRead(request)) throw new HttpError(401, 'Enter the PIN, or send the key of the monitor.')
    },
  }
}
export type ReadAccess = ReturnType<typeof createReadAccess>
