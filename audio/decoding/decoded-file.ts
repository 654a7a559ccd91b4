import type { Seconds } from '../units.ts'

/** A file that is opened and then decoded; a worker that knows its `id` need not open it again. */
export type DecodedFile = {
  blob: Blob
  name: string
  id: string
  /** Longer songs are refused. */
  maxDuration: Seconds
}
