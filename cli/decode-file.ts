import { basename } from 'node:path'
import type { Block } from '../audio/block-stream.ts'
import { assertDuration, MAX_DURATION_S } from '../audio/decoding/assert-duration.ts'
import type { AudioTrack } from '../audio/decoding/audio-track.ts'
import { createMemorySource } from '../audio/decoding/byte-source.ts'
import { createNoAudioError, createUndecodableError } from '../audio/decoding/file-errors.ts'
import { MissingDecoderError } from '../audio/decoding/missing-decoder-error.ts'
import { openTrack } from '../audio/decoding/open-track.ts'
import { sanitizeSamples } from '../audio/dsp/replace-non-finite.ts'
import { getPcmDuration, type Pcm } from '../audio/pcm.ts'
import type { DecodedAudio } from '../audio/song/song-source.ts'
import type { Samples } from '../audio/units.ts'
import { isExpectedError, OperatorError } from '../server/operator-error.ts'
import { decodeWithFfmpeg } from './decode-ffmpeg.ts'

/**
 * Decodes a file without a browser, to the same samples; formats without a decoder of songwalk's own need ffmpeg.
 * @param bytes the whole file
 * @param path the same file, for ffmpeg
 * @throws {OperatorError} one sentence: empty, not sound, without samples, damaged, too long, or needing ffmpeg
 */
export async function decodeFile(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<DecodedAudio> {
  const name = basename(path)
  const pcm = await decodeBytes(bytes, path).catch((cause: unknown) => {
    throw isExpectedError(cause) ? cause : createUndecodableError(name, cause)
  })
  if (!(getPcmDuration(pcm) > 0)) throw createNoAudioError(name)
  pcm.channels.forEach(sanitizeSamples)
  return pcm
}

async function decodeBytes(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<DecodedAudio> {
  const name = basename(path)
  try {
    return await decodeTrack(await openTrack(createMemorySource(bytes), name, MAX_DURATION_S))
  } catch (error) {
    if (!(error instanceof MissingDecoderError)) throw error
    assertDuration(error.track.duration ?? 0, name, MAX_DURATION_S)
    const pcm = await decodeWithFfmpeg(path, error.track)
    if (pcm) return { ...pcm, decoder: 'external' }
    throw new OperatorError(`“${name}” needs ffmpeg to be read; install it, or convert the file to mp3 or wav.`)
  }
}

async function decodeTrack(track: AudioTrack): Promise<Pcm> {
  const blocks: Block[] = []
  let length: Samples = 0
  for await (const block of track.decode()) {
    blocks.push(block)
    length += block[0]!.length
  }
  const channels = Array.from({ length: track.channels }, (_, c) => joinBlocks(blocks, c, length))
  return { channels, sampleRate: track.sampleRate }
}

function joinBlocks(blocks: readonly Block[], channel: number, length: Samples): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(length)
  let at = 0
  for (const block of blocks) {
    samples.set(block[channel]!, at)
    at += block[channel]!.length
  }
  return samples
}
