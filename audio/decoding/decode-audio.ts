import { blockFrames } from '../block-stream.ts'
import { sanitize } from '../dsp/replace-non-finite.ts'
import type { Hertz } from '../units.ts'
import { createBreather } from '../yield-to-main.ts'
import { identify, noSound, undecodable } from './identify-file.ts'

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
  const breathe = createBreather()
  for (let c = 0; c < buffer.numberOfChannels; c++) {
    const samples = buffer.getChannelData(c)
    for (let at = 0; at < samples.length; at += blockFrames) {
      sanitize(samples.subarray(at, at + blockFrames))
      await breathe()
    }
  }
  return buffer
}

function contextAt(rate: Hertz): OfflineAudioContext {
  try {
    return new OfflineAudioContext(1, 1, rate)
  } catch {
    return new OfflineAudioContext(1, 1, fallbackRate)
  }
}
