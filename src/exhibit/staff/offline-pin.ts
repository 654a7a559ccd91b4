import * as v from 'valibot'
import type { Keep } from './local-storage.ts'

/** OWASP's figure for PBKDF2 with SHA-256 (2023): about half a second a try. */
const ITERATIONS = 600_000
const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){16,64}$/))
const VerifierSchema = v.object({ salt: hex, hash: hex, iterations: v.pipe(v.number(), v.minValue(ITERATIONS)) })
const NAME = 'verifier'

/** How this device knows the PIN again that the server has once accepted. It is not part of the site that is served. */
export function createVerifier(keep: Keep, crypto: Crypto = globalThis.crypto) {
  const derive = async (pin: string, salt: string, iterations: number) => {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
    const rules = { name: 'PBKDF2', hash: 'SHA-256', salt: fromHex(salt), iterations }
    return toHex(new Uint8Array(await crypto.subtle.deriveBits(rules, key, 256)))
  }
  const read = () => {
    const found = v.safeParse(VerifierSchema, keep.read(NAME))
    return found.success ? found.output : null
  }
  const matches = async (pin: string): Promise<boolean> => {
    const known = read()
    return known !== null && (await derive(pin, known.salt, known.iterations)) === known.hash
  }

  return {
    isThere: () => read() !== null && crypto.subtle !== undefined,
    matches,
    /** Browsers give the means to pages of https and localhost alone; elsewhere nothing is kept. */
    remember: async (pin: string) => {
      if (!crypto.subtle) return
      const salt = toHex(crypto.getRandomValues(new Uint8Array(16)))
      keep.write(NAME, { salt, hash: await derive(pin, salt, ITERATIONS), iterations: ITERATIONS })
    },
    /** There is none any more. */
    forgetAny: () => keep.write(NAME, null),
    /** The server no longer takes this one: it has been changed. */
    forget: async (pin: string) => {
      if (read() !== null && (await matches(pin))) keep.write(NAME, null)
    },
  }
}
export type Verifier = ReturnType<typeof createVerifier>

const toHex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
