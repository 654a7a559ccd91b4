import { bytesToHex } from '@noble/hashes/utils.js'

/** The SHA-256 as lowercase hex: by Web Crypto, or, where a page is not in a secure context, by our own library. */
export async function computeSha256(bytes: BufferSource): Promise<string> {
  // Absent outside of secure contexts, whatever its type says.
  const { subtle } = crypto as { subtle?: SubtleCrypto }
  if (subtle) return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', bytes)))
  const { sha256 } = await import('@noble/hashes/sha2.js')
  return bytesToHex(
    sha256(
      ArrayBuffer.isView(bytes)
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : new Uint8Array(bytes),
    ),
  )
}
