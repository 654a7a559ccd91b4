import { bytesToHex } from '@noble/hashes/utils.js'

/** The SHA-256 as lowercase hex, by Web Crypto; browsers need a secure context. */
export const computeSha256 = async (bytes: BufferSource): Promise<string> =>
  bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
