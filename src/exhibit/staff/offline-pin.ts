import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import type { StaffStorage } from './staff-storage.ts'

/** OWASP's figure for PBKDF2 with SHA-256 (2023): about half a second a try. */
const PBKDF2_ITERATIONS = 600_000
const HexSchema = v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){16,64}$/))
const OfflinePinSchema = v.object({
  salt: HexSchema,
  hash: HexSchema,
  iterations: v.pipe(v.number(), v.minValue(PBKDF2_ITERATIONS)),
})
const STORAGE_KEY = 'verifier'

/** How this device knows the PIN again that the server has once accepted. It is not part of the site that is served. */
export function createOfflinePin(storage: StaffStorage, crypto: Crypto = globalThis.crypto) {
  const derive = async (pin: string, salt: string, iterations: number) => {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
    const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: hexToBytes(salt), iterations }
    return bytesToHex(new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256)))
  }
  const read = () => {
    const parsed = v.safeParse(OfflinePinSchema, storage.read(STORAGE_KEY))
    return parsed.success ? parsed.output : null
  }
  const matches = async (pin: string): Promise<boolean> => {
    const stored = read()
    return stored !== null && (await derive(pin, stored.salt, stored.iterations)) === stored.hash
  }

  return {
    isAvailable: () => read() !== null && crypto.subtle !== undefined,
    matches,
    /** Browsers give the means to pages of https and localhost alone; elsewhere nothing is kept. */
    save: async (pin: string) => {
      if (!crypto.subtle) return
      const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(16)))
      storage.write(STORAGE_KEY, {
        salt,
        hash: await derive(pin, salt, PBKDF2_ITERATIONS),
        iterations: PBKDF2_ITERATIONS,
      })
    },
    /** There is none any more. */
    clear: () => storage.write(STORAGE_KEY, null),
    /** The server no longer takes this one: it has been changed. */
    clearIfMatches: async (pin: string) => {
      if (read() !== null && (await matches(pin))) storage.write(STORAGE_KEY, null)
    },
  }
}
export type OfflinePin = ReturnType<typeof createOfflinePin>
