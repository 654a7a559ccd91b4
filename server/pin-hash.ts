import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP Password Storage Cheat Sheet, scrypt with 32 MiB: N = 2^15, r = 8, p = 3. */
const SCRYPT_COST = { N: 2 ** 15, r: 8, p: 3 }
const SALT_BYTES = 16
const HASH_BYTES = 32
/** Limits for hashes from exhibit.json: checking a PIN must not block the server. */
const MAX_SCRYPT_COST = { N: 2 ** 17, r: 16, p: 4, memory: 192 * 2 ** 20 }

const deriveKey = (pin: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, length, { ...options, maxmem: MAX_SCRYPT_COST.memory }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

/** Hashes a PIN: `scrypt$N$r$p$salt$hash`, salt and hash in base64url (RFC 7914). */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await deriveKey(pin, salt, HASH_BYTES, SCRYPT_COST)
  return [
    'scrypt',
    SCRYPT_COST.N,
    SCRYPT_COST.r,
    SCRYPT_COST.p,
    salt.toString('base64url'),
    hash.toString('base64url'),
  ].join('$')
}

/**
 * Compares a PIN with a hash, in constant time.
 * @param hash from hashPin; false for any other text
 */
export async function verifyPin(pin: string, hash: string): Promise<boolean> {
  const parsed = parsePinHash(hash)
  if (!parsed) return false
  const { salt, key, ...options } = parsed
  return timingSafeEqual(await deriveKey(pin, salt, key.length, options), key)
}

/** Whether a text has the form of a hash from hashPin, with a cost within the limits. */
export const isPinHash = (hash: string): boolean => parsePinHash(hash) !== null

function parsePinHash(hash: string) {
  const found = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22,86})\$([\w-]{43,86})$/.exec(hash)
  if (!found) return null
  const [N, r, p] = found.slice(1, 4).map(Number) as [number, number, number]
  const powerOfTwo = N > 1 && (N & (N - 1)) === 0
  if (!powerOfTwo || N > MAX_SCRYPT_COST.N || r < 1 || r > MAX_SCRYPT_COST.r || p < 1 || p > MAX_SCRYPT_COST.p)
    return null
  if (128 * N * r > MAX_SCRYPT_COST.memory / 2) return null
  return {
    N,
    r,
    p,
    salt: Buffer.from(found[4] as string, 'base64url'),
    key: Buffer.from(found[5] as string, 'base64url'),
  }
}
