import * as Comlink from 'comlink'
import { createBlockSender } from '../block-stream.ts'
import { countHalvings, createHalfBandDecimator } from '../dsp/decimate.ts'
import { downmix } from '../dsp/downmix.ts'
import { type PackedSamples, packSamples } from '../playback/sample-store.ts'
import type { Hertz } from '../units.ts'
import { openDecodeStream, type StreamFormat } from './decode-stream.ts'
import { hashBlob } from './hash-blob.ts'

/** `format` is undefined if the browser cannot decode the file piece by piece. */
export type ProbeResult = { sha256: string; format: StreamFormat | undefined }

/** Messages of a decoding, in order: samples for playback, and the progress; `end` is the last. */
export type DecodeMessage =
  | { kind: 'samples'; samples: PackedSamples }
  | { kind: 'progress'; fraction: number }
  | { kind: 'end' }

const service = {
  hash: (file: Blob): Promise<string> => hashBlob(file),

  /** Reads the format and the hash of a file. */
  async probe(file: Blob): Promise<ProbeResult> {
    const stream = await openDecodeStream(file).catch(() => undefined)
    const format = stream && { sampleRate: stream.sampleRate, channels: stream.channels, duration: stream.duration }
    return { sha256: await hashBlob(file), format }
  },

  /** Decodes a file: sends its blocks to the port `blocks` (block-stream.ts), and messages to `messages`. */
  async decode(file: Blob, blocks: MessagePort, messages: MessagePort): Promise<void> {
    const send = (message: DecodeMessage, transfer: Transferable[] = []): void =>
      messages.postMessage(message, transfer)
    const stream = await openDecodeStream(file)
    if (!stream) throw new Error('The file can no longer be decoded; it was changed or moved.')
    const sender = createBlockSender(blocks)
    const decimate = createPlaybackDecimator(stream.sampleRate)
    const sendSamples = (mono: Float32Array): void => {
      const samples = packSamples(mono)
      send({ kind: 'samples', samples }, [samples.values.buffer])
    }
    await stream.decodeBlocks(async (block, at) => {
      sendSamples(decimate(downmix(block), false))
      send({ kind: 'progress', fraction: Math.min(1, at / stream.duration) })
      await sender.send(block)
    })
    sendSamples(decimate(new Float32Array(0), true))
    send({ kind: 'end' })
    sender.end()
  },
}

/** Decimates mono blocks above 48 kHz. */
function createPlaybackDecimator(rate: Hertz): (samples: Float32Array, last: boolean) => Float32Array {
  const stages = Array.from({ length: countHalvings(rate) }, createHalfBandDecimator)
  return (samples, last) => stages.reduce((signal, decimate) => decimate(signal, last), samples)
}

export type DecodeService = typeof service

Comlink.expose(service)
