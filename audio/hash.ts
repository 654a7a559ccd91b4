/** The SHA-256 of some bytes (FIPS 180-4), lowercase hex, by Web Crypto; needs a secure context in browsers. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
