import { BLOCK_FRAMES, type Block, type BlockStream, createBlockSender } from '../block-stream.ts'
import { downmix, hasSpeakerLayout } from '../dsp/downmix.ts'
import { createBufferStore } from '../playback/sample-store.ts'
import { SongError } from '../song-error.ts'
import { createYielder } from '../yield-to-main.ts'
import { assertDuration } from './assert-duration.ts'
import { decodeAudio } from './decode-audio.ts'
import type { DecodedFile } from './decoded-file.ts'
import { scaleTrims, type UndecodedTrack } from './missing-decoder-error.ts'
import type { OpenedAudio } from './opened-audio.ts'

/** The engine decodes a file as a whole, with the decoded sound in memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

/**
 * Opens a file whose decoder songwalk lacks, with that of the browser, as a whole and on the page: workers have no
 * OfflineAudioContext.
 * @throws {SongError} not sound, damaged, too long, or too large
 */
export async function openWithEngineDecoder(
  { blob, name, maxDuration }: DecodedFile,
  { sha256, track }: { sha256: string; track: UndecodedTrack },
): Promise<OpenedAudio> {
  if (blob.size > MAX_FILE_BYTES) throw new SongError('fileTooLarge', { name })
  assertDuration(track.duration ?? 0, name, maxDuration)
  const buffer = trimBuffer(await decodeAudio(await blob.arrayBuffer(), name), track)
  assertDuration(buffer.duration, name, maxDuration)
  const { sampleRate, numberOfChannels: channels, length: frames, duration } = buffer
  const stream: BlockStream = {
    sampleRate,
    channels,
    frames,
    stage: 'resampling',
    sendTo: (port, onProgress, signal) => sendBuffer(buffer, port, onProgress, signal),
  }
  return {
    source: { name, bytes: blob.size, sha256, duration, sampleRate, channels, decoder: 'external' },
    store: createBufferStore(hasSpeakerLayout(channels) ? buffer : await downmixBuffer(buffer)),
    stream,
    fillStore: async () => {},
  }
}

/**
 * Takes off encoder delay and padding where the engine left them: its output is longer than the song, then.
 * @param track with the song's parts of a decoder's whole output, which count as one
 */
function trimBuffer(buffer: AudioBuffer, track: UndecodedTrack): AudioBuffer {
  const trims = scaleTrims(track, buffer.sampleRate)
  if (!trims) return buffer
  const first = Math.min(...trims.map(({ start }) => start))
  const end = Math.max(...trims.map(({ end }) => end))
  if (buffer.length <= end - first) return buffer
  // An engine that skips the delay keeps at most the padding.
  const start = buffer.length >= end ? first : 0
  const length = Math.min(end - first, buffer.length - start)
  const { numberOfChannels, sampleRate } = buffer
  const trimmed = new AudioBuffer({ length, numberOfChannels, sampleRate })
  for (let c = 0; c < numberOfChannels; c++)
    trimmed.copyToChannel(buffer.getChannelData(c).subarray(start, start + length), c)
  return trimmed
}

const sliceBlock = (buffer: AudioBuffer, at: number): Block =>
  Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c).slice(at, at + BLOCK_FRAMES))

async function sendBuffer(
  buffer: AudioBuffer,
  port: MessagePort,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const yieldIfDue = createYielder()
  const sender = createBlockSender(port)
  for (let at = 0; at < buffer.length && !signal.aborted; at += BLOCK_FRAMES) {
    onProgress(at / buffer.length)
    await sender.send(sliceBlock(buffer, at))
    await yieldIfDue()
  }
  sender.end()
}

/** Web Audio plays only the first channel of a layout it does not know. */
async function downmixBuffer(buffer: AudioBuffer): Promise<AudioBuffer> {
  const yieldIfDue = createYielder()
  const mono = new AudioBuffer({ length: buffer.length, sampleRate: buffer.sampleRate })
  for (let at = 0; at < buffer.length; at += BLOCK_FRAMES) {
    mono.copyToChannel(downmix(sliceBlock(buffer, at)), 0, at)
    await yieldIfDue()
  }
  return mono
}
