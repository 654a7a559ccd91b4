import type { Block } from '../../block-stream.ts'
import { toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { flac } from '../kernels/build/flac.ts'
import { readFlacFrameSamples } from './flac-packet.ts'
import { instantiateKernel } from './instantiate-kernel.ts'
import type { SinglePacketDecoder } from './silence-damaged.ts'

/** The exports of audio/decoding/kernels/flac-decoder-kernel.ts. */
type FlacKernel = {
  configure: (rate: number, bits: number) => void
  allocateInput: (bytes: number) => number
  findHeader: (from: number, bytes: number) => number
  decodeFrame: (from: number, bytes: number) => number
  getFrames: () => number
  getSampleRate: () => number
  getChannels: () => number
  countsSamples: () => number
  getCodedNumber: () => number
  getOutput: () => number
}

/** STREAMINFO (RFC 9639, 8.2). */
export type FlacStreamInfo = {
  sampleRate: Hertz
  channels: number
  bits: number
  /** Samples of every frame but the last one; 0 if they vary. */
  frameLength: Samples
  /** Samples per channel; 0 if they are not known. */
  frames: Samples
}

/** A decoded frame. */
export type FlacFrame = {
  block: Block
  sampleRate: Hertz
  /** Number of the first sample, if all frames in front have the same length. */
  position: Samples
  /** Length of the frame, bytes. */
  bytes: number
}

/** A window on a stream in which frames are found and decoded. */
export type FlacFrameDecoder = {
  /** Replaces the bytes of the window. */
  load: (bytes: Uint8Array) => void
  /** Offset of the first frame header at or behind `from`; -1 without one. A few headers are found that are none. */
  find: (from: number) => number
  /** The frame at an offset: undefined if there is none or its checksum is wrong, `cut` if the window ends before it. */
  decode: (from: number) => FlacFrame | 'cut' | undefined
}

const STREAM_INFO_BYTES = 34
const MIN_WINDOW_BYTES = 2 ** 16

/** @throws {Error} if it is cut off */
export function parseStreamInfo(bytes: Uint8Array): FlacStreamInfo {
  if (bytes.length < STREAM_INFO_BYTES) throw new Error('The FLAC header is cut off.')
  const view = toDataView(bytes)
  const least = view.getUint16(0)
  const most = view.getUint16(2)
  const packed = view.getUint32(10)
  return {
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bits: ((packed >>> 4) & 31) + 1,
    frameLength: least === most ? most : 0,
    frames: (packed & 15) * 2 ** 32 + view.getUint32(14),
  }
}

/** A decoder of frames within a stream. */
export async function createFlacFrameDecoder(info: FlacStreamInfo): Promise<FlacFrameDecoder> {
  const kernel = await instantiateKernel<FlacKernel>(flac)
  kernel.configure(info.sampleRate, info.bits)
  let capacity = 0
  let input = 0
  let size = 0
  return {
    load: (bytes) => {
      if (bytes.length > capacity) {
        capacity = Math.max(MIN_WINDOW_BYTES, bytes.length)
        input = kernel.allocateInput(capacity)
      }
      new Uint8Array(kernel.memory.buffer, input, bytes.length).set(bytes)
      size = bytes.length
    },
    find: (from) => kernel.findHeader(from, size),
    decode: (from) => {
      const bytes = kernel.decodeFrame(from, size)
      if (bytes <= 0) return bytes < 0 ? 'cut' : undefined
      const frames = kernel.getFrames()
      const number = kernel.getCodedNumber()
      return {
        block: copyOutput(kernel.memory, kernel.getOutput(), kernel.getChannels(), frames),
        sampleRate: kernel.getSampleRate(),
        position: kernel.countsSamples() ? number : number * (info.frameLength || frames),
        bytes,
      }
    },
  }
}

const copyOutput = ({ buffer }: WebAssembly.Memory, at: number, channels: number, frames: Samples): Block =>
  Array.from({ length: channels }, (_, c) => new Float32Array(buffer, at + 4 * c * frames, frames).slice())

/**
 * A decoder of frames that another container holds one by one. A frame of another rate or number of channels counts as
 * damaged.
 * @param streamInfo the content of a STREAMINFO block, without the header of the block
 * @throws {Error} if it is cut off or damaged
 */
export async function createFlacDecoder(streamInfo: Uint8Array): Promise<SinglePacketDecoder> {
  const info = parseStreamInfo(streamInfo)
  const { sampleRate, channels } = info
  if (sampleRate === 0) throw new Error('The FLAC header is damaged: its rate is 0.')
  const frames = await createFlacFrameDecoder(info)
  let lastLength = info.frameLength
  return {
    sampleRate,
    channels,
    countFrames: (packet) => lastLength || readFlacFrameSamples(packet),
    decode: (packet) => {
      frames.load(packet)
      const frame = frames.decode(0)
      if (typeof frame !== 'object') throw new Error('The FLAC frame is damaged.')
      if (frame.sampleRate !== sampleRate || frame.block.length !== channels)
        throw new Error('The FLAC frame has another rate or other channels than its stream.')
      if (info.frameLength > 0) lastLength = frame.block[0]!.length
      return frame.block
    },
  }
}
