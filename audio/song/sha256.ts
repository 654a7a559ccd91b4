import { toDataView } from '../bytes.ts'

/** Web Crypto takes everything at once, twice over; larger files are read in pieces of this size. */
const HASH_PIECE_BYTES = 8 * 1024 * 1024
/** Up to here Web Crypto's speed is worth the memory. */
const MAX_WEB_CRYPTO_BYTES = 96 * 1024 * 1024

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The SHA-256 of some bytes (FIPS 180-4), lowercase hex, by Web Crypto; needs a secure context in browsers. */
export async function sha256(bytes: BufferSource): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/**
 * The same of a file of any size, which is never in memory as a whole.
 * @param whole up to this many bytes Web Crypto takes it at once
 */
export async function sha256File(file: Blob, whole = MAX_WEB_CRYPTO_BYTES): Promise<string> {
  if (file.size <= whole) return sha256(await file.arrayBuffer())
  const hash = createSha256()
  for (let at = 0; at < file.size; at += HASH_PIECE_BYTES)
    hash.add(new Uint8Array(await file.slice(at, at + HASH_PIECE_BYTES).arrayBuffer()))
  return hash.digest()
}

/** The first 32 bits of the fractional part of a root of a prime. */
const fractionBits = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0
const isPrime = (n: number): boolean => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
}
const primes = Array.from({ length: 311 }, (_, i) => i + 2)
  .filter(isPrime)
  .slice(0, 64)
const roundConstants = Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)))
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)))

/** SHA-256 of bytes that come bit by bit (FIPS 180-4, 6.2), which Web Crypto does not offer. */
export function createSha256(): { add: (bytes: Uint8Array) => void; digest: () => string } {
  const state = initialState.slice()
  const words = new Int32Array(64)
  const tail = new Uint8Array(64)
  let length = 0

  const compress = (view: DataView, at: number): void => {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i)
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15]!
      const y = words[i - 2]!
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      words[i] = (words[i - 16]! + s0 + words[i - 7]! + s1) | 0
    }
    let a = state[0]!
    let b = state[1]!
    let c = state[2]!
    let d = state[3]!
    let e = state[4]!
    let f = state[5]!
    let g = state[6]!
    let h = state[7]!
    for (let i = 0; i < 64; i++) {
      const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (h + S1 + ((e & f) ^ (~e & g)) + roundConstants[i]! + words[i]!) | 0
      const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
    state[4]! += e
    state[5]! += f
    state[6]! += g
    state[7]! += h
  }

  const add = (bytes: Uint8Array): void => {
    let at = 0
    const held = length % 64
    length += bytes.length
    if (held > 0) {
      at = Math.min(64 - held, bytes.length)
      tail.set(bytes.subarray(0, at), held)
      if (held + at < 64) return
      compress(toDataView(tail), 0)
    }
    const view = toDataView(bytes)
    for (; at + 64 <= bytes.length; at += 64) compress(view, at)
    tail.set(bytes.subarray(at))
  }

  return {
    add,
    digest: () => {
      const bits = BigInt(length) * 8n
      // A one, zeros, and the length in the last eight bytes of a block.
      const padding = new Uint8Array(((119 - (length % 64)) % 64) + 9)
      padding[0] = 0x80
      toDataView(padding).setBigUint64(padding.length - 8, bits)
      add(padding)
      const bytes = new Uint8Array(32)
      state.forEach((word, i) => {
        toDataView(bytes).setInt32(4 * i, word)
      })
      return toHex(bytes)
    },
  }
}
