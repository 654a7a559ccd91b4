import { type Block, type BlockStream, blockFrames, createBlockSender, takeBlocks } from '../block-stream.ts'
import { halvingsFor } from '../dsp/decimate.ts'
import { downmix, hasLayout } from '../dsp/downmix.ts'
import { SongError } from '../errors.ts'
import { packedSound, type SoundStore, wholeSound } from '../playback/sample-store.ts'
import type { SongSource } from '../song/song.ts'
import { describeSource } from '../song/song-source.ts'
import type { Seconds } from '../units.ts'
import { createBreather } from '../yield-to-main.ts'
import { decodeAudio } from './decode-audio.ts'
import { decodeInWorker, probeFile } from './decode-client.ts'
import type { StreamFormat } from './decode-stream.ts'
import { readHead } from './formats/long-trim.ts'
import { noSound, refuseOther, undecodable } from './identify-file.ts'

/** A file ready to be analyzed and played. */
export type OpenedSound = {
  source: SongSource
  /** For the voices. Of a long song it is empty until its stream has been poured once. */
  store: SoundStore
  /** For the analysis. */
  stream: BlockStream
  /** Fills the store where no analysis has done it. */
  fill: (signal: AbortSignal) => Promise<void>
}

const MB = 1024 * 1024

/** In bytes. */
const usual = {
  /** Files up to this size hold no more than some minutes in any usual format: nobody needs to look first. */
  surelyShort: 4 * MB,
  /** Sound up to this size, decoded, is held as it is; more would be copied too long on the page's own thread. */
  whole: 100 * MB,
  /** Files that cannot be decoded piece by piece are decoded at once up to this size. */
  wholeFile: 64 * MB,
}
const longest: Seconds = 90 * 60

/**
 * Opens a file: short ones are decoded at once with the browser's own decoders, long ones piece by piece in a
 * worker whenever their samples are asked for.
 * @param limits other than usual, for tests
 * @throws {SongError} one sentence: not sound, damaged, too long, too large; or the signal's reason
 */
export async function openSound(file: Blob, name: string, signal: AbortSignal, limits = usual): Promise<OpenedSound> {
  if (file.size <= limits.surelyShort) return openWhole(file, name)
  refuseOther(await readHead(file), name)
  const { sha256, format } = await probeFile(file, signal).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw undecodable(name, cause)
  })
  if (!format) {
    if (file.size <= limits.wholeFile) return openWhole(file, name)
    throw new SongError(`“${name}” is too large for this browser to read; choose one below 64 MB, for example an mp3.`)
  }
  const { sampleRate, channels, duration } = format
  if (!(duration > 0)) throw noSound(name)
  if (duration > longest) {
    const minutes = Math.round(duration / 60)
    throw new SongError(`“${name}” is ${minutes} minutes long; choose one of at most ${longest / 60} minutes.`)
  }
  const decoded = 4 * channels * sampleRate * duration
  if (decoded <= limits.whole && file.size <= limits.wholeFile) return openWhole(file, name)
  return openLong(file, { name, bytes: file.size, sha256, duration, sampleRate, channels }, format, signal)
}

async function openWhole(file: Blob, name: string): Promise<OpenedSound> {
  const bytes = await file.arrayBuffer()
  const buffer = await decodeAudio(bytes, name)
  const stream: BlockStream = {
    sampleRate: buffer.sampleRate,
    channels: buffer.numberOfChannels,
    frames: buffer.length,
    stage: 'resampling',
    pour: (port, onProgress, signal) => pourBuffer(buffer, port, onProgress, signal),
  }
  const store = wholeSound(hasLayout(buffer.numberOfChannels) ? buffer : await monoOf(buffer))
  return { source: await describeSource(bytes, buffer, name), store, stream, fill: async () => {} }
}

const blockAt = (buffer: AudioBuffer, at: number): Block =>
  Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c).slice(at, at + blockFrames))

async function pourBuffer(
  buffer: AudioBuffer,
  port: MessagePort,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const breathe = createBreather()
  const sender = createBlockSender(port)
  for (let at = 0; at < buffer.length && !signal.aborted; at += blockFrames) {
    onProgress(at / buffer.length)
    await sender.send(blockAt(buffer, at))
    await breathe()
  }
  sender.end()
}

/** Of channels that Web Audio has no layout for, it would play the first alone. */
async function monoOf(buffer: AudioBuffer): Promise<AudioBuffer> {
  const breathe = createBreather()
  const mono = new AudioBuffer({ length: buffer.length, sampleRate: buffer.sampleRate })
  for (let at = 0; at < buffer.length; at += blockFrames) {
    mono.copyToChannel(downmix(blockAt(buffer, at)), 0, at)
    await breathe()
  }
  return mono
}

function openLong(
  file: Blob,
  source: SongSource,
  { sampleRate, channels, duration }: StreamFormat,
  signal: AbortSignal,
): OpenedSound {
  const store = packedSound(sampleRate / 2 ** halvingsFor(sampleRate))
  let filled = false
  // A song that was given up needs nothing any more.
  signal.addEventListener('abort', store.clear, { once: true })
  const stream: BlockStream = {
    sampleRate,
    channels,
    frames: Math.ceil(duration * sampleRate),
    stage: 'decoding',
    pour: async (port, onProgress, signal) => {
      if (!filled) store.clear()
      try {
        await decodeInWorker(file, port, { onProgress, onPack: filled ? () => {} : store.add }, signal)
      } catch (cause) {
        if (!filled) store.clear()
        signal.throwIfAborted()
        throw undecodable(source.name, cause)
      }
      filled = true
    },
  }
  const fill = async (signal: AbortSignal) => {
    if (filled) return
    const { port1, port2 } = new MessageChannel()
    await Promise.all([takeBlocks(port2, () => {}), stream.pour(port1, () => {}, signal)])
  }
  return { source, store, stream, fill }
}
