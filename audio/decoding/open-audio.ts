import { BLOCK_FRAMES, type Block, type BlockStream, createBlockSender, receiveBlocks } from '../block-stream.ts'
import { countHalvings } from '../dsp/decimate.ts'
import { downmix, findCanceledChannel, hasSpeakerLayout } from '../dsp/downmix.ts'
import { createBufferStore, createPackedStore, type SampleStore } from '../playback/sample-store.ts'
import type { SongSource } from '../song/song.ts'
import { describeSource } from '../song/song-source.ts'
import { SongError } from '../song-error.ts'
import type { Seconds } from '../units.ts'
import { createYielder } from '../yield-to-main.ts'
import { decodeAudio } from './decode-audio.ts'
import { decodeInWorker, probeFile } from './decode-client.ts'
import type { StreamFormat } from './decode-stream.ts'
import { readHead } from './formats/long-trim.ts'
import { assertAudio, createNoAudioError, createUndecodableError } from './identify-file.ts'

/** A file ready for analysis and playback. */
export type OpenedAudio = {
  source: SongSource
  /** For playback. A streamed song fills it while `stream` is sent for the first time. */
  store: SampleStore
  /** For the analysis. */
  stream: BlockStream
  /** Fills the store of a song that is not analyzed. */
  fillStore: (signal: AbortSignal) => Promise<void>
}

const BYTES_PER_MB = 1024 * 1024

const defaultLimits = {
  /** Files up to this size hold a few minutes in all common formats, so they are buffered without a probe. */
  unprobedFileBytes: 4 * BYTES_PER_MB,
  /** Decoded sounds up to this size are buffered; copying larger ones would block the main thread. */
  bufferedAudioBytes: 100 * BYTES_PER_MB,
  /** Files up to this size can be buffered; larger ones must be streamed. */
  bufferedFileBytes: 64 * BYTES_PER_MB,
}
const MAX_DURATION_S: Seconds = 90 * 60

/**
 * Opens a file. Short files are decoded at once with the browser's own decoders; long ones piece by piece in a worker
 * whenever their samples are needed.
 * @param limits tests set others
 * @throws {SongError} not sound, damaged, too long, or too large; or the signal's reason
 */
export async function openAudio(
  file: Blob,
  name: string,
  signal: AbortSignal,
  limits = defaultLimits,
): Promise<OpenedAudio> {
  if (file.size <= limits.unprobedFileBytes) return openBuffered(file, name)
  assertAudio(await readHead(file), name)
  const { sha256, format } = await probeFile(file, signal).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw createUndecodableError(name, cause)
  })
  if (!format) {
    if (file.size <= limits.bufferedFileBytes) return openBuffered(file, name)
    throw new SongError('fileTooLarge', { name })
  }
  const { sampleRate, channels, duration } = format
  if (!(duration > 0)) throw createNoAudioError(name)
  if (duration > MAX_DURATION_S) {
    const values = { name, minutes: Math.round(duration / 60), maxMinutes: MAX_DURATION_S / 60 }
    throw new SongError('songTooLong', values)
  }
  const audioBytes = 4 * channels * sampleRate * duration
  if (audioBytes <= limits.bufferedAudioBytes && file.size <= limits.bufferedFileBytes) return openBuffered(file, name)
  return openStreamed(file, { name, bytes: file.size, sha256, duration, sampleRate, channels }, format, signal)
}

async function openBuffered(file: Blob, name: string): Promise<OpenedAudio> {
  const bytes = await file.arrayBuffer()
  const buffer = await decodeAudio(bytes, name)
  const stream: BlockStream = {
    sampleRate: buffer.sampleRate,
    channels: buffer.numberOfChannels,
    frames: buffer.length,
    stage: 'resampling',
    sendTo: (port, onProgress, signal) => sendBuffer(buffer, port, onProgress, signal),
  }
  const store = createBufferStore((await isPlayable(buffer)) ? buffer : await downmixBuffer(buffer))
  return { source: await describeSource(bytes, buffer, name), store, stream, fillStore: async () => {} }
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

/** Web Audio plays only the first channel of a layout it does not know, and no channels that cancel each other out. */
async function isPlayable(buffer: AudioBuffer): Promise<boolean> {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c))
  if (!hasSpeakerLayout(channels.length)) return false
  const yieldIfDue = createYielder()
  for (let at = 0; at < buffer.length && channels.length > 1; at += BLOCK_FRAMES) {
    if (findCanceledChannel(channels.map((channel) => channel.subarray(at, at + BLOCK_FRAMES)))) return false
    await yieldIfDue()
  }
  return true
}

async function downmixBuffer(buffer: AudioBuffer): Promise<AudioBuffer> {
  const yieldIfDue = createYielder()
  const mono = new AudioBuffer({ length: buffer.length, sampleRate: buffer.sampleRate })
  for (let at = 0; at < buffer.length; at += BLOCK_FRAMES) {
    mono.copyToChannel(downmix(sliceBlock(buffer, at)), 0, at)
    await yieldIfDue()
  }
  return mono
}

function openStreamed(
  file: Blob,
  source: SongSource,
  { sampleRate, channels, duration }: StreamFormat,
  signal: AbortSignal,
): OpenedAudio {
  const store = createPackedStore(sampleRate / 2 ** countHalvings(sampleRate))
  let filled = false
  // Frees the memory of an abandoned song.
  signal.addEventListener('abort', store.clear, { once: true })
  const stream: BlockStream = {
    sampleRate,
    channels,
    frames: Math.ceil(duration * sampleRate),
    stage: 'decoding',
    sendTo: async (port, onProgress, signal) => {
      if (!filled) store.clear()
      try {
        await decodeInWorker(file, port, { onProgress, onSamples: filled ? () => {} : store.append }, signal)
      } catch (cause) {
        if (!filled) store.clear()
        signal.throwIfAborted()
        throw createUndecodableError(source.name, cause)
      }
      filled = true
    },
  }
  const fillStore = async (signal: AbortSignal) => {
    if (filled) return
    const { port1, port2 } = new MessageChannel()
    await Promise.all([receiveBlocks(port2, () => {}), stream.sendTo(port1, () => {}, signal)])
  }
  return { source, store, stream, fillStore }
}
