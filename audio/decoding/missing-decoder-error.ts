import type { Hertz, Seconds } from '../units.ts'
import type { Trim } from './formats/gapless.ts'

/** What a container says of a sound that cannot be decoded here; another decoder needs it. */
export type UndecodedTrack = {
  duration?: Seconds
  /** The expected rate of that decoder's output, in whose samples `trims` count; HE-AAC may turn out at twice the rate. */
  sampleRate?: Hertz
  /** The parts of that decoder's whole output that are the song, one after another. */
  trims?: Trim[]
  /** The container may have an edit list, which `trims` follow. */
  isMp4?: true
}

/** The trims of a decoder's output at the rate it turned out to have. */
export function scaleTrims({ trims, sampleRate }: UndecodedTrack, outputRate: Hertz): Trim[] | undefined {
  const factor = outputRate / (sampleRate ?? outputRate)
  return trims?.map(({ start, end }) => ({ start: Math.round(start * factor), end: Math.round(end * factor) }))
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
