import { readMp3Trim } from '../audio/decoding/formats/gapless.ts'
import { countMissingFrameBytes, findMpegFrame } from '../audio/decoding/formats/mpeg.ts'
import type { Container } from '../audio/decoding/formats/sniff-format.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { Hertz } from '../audio/units.ts'

/**
 * Decodes mp3, flac, Ogg Vorbis and wav with Symphonia (the Rust decoders in node-web-audio-api), trimmed as in Chromium.
 * @param sampleRate of the file; at another rate the decoder would resample
 * @returns undefined if the native library cannot be loaded, for example without ALSA on Linux
 * @throws {Error} if the bytes cannot be decoded
 */
export async function decodeNatively(
  bytes: Uint8Array<ArrayBuffer>,
  container: Container,
  sampleRate: Hertz,
): Promise<Pcm | undefined> {
  const webAudio = await import('node-web-audio-api').catch(() => undefined)
  if (!webAudio) return undefined
  const context = new webAudio.OfflineAudioContext(1, 1, sampleRate)
  const buffer = await context.decodeAudioData(container === 'mp3' ? extractMp3Frames(bytes) : bytes.slice().buffer)
  const { start, end } = container === 'mp3' ? readMp3Trim(bytes) : { start: 0, end: buffer.length }
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c).slice(start, end))
  return { channels, sampleRate: buffer.sampleRate }
}

/** The frames of an mp3 without tags: Symphonia fails at tags with invalid pictures. The last frame is completed. */
function extractMp3Frames(bytes: Uint8Array): ArrayBuffer {
  const start = findMpegFrame(bytes)?.at ?? 0
  const whole = new Uint8Array(bytes.length - start + countMissingFrameBytes(bytes))
  whole.set(bytes.subarray(start))
  return whole.buffer
}
