import type { Seconds } from '../units.ts'
import type { Trim } from './formats/gapless.ts'

/** What a container says of a sound that cannot be decoded here; another decoder needs it. */
export type UndecodedTrack = {
  duration?: Seconds
  /** The part of that decoder's output, at its rate, that is the song. */
  trim?: Trim
}

/** A file is sound, and songwalk has no decoder for its codec here: ffmpeg or the browser's decodeAudioData may have. */
export class MissingDecoderError extends Error {
  override readonly name = 'MissingDecoderError'
  readonly track: UndecodedTrack

  /** @param codec for the log, such as `aac` */
  constructor(codec: string, track: UndecodedTrack = {}) {
    super(`There is no decoder for ${codec} here.`)
    this.track = track
  }
}
