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
}

/** An AudioParam with one coordinate of an input, meters, relative to the head. */
export const nameParameter = (axis: 'x' | 'y' | 'z', input: number): string => `${axis}${input}`
