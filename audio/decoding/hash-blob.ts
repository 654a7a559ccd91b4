import { bytesToHex } from '@noble/hashes/utils.js'
import { computeSha256 } from '../song/sha256.ts'

/** Larger files are read in pieces of this size. */
const HASH_PIECE_BYTES = 8 * 1024 * 1024
/** Web Crypto is faster, but needs the whole file in memory twice. */
const MAX_WEB_CRYPTO_BYTES = 96 * 1024 * 1024

/**
 * The SHA-256 of a file of any size as lowercase hex.
 * @param maxWebCryptoBytes larger files are read and hashed in pieces
 */
export async function hashBlob(blob: Blob, maxWebCryptoBytes = MAX_WEB_CRYPTO_BYTES): Promise<string> {
  if (blob.size <= maxWebCryptoBytes) return computeSha256(await blob.arrayBuffer())
  const { sha256 } = await import('@noble/hashes/sha2.js')
  const hash = sha256.create()
  for (let at = 0; at < blob.size; at += HASH_PIECE_BYTES)
    hash.update(new Uint8Array(await blob.slice(at, at + HASH_PIECE_BYTES).arrayBuffer()))
  return bytesToHex(hash.digest())
}
