import * as v from 'valibot'

/** A Blob as the database holds it: itself, or its bytes where the engine stores no Blobs (WebKit's private windows). */
export type StoredBlob = Blob | { bytes: ArrayBuffer; type: string }

export const StoredBlobSchema = v.union([
  v.instance(Blob),
  v.object({ bytes: v.instance(ArrayBuffer), type: v.string() }),
])

export type PackBlob = (blob: Blob) => Promise<StoredBlob>

export const unpackBlob = (stored: StoredBlob): Blob =>
  stored instanceof Blob ? stored : new Blob([stored.bytes], { type: stored.type })

/** Writes Blobs as they are, and once more as bytes if the engine refuses Blobs. */
export async function writeBlobs<T>(write: (pack: PackBlob) => Promise<T>): Promise<T> {
  try {
    return await write(async (blob) => blob)
  } catch (error) {
    if (!isBlobRefused(error)) throw error
    return write(async (blob) => ({ bytes: await blob.arrayBuffer(), type: blob.type }))
  }
}

/** WebKit: "Error preparing Blob/File data to be stored in object store". */
const isBlobRefused = (error: unknown): boolean =>
  error instanceof DOMException &&
  (error.name === 'DataCloneError' || (error.name === 'UnknownError' && /blob/i.test(error.message)))
