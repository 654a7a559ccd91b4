// What the page and the audio thread agree on.

export const SPEAKER_PROCESSOR = 'songwalk-speakers'

export type SpeakerOptions = {
  /** Degrees, clockwise from the front, one a channel; empty: a pair in front. */
  directions: readonly number[]
}
