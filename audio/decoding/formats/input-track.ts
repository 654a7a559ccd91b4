import {
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputFormat,
  Logging,
  LogLevel,
} from 'mediabunny'
import type { Seconds } from '../../units.ts'
import type { ByteSource } from '../byte-source.ts'
import { createByteWindow } from '../byte-window.ts'

/** Packets that are decoded at once. */
const PACKETS_AT_ONCE = 64
/** Of large packets, as of PCM. */
const BYTES_AT_ONCE = 2 ** 20
/** Of a damaged or unfinished file. */
const END_PRECISION_S: Seconds = 0.001

// It warns of codecs and edit lists that it does not know; songwalk does.
Logging.level = LogLevel.Errors

/** The first track of sound of a container that mediabunny reads. */
export type InputTrack = {
  track: InputAudioTrack
  /** All packets in order, each time anew, in groups to be decoded at once; ends where the file is cut. */
  readGroups: () => AsyncGenerator<Uint8Array[], void, undefined>
  readFirst: (count: number) => Promise<Uint8Array[]>
  /** Whether the last packet is there. */
  isWhole: () => Promise<boolean>
  /** Where the last packet ends that is not cut off, from the first one on. */
  findEnd: () => Promise<Seconds>
}

/** @returns undefined if the container is another one or has no sound */
export async function openInputTrack(source: ByteSource, formats: InputFormat[]): Promise<InputTrack | undefined> {
  const readWindow = createByteWindow(source)
  const input = new Input({ source: new CustomSource({ getSize: () => source.size, read: readWindow }), formats })
  if (!(await input.canRead())) return undefined
  const [track] = await input.getAudioTracks()
  if (!track) return undefined
  const sink = new EncodedPacketSink(track)
  const readPackets = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const { data } of sink.packets()) yield data
  }
  return {
    track,
    readGroups: () => groupPackets(readPackets()),
    readFirst: async (count) => {
      const packets: Uint8Array[] = []
      for await (const packet of readPackets()) if (packets.push(packet) === count) break
      return packets
    },
    isWhole: async () => (await sink.getPacket(Infinity)) !== null,
    findEnd: () => findEnd(track, sink),
  }
}

/** Groups to be decoded at once. */
export async function* groupPackets(packets: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[], void, undefined> {
  let group: Uint8Array[] = []
  let bytes = 0
  for await (const packet of packets) {
    group.push(packet)
    bytes += packet.length
    if (group.length < PACKETS_AT_ONCE && bytes < BYTES_AT_ONCE) continue
    yield group
    group = []
    bytes = 0
  }
  if (group.length > 0) yield group
}

async function findEnd(track: InputAudioTrack, sink: EncodedPacketSink): Promise<Seconds> {
  const begin = await track.getFirstTimestamp()
  const end = await track.computeDuration()
  if (await sink.getPacket(Infinity)) return end - begin
  // The file is cut: its packets can be read up to a time between these two.
  let readable = begin
  let missing = end
  while (missing - readable > END_PRECISION_S) {
    const middle = (readable + missing) / 2
    const packet = await sink.getPacket(middle)
    if (packet) readable = Math.max(middle, packet.timestamp + packet.duration)
    else missing = middle
  }
  return readable - begin
}

/** The bytes of a decoder configuration's description. */
export function copyDescription(description: AllowSharedBufferSource | undefined): Uint8Array | undefined {
  if (!description) return undefined
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength).slice()
    : new Uint8Array(description).slice()
}
