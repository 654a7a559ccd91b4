import type { Hertz, Seconds } from '../units.ts'
import type { Trim } from './formats/gapless.ts'

/** What a container says of a sound that cannot be decoded here; another decoder needs it. */
export type UndecodedTrack = {
  duration?: Seconds
  /** The expected rate of that decoder's output, in whose samples `trim` counts; HE-AAC may turn out at twice the rate. */
  sampleRate?: Hertz
  /** The part of that decoder's output that is the song. */
  trim?: Trim
}

/** The trim of a decoder's output at the rate it turned out to have. */
export function scaleTrim({ trim, sampleRate }: UndecodedTrack, outputRate: Hertz): Trim | undefined {
  if (!trim) return undefined
  const factor = outputRate / (sampleRate ?? outputRate)
  return { start: Math.round(trim.start * factor), end: Math.round(trim.end * factor) }
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
