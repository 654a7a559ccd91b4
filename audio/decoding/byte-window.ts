import type { ByteSource } from './byte-source.ts'

const DEFAULT_WINDOW_BYTES = 2 ** 20

/**
 * Small reads from a source at rising positions, of which most are served from memory.
 * @param windowBytes read at once
 * @returns reads the bytes [from, to), fewer at the end of the file; the caller must not change them
 */
export function createByteWindow(
  { size, read }: ByteSource,
  windowBytes = DEFAULT_WINDOW_BYTES,
): (from: number, to: number) => Promise<Uint8Array> {
  let start = 0
  let bytes = new Uint8Array(0)
  return async (from, to) => {
    if (from < start || Math.min(to, size) > start + bytes.length) {
      bytes = await read(from, Math.min(size, Math.max(to, from + windowBytes)))
      start = from
    }
    return bytes.subarray(from - start, to - start)
  }
}
