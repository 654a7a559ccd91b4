import type { Block } from '../../block-stream.ts'
import type { Hertz, Samples } from '../../units.ts'
import { concatBlocks } from '../concat-blocks.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { createBlock } from './fixed-packet-decoder.ts'

/** A decoder that takes one packet after another. */
export type SinglePacketDecoder = {
  sampleRate: Hertz
  channels: number
  /** @throws {Error} if the packet is damaged */
  decode: (packet: Uint8Array) => Block
  /** Samples that a damaged packet stands for. */
  countFrames: (packet: Uint8Array) => Samples
}

/** A decoder that keeps the time: a packet that cannot be decoded brings as much silence. */
export function silenceDamaged({ sampleRate, channels, decode, countFrames }: SinglePacketDecoder): PacketDecoder {
  const decodeOrSilence = (packet: Uint8Array): Block => {
    try {
      return decode(packet)
    } catch {
      return createBlock(channels, countFrames(packet))
    }
  }
  return { sampleRate, channels, decode: (packets) => concatBlocks(packets.map(decodeOrSilence), channels) }
}
