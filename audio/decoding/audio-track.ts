import type { Block } from '../block-stream.ts'
import type { Hertz, Samples, Seconds } from '../units.ts'
import type { ByteSource } from './byte-source.ts'

/** A sound that can be decoded piece by piece, without encoder delay and padding. */
export type AudioTrack = {
  sampleRate: Hertz
  channels: number
  /** The engine (WebCodecs) decodes the samples, which can differ between browsers. */
  decoder?: 'external'
  /** Samples per channel as far as they are known without decoding; for damaged files an estimate. */
  frames: Samples
  /**
   * Decodes from the beginning, each time anew: yields successive blocks of at least one sample, which the caller owns.
   * Damaged places are skipped.
   * @throws {Error} if nothing can be decoded or the file can no longer be read
   */
  decode: () => AsyncGenerator<Block, void, undefined>
}

/**
 * Opens a format without decoding the sound.
 * @param maxDuration a scan for the length may stop once it is longer than this; `frames` is larger, too, then
 * @returns undefined for other formats
 * @throws {Error} if the file is of this format but cannot be decoded
 */
export type OpenTrack = (source: ByteSource, maxDuration: Seconds) => Promise<AudioTrack | undefined>
