/** The bytes of a file, read in parts: from a Blob in browsers, from memory or a file handle in Node. */
export type ByteSource = {
  /** Bytes. */
  readonly size: number
  /**
   * The bytes [from, to), fewer at the end of the file.
   * @throws {Error} if the file can no longer be read
   */
  read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>
}

export const createBlobSource = (blob: Blob): ByteSource => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
})

export const createMemorySource = (bytes: Uint8Array<ArrayBuffer>): ByteSource => ({
  size: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
})
