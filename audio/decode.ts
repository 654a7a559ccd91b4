import { identify, noSound, undecodable } from './identify.ts'
import type { Pcm } from './pcm.ts'
import { sanitize } from './sanitize.ts'
import type { Hertz } from './units.ts'

/** For files that do not say, and browsers that cannot decode at the file's own rate. */
const fallbackRate: Hertz = 44100

/**
 * Decodes a file with the browser's own decoders, at the file's own sample rate. Not for workers: they have no
 * OfflineAudioContext.
 * @param bytes the whole file; stays usable, the decoder gets a copy
 * @param name file name, for the sentence if it fails
 * @returns samples that are all finite
 * @throws {SongError} one sentence: empty, not sound, without samples, damaged
 */
export async function decodeAudio(bytes: ArrayBuffer, name: string): Promise<AudioBuffer> {
  const { sampleRate } = identify(new Uint8Array(bytes), name)
  const context = contextAt(sampleRate ?? fallbackRate)
  const buffer = await context.decodeAudioData(bytes.slice(0)).catch((cause: unknown) => {
    throw undecodable(name, cause)
  })
  if (buffer.length === 0) throw noSound(name)
  for (let c = 0; c < buffer.numberOfChannels; c++) sanitize(buffer.getChannelData(c))
  return buffer
}

function contextAt(rate: Hertz): OfflineAudioContext {
  try {
    return new OfflineAudioContext(1, 1, rate)
  } catch {
    return new OfflineAudioContext(1, 1, fallbackRate)
  }
}

/** A copy of a buffer's samples, free to be moved to a worker while the buffer plays. */
export function toPcm(buffer: AudioBuffer): Pcm {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => new Float32Array(buffer.getChannelData(c)))
  return { channels, sampleRate: buffer.sampleRate }
}
