import { toDataView } from '../../bytes.ts'
import { createPacketDecoder, type FixedPacketDecoder } from './fixed-packet-decoder.ts'

/** Weights of the last sample and of the one before, in units of 1/256. */
export type AdpcmWeights = [last: number, former: number]

/** Microsoft, "Multimedia Data Standards Update", 1994: the seven sets that every file has. */
export const standardAdpcmWeights: readonly AdpcmWeights[] = [
  [256, 0],
  [512, -256],
  [0, 0],
  [192, 64],
  [240, 0],
  [460, -208],
  [392, -232],
]

/** Growth of the step by code, in units of 1/256. */
const growths = Int16Array.of(230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230)
const MIN_STEP = 16
const MAX_STEP = 0x7fffff

/** Bytes per channel in front: choice of weights, step, last and former sample. */
const HEADER_BYTES = 7

/**
 * Microsoft ADPCM (tag 2).
 * @param weights those of the file's header
 */
export const createMsAdpcmDecoder = (
  channels: number,
  packetBytes: number,
  weights: readonly AdpcmWeights[],
): FixedPacketDecoder =>
  createPacketDecoder({
    channels,
    packetBytes,
    countFrames: (bytes) =>
      bytes < HEADER_BYTES * channels ? 0 : 2 + Math.floor((2 * (bytes - HEADER_BYTES * channels)) / channels),
    decodePacket: (packet, block, from) => {
      if (packet.length < HEADER_BYTES * channels) return
      const view = toDataView(packet)
      const codes = Math.floor((2 * (packet.length - HEADER_BYTES * channels)) / channels)
      block.forEach((channel, c) => {
        const [lastWeight, formerWeight] = weights[packet[c]!] ?? weights[0]!
        let step = view.getInt16(channels + 2 * c, true)
        let last = view.getInt16(3 * channels + 2 * c, true)
        let former = view.getInt16(5 * channels + 2 * c, true)
        channel[from] = former / 32768
        channel[from + 1] = last / 32768
        for (let i = 0; i < codes; i++) {
          const place = i * channels + c
          const byte = packet[HEADER_BYTES * channels + (place >> 1)]!
          const code = (place & 1) !== 0 ? byte & 15 : byte >> 4
          const predicted = Math.trunc((last * lastWeight + former * formerWeight) / 256)
          former = last
          last = Math.max(-32768, Math.min(32767, predicted + ((code ^ 8) - 8) * step))
          step = Math.max(MIN_STEP, Math.min(MAX_STEP, (growths[code]! * step) >> 8))
          channel[from + 2 + i] = last / 32768
        }
      })
    },
  })
