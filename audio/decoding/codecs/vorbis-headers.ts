import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'

/** What the headers say of the packets (Vorbis I, 4.2). */
export type VorbisInfo = {
  channels: number
  sampleRate: Hertz
  /** Samples of a packet's window, by its mode number. */
  blockSizes: Samples[]
}

/** Block flag, window type, transform type and mapping of a mode (Vorbis I, 4.2.4). */
const MODE_BITS = 41
const TYPE_BITS = 32
const MAX_MODES = 64

const isVorbisHeader = (packet: Uint8Array | undefined, type: number): packet is Uint8Array =>
  packet !== undefined && packet[0] === type && readLatin1(packet, 1, 6) === 'vorbis'

/**
 * Reads the identification and setup headers.
 * @throws {RangeError} if they are damaged
 */
export function parseVorbisHeaders([identification, , setup]: Uint8Array[]): VorbisInfo {
  if (!isVorbisHeader(identification, 1) || identification.length < 30 || !isVorbisHeader(setup, 5))
    throw new RangeError('a header of the Vorbis stream is missing')
  const view = toDataView(identification)
  const channels = view.getUint8(11)
  const sampleRate = view.getUint32(12, true)
  const exponents = view.getUint8(28)
  const sizes = [2 ** (exponents & 15), 2 ** (exponents >>> 4)]
  const modes = readModeFlags(setup)
  if (channels === 0 || sampleRate === 0 || modes.length === 0)
    throw new RangeError('a header of the Vorbis stream is damaged')
  return { channels, sampleRate, blockSizes: modes.map((flag) => sizes[flag] as Samples) }
}

/**
 * The block flags of the modes, which are the last part of the setup header, read from its end: all that stands before
 * would have to be decoded otherwise. A run of modes with window and transform type 0 ends where their number, less one,
 * stands in the six bits before them.
 */
function readModeFlags(setup: Uint8Array): number[] {
  const bitAt = (at: number): number => (setup[at >>> 3]! >>> (at & 7)) & 1
  const readBits = (at: number, count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++) value += bitAt(at + i) * 2 ** i
    return value
  }
  let end = setup.length * 8 - 1
  while (end > 56 && !bitAt(end)) end--
  const flags: number[] = []
  let found: number[] = []
  for (let at = end - MODE_BITS; at - 6 >= 56 && flags.length < MAX_MODES; at -= MODE_BITS) {
    if (readBits(at + 1, TYPE_BITS) !== 0) break
    flags.unshift(bitAt(at))
    if (readBits(at - 6, 6) + 1 === flags.length) found = [...flags]
  }
  return found
}

/**
 * Counts the samples that each packet of a stream brings (Vorbis I, 1.3.2 and 4.3.8).
 * @returns takes the packets in order; 0 for the first one
 */
export function createVorbisCounter({ blockSizes }: VorbisInfo): (packet: Uint8Array) => Samples {
  const modeMask = 2 ** Math.ceil(Math.log2(blockSizes.length)) - 1
  let previous: Samples | undefined
  return ([byte]) => {
    // The first bit is 0 for sound, the mode number follows.
    const size = byte === undefined || byte & 1 ? undefined : blockSizes[(byte >>> 1) & modeMask]
    if (size === undefined) return 0
    const samples = previous === undefined ? 0 : (previous + size) / 4
    previous = size
    return samples
  }
}

/**
 * The three headers in one, as Matroska stores them: their number less one, the lengths of all but the last one as bytes
 * of 255 and a smaller one, then the headers.
 */
export function splitVorbisHeaders(bytes: Uint8Array): Uint8Array[] {
  let at = 1
  const lengths = Array.from({ length: bytes[0] ?? 0 }, () => {
    let length = 0
    for (; bytes[at] === 255; at++) length += 255
    return length + (bytes[at++] ?? 0)
  })
  const headers = lengths.map((length) => {
    at += length
    return bytes.subarray(at - length, at)
  })
  return [...headers, bytes.subarray(at)]
}
