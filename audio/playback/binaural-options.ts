import type { ResponseTable } from './response-table.ts'

// What the page and the audio thread agree on.

export const BINAURAL_PROCESSOR = 'songwalk-binaural'

export type BinauralOptions = {
  /** The bytes of the kernel: not every engine clones a module. */
  kernel: Uint8Array<ArrayBuffer>
  /** At the rate of the context. */
  table: ResponseTable
  /** Made of it, see room/field-filters.ts. */
  fieldFilters: Float32Array
}

/** AudioParams of all inputs, in the order of a mixer's `room`. */
export const ROOM_PARAMETERS = ['room', 'upX', 'upY', 'upZ', 'eastX', 'eastY', 'eastZ', 'earHeight'] as const
