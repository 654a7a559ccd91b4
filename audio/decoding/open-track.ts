import type { Block } from '../block-stream.ts'
import { sanitizeSamples } from '../dsp/replace-non-finite.ts'
import { SongError } from '../song-error.ts'
import type { Seconds } from '../units.ts'
import { assertDuration } from './assert-duration.ts'
import type { AudioTrack, OpenTrack } from './audio-track.ts'
import type { ByteSource } from './byte-source.ts'
import { createNoAudioError, createUndecodableError } from './file-errors.ts'
import type { Container } from './formats/sniff-format.ts'
import { identifyFormat } from './identify-file.ts'
import { MissingDecoderError } from './missing-decoder-error.ts'
import { readHead } from './read-head.ts'

/** Each format is loaded when a file needs it. */
const openers: Record<Exclude<Container, 'other'>, () => Promise<OpenTrack>> = {
  wav: async () => (await import('./formats/wav-track.ts')).openWavTrack,
  aiff: async () => (await import('./formats/aiff-track.ts')).openAiffTrack,
  caf: async () => (await import('./formats/caf-track.ts')).openCafTrack,
  flac: async () => (await import('./formats/flac-track.ts')).openFlacTrack,
  mp3: async () => (await import('./formats/mpeg-track.ts')).openMpegTrack,
  'ogg-vorbis': async () => (await import('./formats/ogg-track.ts')).openOggTrack,
  'ogg-opus': async () => (await import('./formats/ogg-track.ts')).openOggTrack,
  'ogg-flac': async () => (await import('./formats/ogg-track.ts')).openOggTrack,
  mp4: async () => (await import('./formats/mp4-track.ts')).openMp4Track,
  webm: async () => (await import('./formats/webm-track.ts')).openWebmTrack,
  aac: async () => (await import('./formats/aac-track.ts')).openAacTrack,
}

/**
 * Opens a sound file of any known format without decoding it.
 * @param name file name, for the error
 * @throws {SongError} empty, not sound, damaged, without samples, or longer than `maxDuration`
 * @throws {MissingDecoderError} the format is known, and its decoder is missing here
 */
export async function openTrack(source: ByteSource, name: string, maxDuration: Seconds): Promise<AudioTrack> {
  const { container } = identifyFormat(await readHead(source), name)
  if (container === 'other') throw new MissingDecoderError('an unknown format')
  let track: AudioTrack | undefined
  try {
    track = await (await openers[container]())(source, maxDuration)
  } catch (cause) {
    if (cause instanceof MissingDecoderError || cause instanceof SongError) throw cause
    throw createUndecodableError(name, cause)
  }
  if (!track) throw new MissingDecoderError(container)
  const duration = track.frames / track.sampleRate
  if (!(duration > 0)) throw createNoAudioError(name)
  assertDuration(duration, name, maxDuration)
  return { ...track, decode: () => sanitizeBlocks(track.decode()) }
}

/** Files of floats, and damaged ones, may hold what is no number. */
async function* sanitizeBlocks(blocks: AsyncIterable<Block>): AsyncGenerator<Block, void, undefined> {
  for await (const block of blocks) {
    block.forEach(sanitizeSamples)
    yield block
  }
}
