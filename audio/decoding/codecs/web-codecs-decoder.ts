import type { Block } from '../../block-stream.ts'
import type { Hertz } from '../../units.ts'
import { concatBlocks } from '../concat-blocks.ts'
import { MissingDecoderError, type UndecodedTrack } from '../missing-decoder-error.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { createBlock } from './fixed-packet-decoder.ts'

/** More damaged places end the decoding. */
const MAX_FAILURES = 100
/** Packets that wait within the engine's decoder. */
const MAX_QUEUE = 32
/** Of the time stamps that packets are given; decoders hand them on. */
const PACKET_MICROSECONDS = 20_000

/**
 * The engine's own decoder (WebCodecs), for AAC, AC-3 and what else songwalk cannot decode.
 * @param probe the first packets, from which the decoder's output format is found
 * @param track for the error
 * @throws {MissingDecoderError} if the engine has no decoder for the codec
 * @throws {Error} if it cannot decode the first packets
 */
export async function createWebCodecsDecoder(
  config: AudioDecoderConfig,
  probe: Uint8Array[],
  track: UndecodedTrack,
): Promise<PacketDecoder> {
  if (!(await isDecodable(config))) throw new MissingDecoderError(config.codec, track)
  const probing = createSession(config, probe)
  await probing.flush().finally(probing.close)
  const last = probing.take().at(-1)
  if (!last) throw new Error(`the ${config.codec} sound cannot be decoded`)
  const channels = last.block.length
  let session = createSession(config, [])
  let failures = 0
  const packetFrames = last.block[0]!.length
  /** Collects what is decoded; begins anew after each damaged packet, which is as much silence. */
  const collect = async (wait: () => Promise<unknown>): Promise<Block> => {
    const blocks: Block[] = []
    for (;;) {
      const failure = await wait().then(
        () => undefined,
        (cause: unknown) => ({ cause }),
      )
      blocks.push(...session.take().map(({ block }) => setChannels(block, channels)))
      if (!failure) return concatBlocks(blocks, channels)
      if (++failures > MAX_FAILURES) throw failure.cause
      blocks.push(createBlock(channels, packetFrames))
      session = createSession(config, session.close().slice(1))
    }
  }
  return {
    sampleRate: last.sampleRate,
    channels,
    isExternal: true,
    decode: (packets) => {
      session.decode(packets)
      return collect(() => session.drain())
    },
    flush: () => collect(() => session.flush()),
    free: () => session.close(),
  }
}

/** A decoder may find only later that a stream is stereo. */
const setChannels = (block: Block, channels: number): Block =>
  Array.from({ length: channels }, (_, c) => block[Math.min(c, block.length - 1)]!)

async function isDecodable(config: AudioDecoderConfig): Promise<boolean> {
  if (!('AudioDecoder' in globalThis)) return false
  const { supported } = await AudioDecoder.isConfigSupported(config).catch(() => ({ supported: false }))
  return supported === true
}

type DecodedBlock = { block: Block; sampleRate: Hertz }

/** One AudioDecoder, which ends at its first error. */
function createSession(config: AudioDecoderConfig, packets: Uint8Array[]) {
  const blocks: DecodedBlock[] = []
  const pending: Uint8Array[] = []
  const failure = new AbortController()
  const decoder = new AudioDecoder({
    output: (data) => {
      blocks.push(readAudioData(data))
      pending.shift()
    },
    error: (cause) => failure.abort(cause),
  })
  decoder.configure(config)
  let count = 0
  const decode = (more: Uint8Array[]): void => {
    pending.push(...more)
    if (decoder.state !== 'configured') return
    for (const data of more)
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: count++ * PACKET_MICROSECONDS, data }))
  }
  decode(packets)
  return {
    decode,
    /** Waits until few packets are left. */
    drain: async () => {
      failure.signal.throwIfAborted()
      while (decoder.decodeQueueSize > MAX_QUEUE) await waitForDequeue(decoder, failure.signal)
    },
    flush: async () => {
      failure.signal.throwIfAborted()
      await decoder.flush()
    },
    /** The blocks decoded since the last call. */
    take: () => blocks.splice(0),
    /** Returns the packets that are not decoded; the first one is the damaged one after an error. */
    close: () => {
      if (decoder.state !== 'closed') decoder.close()
      return pending
    },
  }
}

const waitForDequeue = (decoder: AudioDecoder, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const finish = () => {
      signal.removeEventListener('abort', abort)
      resolve()
    }
    decoder.addEventListener('dequeue', finish, { once: true })
    signal.addEventListener('abort', abort, { once: true })
  })

/** Of 32-bit integers. */
const SCALE = 2 ** -31

/**
 * Reads integers of 32 bits, or floats in engines that convert to nothing else (Chromium). Copying floats ends the
 * process of a page in WebKitGTK 2.50.
 */
function readAudioData(data: AudioData): DecodedBlock {
  const { sampleRate, numberOfChannels, numberOfFrames } = data
  const read = (planeIndex: number): Float32Array<ArrayBuffer> => {
    const integers = new Int32Array(numberOfFrames)
    try {
      data.copyTo(integers, { planeIndex, format: 's32-planar' })
    } catch {
      const floats = new Float32Array(numberOfFrames)
      data.copyTo(floats, { planeIndex, format: 'f32-planar' })
      return floats
    }
    return Float32Array.from(integers, (x) => x * SCALE)
  }
  const block = Array.from({ length: numberOfChannels }, (_, planeIndex) => read(planeIndex))
  data.close()
  return { block, sampleRate }
}
