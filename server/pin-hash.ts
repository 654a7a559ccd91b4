import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** What OWASP's Password Storage Cheat Sheet asks of scrypt at 32 MiB: N = 2^15, r = 8, p = 3. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const saltBytes = 16
const hashBytes = 32
/** Hashes come from a file that is edited by hand: one that asks for more would stop the server while it is tried. */
const most = { N: 2 ** 17, r: 16, p: 4, memory: 192 * 2 ** 20 }

const derive = (pin: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, length, { ...options, maxmem: most.memory }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

/**
 * A PIN as it is kept: `scrypt$N$r$p$salt$hash`, salt and hash in base64url (RFC 7914).
 * @param pin as it will be entered
 */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(pin, salt, hashBytes, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Whether a PIN is the one that was hashed; takes as long for a wrong one.
 * @param hash what hashPin gave; anything else is no PIN's
 */
export async function verifyPin(pin: string, hash: string): Promise<boolean> {
  const read = readHash(hash)
  if (!read) return false
  const { salt, key, ...options } = read
  return timingSafeEqual(await derive(pin, salt, key.length, options), key)
}

/** Whether a text is a hash of hashPin's kind, at a cost that can be paid. */
export const isPinHash = (hash: string): boolean => readHash(hash) !== null

function readHash(hash: string) {
  const found = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22,86})\$([\w-]{43,86})$/.exec(hash)
  if (!found) return null
  const [N, r, p] = found.slice(1, 4).map(Number) as [number, number, number]
  const powerOfTwo = N > 1 && (N & (N - 1)) === 0
  if (!powerOfTwo || N > most.N || r < 1 || r > most.r || p < 1 || p > most.p) return null
  if (128 * N * r > most.memory / 2) return null
  return {
    N,
    r,
    p,
    salt: Buffer.from(found[4] as string, 'base64url'),
    key: Buffer.from(found[5] as string, 'base64url'),
  }
}
