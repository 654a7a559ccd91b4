import { toDataView } from '../../bytes.ts'
import type { Samples } from '../../units.ts'
import { createPacketDecoder, type FixedPacketDecoder } from './fixed-packet-decoder.ts'

/** IMA Digital Audio Focus and Technical Working Group, "Recommended Practices", 1992: step sizes. */
const steps = Int16Array.of(
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107],
  ...[118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876],
  ...[963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358],
  ...[5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086],
  ...[29794, 32767],
)
/** Change of the step's index by the size of a code. */
const indexChanges = Int8Array.of(-1, -1, -1, -1, 2, 4, 6, 8)

const MAX_INDEX = steps.length - 1
const limitIndex = (index: number): number => Math.max(0, Math.min(MAX_INDEX, index))
const limitSample = (sample: number): number => Math.max(-32768, Math.min(32767, sample))

/** A code of 4 bits is (size + 1/2) / 4 of the step, and a sign. */
type CodeToDifference = (step: number, size: number) => number
/** The exact product, as ffmpeg and the encoders of WAV files have it. */
const multiply: CodeToDifference = (step, size) => ((2 * size + 1) * step) >> 3
/** The sum of shifted steps, as QuickTime has it; up to two less. */
const addShifted: CodeToDifference = (step, size) =>
  (step >> 3) + ((size & 4) !== 0 ? step : 0) + ((size & 2) !== 0 ? step >> 1 : 0) + ((size & 1) !== 0 ? step >> 2 : 0)

/** The state of a channel; `next` takes a code and gives a sample of 16 bits. */
function createChannelState(toDifference: CodeToDifference) {
  let sample = 0
  let index = 0
  const reset = (firstSample: number, firstIndex: number) => {
    sample = firstSample
    index = limitIndex(firstIndex)
  }
  return {
    reset,
    /** Keeps the sample if it fits to these upper bits. */
    resume: (upperBits: number, nextIndex: number) => {
      if (index !== nextIndex || Math.abs(upperBits - sample) > 0x7f) reset(upperBits, nextIndex)
    },
    next: (code: number): number => {
      const difference = toDifference(steps[index]!, code & 7)
      sample = limitSample((code & 8) !== 0 ? sample - difference : sample + difference)
      index = limitIndex(index + indexChanges[code & 7]!)
      return sample
    },
  }
}

const WAV_HEADER_BYTES = 4
/** Eight codes of one channel, after which the next channel has its turn. */
const WAV_GROUP_BYTES = 4

/** IMA ADPCM of WAV files (Microsoft, "Multimedia Data Standards Update", 1994: tag 0x11). */
export const createImaWavDecoder = (channels: number, packetBytes: number): FixedPacketDecoder =>
  createPacketDecoder({
    channels,
    packetBytes,
    countFrames: (bytes) => {
      const groups = Math.floor((bytes / channels - WAV_HEADER_BYTES) / WAV_GROUP_BYTES)
      return groups < 0 ? 0 : 1 + 8 * groups
    },
    decodePacket: (packet, block, from) => {
      const view = toDataView(packet)
      const codes = 8 * Math.floor((packet.length / channels - WAV_HEADER_BYTES) / WAV_GROUP_BYTES)
      if (codes < 0) return
      block.forEach((channel, c) => {
        const header = WAV_HEADER_BYTES * c
        const state = createChannelState(multiply)
        state.reset(view.getInt16(header, true), packet[header + 2]!)
        channel[from] = view.getInt16(header, true) / 32768
        for (let i = 0; i < codes; i++) {
          const group = channels + (i >> 3) * channels + c
          const byte = packet[WAV_GROUP_BYTES * group + ((i & 7) >> 1)]!
          channel[from + 1 + i] = state.next((i & 1) !== 0 ? byte >> 4 : byte & 15) / 32768
        }
      })
    },
  })

const IMA4_PACKET_BYTES = 34
const IMA4_PACKET_FRAMES: Samples = 64
/** The header holds no more of the sample than its upper 9 bits. */
const IMA4_SAMPLE_MASK = ~0x7f

/**
 * IMA ADPCM of AIFF-C and CAF files (Apple, TN1081). A packet continues with the former one's last sample where the
 * upper bits in its header do not say otherwise.
 */
export function createIma4Decoder(channels: number): FixedPacketDecoder {
  const states = Array.from({ length: channels }, () => createChannelState(addShifted))
  return createPacketDecoder({
    channels,
    packetBytes: IMA4_PACKET_BYTES * channels,
    countFrames: (bytes) => (bytes === IMA4_PACKET_BYTES * channels ? IMA4_PACKET_FRAMES : 0),
    decodePacket: (packet, block, from) => {
      if (packet.length < IMA4_PACKET_BYTES * channels) return
      const view = toDataView(packet)
      block.forEach((channel, c) => {
        const start = IMA4_PACKET_BYTES * c
        const header = view.getInt16(start)
        const state = states[c]!
        state.resume(header & IMA4_SAMPLE_MASK, header & ~IMA4_SAMPLE_MASK)
        for (let i = 0; i < IMA4_PACKET_FRAMES; i++) {
          const byte = packet[start + 2 + (i >> 1)]!
          channel[from + i] = state.next((i & 1) !== 0 ? byte >> 4 : byte & 15) / 32768
        }
      })
    },
  })
}
