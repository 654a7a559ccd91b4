import * as v from 'valibot'

/** A Blob as the database holds it: its bytes if it is small, else itself. */
export type StoredBlob = Blob | { bytes: ArrayBuffer; type: string }

export const StoredBlobSchema = v.union([
  v.instance(Blob),
  v.object({ bytes: v.instance(ArrayBuffer), type: v.string() }),
])

export type PackBlob = (blob: Blob) => Promise<StoredBlob>

export const unpackBlob = (stored: StoredBlob): Blob =>
  stored instanceof Blob ? stored : new Blob([stored.bytes], { type: stored.type })

/** Larger Blobs are stored as they are, which takes no memory. */
const MAX_PACKED_BYTES = 48e6

const packBytes: PackBlob = async (blob) => ({ bytes: await blob.arrayBuffer(), type: blob.type })

/** Writes large Blobs as they are, and once more as bytes if the engine refuses Blobs (WebKit's private windows). */
export async function writeBlobs<T>(write: (pack: PackBlob) => Promise<T>): Promise<T> {
  try {
    return await write(async (blob) => (blob.size > MAX_PACKED_BYTES ? blob : packBytes(blob)))
  } catch (error) {
    if (!isBlobRefused(error)) throw error
    return write(packBytes)
  }
}

/** WebKit: "Error preparing Blob/File data to be stored in object store". */
const isBlobRefused = (error: unknown): boolean =>
  error instanceof DOMException &&
  (error.name === 'DataCloneError' || (error.name === 'UnknownError' && /blob/i.test(error.message)))
