import * as Comlink from 'comlink'
import { createBlockSender } from '../block-stream.ts'
import { countHalvings, createHalfBandDecimator } from '../dsp/decimate.ts'
import { downmix } from '../dsp/downmix.ts'
import { type PackedSamples, packSamples } from '../playback/sample-store.ts'
import type { Hertz } from '../units.ts'
import { openDecodeStream, type StreamFormat } from './decode-stream.ts'
import { hashBlob } from './hash-blob.ts'

/** What is known of a file before it is decoded; without a format the browser cannot decode it piece by piece. */
export type ProbeResult = { sha256: string; format: StreamFormat | undefined }

/** One way, in order, never awaited: what the song's voices will play, and how far the file is decoded. */
export type DecodeMessage =
  | { kind: 'pack'; pack: PackedSamples }
  | { kind: 'progress'; fraction: number }
  | { kind: 'end' }

const service = {
  hash: (file: Blob): Promise<string> => hashBlob(file),

  /** Looks at a file: what is in it, and its hash. */
  async probe(file: Blob): Promise<ProbeResult> {
    const stream = await openDecodeStream(file).catch(() => undefined)
    const format = stream && { sampleRate: stream.sampleRate, channels: stream.channels, duration: stream.duration }
    return { sha256: await hashBlob(file), format }
  },

  /** Decodes a file: its blocks go out through `blocks`, and news through `news`. */
  async decode(file: Blob, blocks: MessagePort, news: MessagePort): Promise<void> {
    const tell = (message: DecodeMessage, moved: Transferable[] = []): void => news.postMessage(message, moved)
    const stream = await openDecodeStream(file)
    if (!stream) throw new Error('The file can no longer be decoded.')
    const sender = createBlockSender(blocks)
    const halve = createPlaybackDecimator(stream.sampleRate)
    const keep = (samples: Float32Array): void => {
      const packed = packSamples(samples)
      tell({ kind: 'pack', pack: packed }, [packed.values.buffer])
    }
    await stream.decodeBlocks(async (block, at) => {
      keep(halve(downmix(block), false))
      tell({ kind: 'progress', fraction: Math.min(1, at / stream.duration) })
      await sender.send(block)
    })
    keep(halve(new Float32Array(0), true))
    tell({ kind: 'end' })
    sender.end()
  },
}

/** Brings mono blocks of a rate that nobody can hear down to one that is played. */
function createPlaybackDecimator(rate: Hertz): (samples: Float32Array, last: boolean) => Float32Array {
  const halvers = Array.from({ length: countHalvings(rate) }, createHalfBandDecimator)
  return (samples, last) => halvers.reduce((sound, halve) => halve(sound, last), samples)
}

export type DecodeService = typeof service

Comlink.expose(service)
