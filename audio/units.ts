/**
 * Aliases of number that give a signature its units; arithmetic on them is ordinary arithmetic.
 */
export type Seconds = number
export type Hertz = number
export type Samples = number
/** Level relative to full scale (dBFS) unless the comment says otherwise. */
export type Decibels = number
export type Meters = number
export type Radians = number
