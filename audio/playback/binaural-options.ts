import type { ResponseTable } from './response-table.ts'

// What the page and the audio thread agree on.

export const BINAURAL_PROCESSOR = 'songwalk-binaural'
/** A segment has an input from when it is scheduled until it has rung out. */
export const INPUTS_PER_BUS = 16
/** Song first, then picks. */
export const INPUTS = 2 * INPUTS_PER_BUS

export type BinauralOptions = {
  /** The bytes of the kernel: not every engine clones a module. */
  kernel: Uint8Array<ArrayBuffer>
  /** At the rate of the context. */
  table: ResponseTable
  /** Made of it, see room/field-filters.ts. */
  fieldFilters: Float32Array
}

/** AudioParams of an input: coordinates relative to the head and the edge of its box, meters. */
export type InputParameter = 'x' | 'y' | 'z' | 'size'
export const nameParameter = (axis: InputParameter, input: number): string => `${axis}${input}`

/** AudioParams of all inputs, in the order of a mixer's `room`. */
export const ROOM_PARAMETERS = ['room', 'upX', 'upY', 'upZ', 'eastX', 'eastY', 'eastZ', 'earHeight'] as const
