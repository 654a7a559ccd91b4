import type { Hertz, Samples } from '../../units.ts'
import type { AudioTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import type { FixedPacketDecoder } from '../codecs/fixed-packet-decoder.ts'

/** The sound of a file: where it is, and how it is decoded. */
export type FixedPackets = {
  sampleRate: Hertz
  /** The bytes [from, to) of the file. */
  from: number
  to: number
  /** Decoders may keep a state, so each decoding has its own. */
  createDecoder: () => FixedPacketDecoder
  /** Samples behind this many are padding. */
  maxFrames?: Samples | undefined
}

const MAX_READ_BYTES = 2 ** 20
const MAX_BLOCK_FRAMES: Samples = 2 ** 16

/**
 * A track of packets of one length.
 * @throws {Error} if the channels or the rate are missing from the file's header
 */
export function createFixedPacketTrack(source: ByteSource, sound: FixedPackets): AudioTrack {
  const { sampleRate, from, to, createDecoder, maxFrames = Infinity } = sound
  const { channels, packetBytes, packetFrames, countFrames } = createDecoder()
  const whole = Math.floor((to - from) / packetBytes)
  const frames = Math.min(maxFrames, whole * packetFrames + countFrames((to - from) % packetBytes))
  const packets = Math.min(Math.floor(MAX_READ_BYTES / packetBytes), Math.floor(MAX_BLOCK_FRAMES / packetFrames))
  return {
    sampleRate,
    channels,
    frames,
    decode: async function* () {
      const decoder = createDecoder()
      const step = Math.max(1, packets) * packetBytes
      for (let at = from, left = frames; left > 0 && at < to; at += step) {
        const block = decoder.decode(await source.read(at, Math.min(at + step, to)))
        const length = block[0]?.length ?? 0
        if (length > 0) yield length > left ? block.map((channel) => channel.slice(0, left)) : block
        left -= length
      }
    },
  }
}
