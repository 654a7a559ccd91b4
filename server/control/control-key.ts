import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const KEY_BYTES = 32
/** A new key counts within this time, without a restart. */
const RECHECK_INTERVAL_MS = 1000

const hash = (key: string) => createHash('sha256').update(key).digest()
const getPath = (dataFolder: string) => join(dataFolder, 'control-key')

/** Makes a key for show control; the one before counts no more. Only its SHA-256 is kept. */
export async function createControlKey(dataFolder: string): Promise<string> {
  const path = getPath(dataFolder)
  const key = randomBytes(KEY_BYTES).toString('base64url')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.part`, `${hash(key).toString('hex')}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.part`, path)
  return key
}

export const removeControlKey = (dataFolder: string): Promise<void> => rm(getPath(dataFolder), { force: true })

/** @returns whether a key is the one of show control, in constant time; null while there is none */
export function createControlKeyVerifier(dataFolder: string, now: () => number = () => performance.now()) {
  let expected: Promise<Buffer | null> | null = null
  let readAt = 0
  async function read(): Promise<Buffer | null> {
    const text = (await readFile(getPath(dataFolder), 'utf8').catch(() => '')).trim()
    return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : null
  }
  return async (key: string): Promise<boolean | null> => {
    if (!expected || now() - readAt > RECHECK_INTERVAL_MS) {
      readAt = now()
      expected = read()
    }
    const known = await expected
    return known === null ? null : timingSafeEqual(hash(key), known)
  }
}
