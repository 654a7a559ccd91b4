/**
 * Names for plain numbers, so that a signature says what it measures.
 * They are aliases, not brands: arithmetic on them stays ordinary arithmetic.
 */
export type Seconds = number
export type Hertz = number
export type Samples = number
/** Level relative to full scale (dBFS) unless the comment says otherwise. */
export type Decibels = number
export type Meters = number
export type Radians = number
