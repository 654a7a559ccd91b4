import { BLOCK_FRAMES } from '../block-stream.ts'
import { sanitizeSamples } from '../dsp/replace-non-finite.ts'
import type { Hertz } from '../units.ts'
import { createYielder } from '../yield-to-main.ts'
import { createNoAudioError, createUndecodableError } from './file-errors.ts'
import { identifyFormat } from './identify-file.ts'

/** For files without a known rate, and browsers that cannot decode at the file's rate. */
const FALLBACK_RATE_HZ: Hertz = 44100

/**
 * Decodes a file with the browser's own decoders, at the file's own sample rate. Workers cannot use it: they have no
 * OfflineAudioContext.
 * @param bytes the whole file, not detached: the decoder gets a copy
 * @param name file name, for the error
 * @returns finite samples
 * @throws {SongError} empty, not sound, without samples, or damaged
 */
export async function decodeAudio(bytes: ArrayBuffer, name: string): Promise<AudioBuffer> {
  const { sampleRate } = identifyFormat(new Uint8Array(bytes), name)
  const context = createOfflineContext(sampleRate ?? FALLBACK_RATE_HZ)
  const buffer = await context.decodeAudioData(bytes.slice(0)).catch((cause: unknown) => {
    throw createUndecodableError(name, cause)
  })
  if (buffer.length === 0) throw createNoAudioError(name)
  const yieldIfDue = createYielder()
  for (let c = 0; c < buffer.numberOfChannels; c++) {
    const samples = buffer.getChannelData(c)
    for (let at = 0; at < samples.length; at += BLOCK_FRAMES) {
      sanitizeSamples(samples.subarray(at, at + BLOCK_FRAMES))
      await yieldIfDue()
    }
  }
  return buffer
}

function createOfflineContext(rate: Hertz): OfflineAudioContext {
  try {
    return new OfflineAudioContext(1, 1, rate)
  } catch {
    return new OfflineAudioContext(1, 1, FALLBACK_RATE_HZ)
  }
}
