import type { Seconds } from '../units.ts'

/** What a picture of a form needs of its Song: its chunks in order, N of them. */
export type SongForm = {
  /** 3 × N, centered, unit RMS radius. */
  positions: Float32Array
  /** N; each chunk begins where the last one ends. */
  durations: ArrayLike<Seconds>
}
