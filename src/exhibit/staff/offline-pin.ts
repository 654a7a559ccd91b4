import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import type { StaffStorage } from './staff-storage.ts'

/** OWASP's recommendation for PBKDF2 with SHA-256 (2023); an attempt takes about half a second. */
const PBKDF2_ITERATIONS = 600_000
const HexSchema = v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){16,64}$/))
const OfflinePinSchema = v.object({
  salt: HexSchema,
  hash: HexSchema,
  iterations: v.pipe(v.number(), v.minValue(PBKDF2_ITERATIONS)),
})
const STORAGE_KEY = 'verifier'

/**
 * A hash of the PIN that the server accepted last, to sign in without the server. It is not part of the served site.
 */
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
    /** Web Crypto exists on https and localhost only; elsewhere nothing is stored. */
    save: async (pin: string) => {
      if (!crypto.subtle) return
      const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(16)))
      storage.write(STORAGE_KEY, {
        salt,
        hash: await derive(pin, salt, PBKDF2_ITERATIONS),
        iterations: PBKDF2_ITERATIONS,
      })
    },
    /** The exhibit has no PIN any more. */
    clear: () => storage.write(STORAGE_KEY, null),
    /** The server has rejected this PIN: it was changed. */
    clearIfMatches: async (pin: string) => {
      if (read() !== null && (await matches(pin))) storage.write(STORAGE_KEY, null)
    },
  }
}
export type OfflinePin = ReturnType<typeof createOfflinePin>
