import type { Block } from '../../block-stream.ts'
import type { Samples } from '../../units.ts'

/** A decoder for packets that all have the same length: PCM, G.711, ADPCM. It may keep a state from call to call. */
export type FixedPacketDecoder = {
  channels: number
  /** Bytes of a packet, all channels together. */
  packetBytes: number
  /** Samples per channel of a packet. */
  packetFrames: Samples
  /** Samples per channel in the last packet of a file, which may be shorter. */
  countFrames: (bytes: number) => Samples
  /** Decodes successive packets; the last one of a file may be shorter. */
  decode: (bytes: Uint8Array) => Block
}

/** Silence of any number of channels. */
export const createBlock = (channels: number, frames: Samples): Block =>
  Array.from({ length: channels }, () => new Float32Array(frames))

type PacketCodec = Pick<FixedPacketDecoder, 'channels' | 'packetBytes' | 'countFrames'> & {
  /** Writes the samples of one packet at `from`. */
  decodePacket: (packet: Uint8Array, block: Block, from: Samples) => void
}

/** A decoder of one packet after another. */
export function createPacketDecoder({
  channels,
  packetBytes,
  countFrames,
  decodePacket,
}: PacketCodec): FixedPacketDecoder {
  const packetFrames = countFrames(packetBytes)
  return {
    channels,
    packetBytes,
    packetFrames,
    countFrames,
    decode: (bytes) => {
      const whole = Math.floor(bytes.length / packetBytes)
      const block = createBlock(channels, whole * packetFrames + countFrames(bytes.length % packetBytes))
      for (let i = 0; i * packetBytes < bytes.length; i++)
        decodePacket(bytes.subarray(i * packetBytes, (i + 1) * packetBytes), block, i * packetFrames)
      return block
    },
  }
}
