import { toDataView } from '../../bytes.ts'
import { createBlock, type FixedPacketDecoder } from './fixed-packet-decoder.ts'
import { g711Tables } from './g711.ts'

/** How one sample is stored. Integers fill their bytes from the top: 20 bits in 3 bytes are followed by 4 zeros. */
export type PcmEncoding = {
  kind: 'signed' | 'unsigned' | 'float' | 'aLaw' | 'muLaw'
  bytes: number
  littleEndian: boolean
}

/** Fills a channel from the samples at `first` and every `stride` bytes after it. */
type Fill = (channel: Float32Array, bytes: Uint8Array, first: number, stride: number) => void

/** Integers are read to the top of 32 bits, so that one scale fits them all. */
const SCALE = 2 ** -31

/**
 * Linear and G.711 samples, the channels of a frame one after another.
 * @param stride bytes from one frame to the next
 * @returns samples of full scale 1: integers divided by 2^(bits - 1)
 * @throws {Error} for other sample sizes
 */
export function createPcmDecoder(encoding: PcmEncoding, channels: number, stride: number): FixedPacketDecoder {
  const fill = createFill(encoding)
  return {
    channels,
    packetBytes: stride,
    packetFrames: 1,
    countFrames: () => 0,
    decode: (bytes) => {
      const block = createBlock(channels, Math.floor(bytes.length / stride))
      block.forEach((channel, c) => {
        fill(channel, bytes, c * encoding.bytes, stride)
      })
      return block
    },
  }
}

function createFill({ kind, bytes, littleEndian }: PcmEncoding): Fill {
  if (kind === 'aLaw' || kind === 'muLaw') return createTableFill(g711Tables[kind])
  const create = kind === 'float' ? floatFills[bytes] : integerFills[bytes]
  if (!create) throw new Error(`Samples of ${8 * bytes} bits and kind ${kind} are unknown.`)
  return create(littleEndian, kind === 'unsigned' ? 1 << 31 : 0)
}

const createTableFill =
  (table: Float32Array): Fill =>
  (channel, bytes, first, stride) => {
    for (let i = 0, at = first; i < channel.length; i++, at += stride) channel[i] = table[bytes[at]!]!
  }

/** By bytes of a sample; `offset` is the integer that stands for 0. */
const integerFills: Record<number, (littleEndian: boolean, offset: number) => Fill> = {
  1: (_, offset) => (channel, bytes, first, stride) => {
    for (let i = 0, at = first; i < channel.length; i++, at += stride)
      channel[i] = ((bytes[at]! << 24) ^ offset) * SCALE
  },
  2: (littleEndian, offset) => (channel, bytes, first, stride) => {
    const high = littleEndian ? 1 : 0
    for (let i = 0, at = first; i < channel.length; i++, at += stride)
      channel[i] = (((bytes[at + high]! << 24) | (bytes[at + 1 - high]! << 16)) ^ offset) * SCALE
  },
  3: (littleEndian, offset) => (channel, bytes, first, stride) => {
    const high = littleEndian ? 2 : 0
    for (let i = 0, at = first; i < channel.length; i++, at += stride)
      channel[i] =
        (((bytes[at + high]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2 - high]! << 8)) ^ offset) * SCALE
  },
  4: (littleEndian, offset) => (channel, bytes, first, stride) => {
    const view = toDataView(bytes)
    for (let i = 0, at = first; i < channel.length; i++, at += stride)
      channel[i] = (view.getInt32(at, littleEndian) ^ offset) * SCALE
  },
}

/** By bytes of a sample. */
const floatFills: Record<number, (littleEndian: boolean) => Fill> = {
  4: (littleEndian) => (channel, bytes, first, stride) => {
    const view = toDataView(bytes)
    for (let i = 0, at = first; i < channel.length; i++, at += stride) channel[i] = view.getFloat32(at, littleEndian)
  },
  8: (littleEndian) => (channel, bytes, first, stride) => {
    const view = toDataView(bytes)
    for (let i = 0, at = first; i < channel.length; i++, at += stride) channel[i] = view.getFloat64(at, littleEndian)
  },
}
