import type { Block } from '../../block-stream.ts'
import { readLatin1, toDataView } from '../../bytes.ts'
import { alac } from '../kernels/build/alac.ts'
import { instantiateKernel } from './instantiate-kernel.ts'
import type { SinglePacketDecoder } from './silence-damaged.ts'

/** The exports of audio/decoding/kernels/alac-decoder-kernel.ts. */
type AlacKernel = {
  configure: (frames: number, bits: number, channels: number, factor: number, mean: number, parameter: number) => void
  getInput: (bytes: number) => number
  getOutput: () => number
  decodePacket: (bytes: number) => number
}

const CONFIGURATION_BYTES = 24
const MAX_FRAME_LENGTH = 65536
const MAX_PACKET_BYTES = 1 << 24

/** By number of channels: the place in the order of WAVE files of each channel in the order of the packet. */
const channelOrders: Record<number, readonly number[]> = {
  3: [2, 0, 1],
  4: [2, 0, 1, 3],
  5: [2, 0, 1, 3, 4],
  6: [2, 0, 1, 4, 5, 3],
  7: [2, 0, 1, 4, 5, 6, 3],
  8: [2, 6, 7, 0, 1, 4, 5, 3],
}

/**
 * A decoder of Apple Lossless packets. Channels are in the order of WAVE files.
 * @param cookie the magic cookie (Apple, "ALACMagicCookieDescription"), with or without the atoms around it
 * @throws {Error} if it describes no sound that can be decoded
 */
export async function createAlacDecoder(cookie: Uint8Array): Promise<SinglePacketDecoder> {
  const { frameLength, bitDepth, channels, sampleRate, factor, mean, parameter } = readCookie(cookie)
  const kernel = await instantiateKernel<AlacKernel>(alac)
  kernel.configure(frameLength, bitDepth, channels, factor, mean, parameter)
  return {
    sampleRate,
    channels,
    countFrames: () => frameLength,
    decode: (packet) => {
      if (packet.length > MAX_PACKET_BYTES) throw new Error('The ALAC packet is damaged.')
      const input = kernel.getInput(packet.length)
      new Uint8Array(kernel.memory.buffer, input, packet.length).set(packet)
      const frames = kernel.decodePacket(packet.length)
      if (frames < 0) throw new Error('The ALAC packet is damaged.')
      const block: Block = new Array(channels)
      for (let c = 0; c < channels; c++) {
        const samples = new Float32Array(kernel.memory.buffer, kernel.getOutput() + 4 * c * frames, frames)
        block[channelOrders[channels]?.[c] ?? c] = samples.slice()
      }
      return block
    },
  }
}

function readCookie(cookie: Uint8Array) {
  const at = findConfiguration(cookie)
  if (at + CONFIGURATION_BYTES > cookie.length) throw new Error('The ALAC configuration is cut off.')
  const view = toDataView(cookie.subarray(at))
  const configuration = {
    frameLength: view.getUint32(0),
    bitDepth: view.getUint8(5),
    factor: view.getUint8(6),
    mean: view.getUint8(7),
    parameter: view.getUint8(8),
    channels: view.getUint8(9),
    sampleRate: view.getUint32(20),
  }
  const { frameLength, bitDepth, channels, sampleRate, parameter } = configuration
  const isUsable =
    view.getUint8(4) === 0 &&
    frameLength > 0 &&
    frameLength <= MAX_FRAME_LENGTH &&
    [16, 20, 24, 32].includes(bitDepth) &&
    channels > 0 &&
    channels <= 8 &&
    sampleRate > 0 &&
    parameter > 0 &&
    parameter < 24
  if (!isUsable) throw new Error('The ALAC configuration is damaged or of an unknown kind.')
  return configuration
}

/** Skips the atoms `frma` and `alac` of older files, and the version of an mp4 box. */
function findConfiguration(cookie: Uint8Array): number {
  const afterFormat = readLatin1(cookie, 4, 4) === 'frma' ? 12 : 0
  if (readLatin1(cookie, afterFormat + 4, 4) === 'alac') return afterFormat + 12
  return cookie.length >= 4 + CONFIGURATION_BYTES && toDataView(cookie).getUint32(0) === 0 ? 4 : afterFormat
}
