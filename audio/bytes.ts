/** The bytes from `at` on as Latin-1 text; shorter at the end of the file. */
export const readLatin1 = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

/** A DataView of the same memory. */
export const toDataView = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The index of an ASCII text within [from, to), or -1. */
export function findText(bytes: Uint8Array, text: string, from: number, to: number): number {
  const first = text.charCodeAt(0)
  const last = Math.min(to, bytes.length) - text.length
  for (let at = bytes.indexOf(first, from); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (readLatin1(bytes, at, text.length) === text) return at
  }
  return -1
}

/** Parts joined to one; a single part is not copied. */
export function concatBytes(parts: Uint8Array[]): Uint8Array {
  const [first, ...others] = parts
  if (first && others.length === 0) return first
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
