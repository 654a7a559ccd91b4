import { basename } from 'node:path'
import { readMp4Track } from '../audio/decoding/formats/mp4.ts'
import type { AudioFormat } from '../audio/decoding/formats/sniff-format.ts'
import { createNoAudioError, createUndecodableError, identifyFormat } from '../audio/decoding/identify-file.ts'
import { sanitizeSamples } from '../audio/dsp/replace-non-finite.ts'
import { getPcmDuration, type Pcm } from '../audio/pcm.ts'
import { isExpectedError, OperatorError } from '../server/operator-error.ts'
import { decodeWithFfmpeg } from './decode-ffmpeg.ts'
import { decodeNatively } from './decode-native.ts'
import { decodeOpus } from './decode-opus.ts'

const NATIVE_CONTAINERS = ['mp3', 'flac', 'ogg-vorbis', 'wav']

/**
 * Decodes a file without a browser: what decodeAudio is in one. Same samples, as far as decoders agree.
 * @param bytes the whole file
 * @param path the same file, for ffmpeg
 * @throws {OperatorError} one sentence: empty, not sound, without samples, damaged, or needing ffmpeg
 */
export async function decodeFile(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Pcm> {
  const name = basename(path)
  const format = identifyFormat(bytes, name)
  const pcm = await decodeByFormat(bytes, path, format).catch((cause: unknown) => {
    throw isExpectedError(cause) ? cause : createUndecodableError(name, cause)
  })
  if (!(getPcmDuration(pcm) > 0)) throw createNoAudioError(name)
  pcm.channels.forEach(sanitizeSamples)
  return pcm
}

/** Decodes with the decoder of the format; if it is missing or fails, with ffmpeg. */
async function decodeByFormat(bytes: Uint8Array<ArrayBuffer>, path: string, format: AudioFormat): Promise<Pcm> {
  const result = await decodeWithoutFfmpeg(bytes, format).catch((cause: unknown) => ({ cause }))
  if (result && 'channels' in result) return result
  const pcm = await decodeWithFfmpeg(path, readMp4Track(bytes)?.length ?? Infinity)
  if (pcm) return pcm
  if (result) throw result.cause
  if (NATIVE_CONTAINERS.includes(format.container))
    throw new OperatorError('The decoder needs the sound library libasound2; install that, or ffmpeg, and try again.')
  throw new OperatorError(`“${basename(path)}” needs ffmpeg to be read; install it, or convert the file to mp3 or wav.`)
}

async function decodeWithoutFfmpeg(
  bytes: Uint8Array<ArrayBuffer>,
  { container, sampleRate }: AudioFormat,
): Promise<Pcm | undefined> {
  if (container === 'ogg-opus') return decodeOpus(bytes)
  if (sampleRate !== undefined && NATIVE_CONTAINERS.includes(container))
    return decodeNatively(bytes, container, sampleRate)
  return undefined
}
