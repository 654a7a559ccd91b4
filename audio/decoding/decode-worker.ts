import * as Comlink from 'comlink'
import { type Block, createBlockSender } from '../block-stream.ts'
import { selectBackend } from '../dsp/wasm-kernels.ts'
import { limitProgress } from '../limit-progress.ts'
import { type PackedSamples, packSamples } from '../playback/sample-store.ts'
import { SongError, type SongErrorData } from '../song-error.ts'
import { readClockMs, type StageTiming } from '../stage-timing.ts'
import type { Samples } from '../units.ts'
import type { AudioTrack } from './audio-track.ts'
import { createBlobSource } from './byte-source.ts'
import type { DecodedFile } from './decoded-file.ts'
import { hashBlob } from './hash-blob.ts'
import { MissingDecoderError, type UndecodedTrack } from './missing-decoder-error.ts'
import { openTrack } from './open-track.ts'
import { createPlaybackConverter, type PlaybackFormat } from './playback-format.ts'

/** The format of an opened file, by its headers. */
export type TrackFormat = Omit<AudioTrack, 'decode'>

/** Errors are returned as data: Comlink keeps messages but not classes. */
export type OpenTrackResult =
  | { kind: 'opened'; sha256: string; format: TrackFormat }
  | { kind: 'missingDecoder'; sha256: string; track: UndecodedTrack }
  | { kind: 'failed'; error: SongErrorData }

/** Messages of a decoding, in order: samples for playback, and the progress; `end` is the last. */
export type DecodeMessage =
  | { kind: 'samples'; samples: Block | PackedSamples }
  | { kind: 'progress'; fraction: number }
  | { kind: 'end'; timing: StageTiming }

/** The track that was opened last, for the decoding that follows. */
let opened: { id: string; track: AudioTrack } | null = null

async function openFile({ blob, name, id, maxDuration }: DecodedFile): Promise<AudioTrack> {
  const track = await openTrack(createBlobSource(blob), name, maxDuration)
  opened = { id, track }
  return track
}

const service = {
  hash: (file: Blob): Promise<string> => hashBlob(file),

  /** Reads the format and the hash of a file. */
  async open(file: DecodedFile): Promise<OpenTrackResult> {
    const hashing = hashBlob(file.blob)
    hashing.catch(() => {})
    try {
      const track = await openFile(file)
      const { decode: _, ...format } = track
      return { kind: 'opened', sha256: await hashing, format }
    } catch (error) {
      if (error instanceof MissingDecoderError)
        return { kind: 'missingDecoder', sha256: await hashing, track: error.track }
      if (error instanceof SongError) return { kind: 'failed', error: error.toData() }
      throw error
    }
  },

  /**
   * Decodes a file.
   * @param blocks gets all blocks (block-stream.ts), for the analysis; null if only playback needs the samples
   */
  async decode(
    file: DecodedFile,
    playback: PlaybackFormat | null,
    blocks: MessagePort | null,
    messages: MessagePort,
  ): Promise<void> {
    const send = (message: DecodeMessage, transfer: Transferable[] = []) => messages.postMessage(message, transfer)
    const sendProgress = limitProgress((_: 'decoding', fraction) => send({ kind: 'progress', fraction }))
    const track = opened?.id === file.id ? opened.track : await openFile(file)
    const sender = blocks && createBlockSender(blocks)
    const converter = playback && createPlaybackConverter(track.sampleRate, playback)
    const sendSamples = (block: Block): void => {
      if (!block[0]?.length) return
      if (playback?.kind === 'packed') {
        const samples = packSamples(block[0])
        send({ kind: 'samples', samples }, [samples.values.buffer])
      } else {
        const buffers = block.map(({ buffer }) => buffer)
        send({ kind: 'samples', samples: block }, buffers)
      }
    }
    let decoded: Samples = 0
    let waitingMs = 0
    const startMs = readClockMs()
    for await (const block of track.decode()) {
      decoded += block[0]!.length
      if (converter) sendSamples(converter.push(block))
      sendProgress('decoding', Math.min(1, decoded / track.frames))
      if (!sender) continue
      const sent = performance.now()
      await sender.send(block)
      waitingMs += performance.now() - sent
    }
    if (converter) sendSamples(converter.finish())
    const endMs = readClockMs()
    send({ kind: 'end', timing: { stage: 'decoding', startMs, endMs, computingMs: endMs - startMs - waitingMs } })
    sender?.end()
  },
}

export type DecodeService = typeof service

// A worker is started before it is needed; so are its kernels.
selectBackend()
Comlink.expose(service)
