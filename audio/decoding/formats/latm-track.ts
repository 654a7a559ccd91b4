import type { Block } from '../../block-stream.ts'
import type { OpenTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import { createByteWindow } from '../byte-window.ts'
import { createTrackDecoder } from '../codecs/track-decoder.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { groupPackets } from './input-track.ts'
import { createLatmReader, isLoas, type LatmConfig, measureLoasFrame } from './latm.ts'

const MAX_FRAME_BYTES = 3 + 0x1fff
const SYNC_BYTE = 0x56
const PROBED_PACKETS = 4
const SAMPLES_PER_FRAME = 1024

/** AAC as broadcasts carry it (LATM in LOAS). It tells of no encoder delay, so all of it plays. */
export const openLatmTrack: OpenTrack = async (source) => {
  if (!isLoas(await source.read(0, 2 * MAX_FRAME_BYTES))) return undefined
  const { config, probe, elements } = await scanFrames(source)
  const { sampleRate, channels, objectType, description, framesPerElement } = config
  const coreFrames = elements * framesPerElement * SAMPLES_PER_FRAME
  const format = {
    codec: 'aac',
    config: { codec: `mp4a.40.${objectType}`, sampleRate, numberOfChannels: channels, description },
    channels,
    sampleRate,
    description,
    undecoded: { duration: coreFrames / sampleRate },
  }
  const createDecoder = () => createTrackDecoder(format, async () => probe)
  const decoder = await createDecoder()
  decoder.free?.()
  return {
    sampleRate: decoder.sampleRate,
    channels: decoder.channels,
    frames: Math.round((coreFrames * decoder.sampleRate) / sampleRate),
    decode: () => gatherBlocks(decodeFrames(source, createDecoder)),
  }
}

/** @throws {RangeError} if the frames are of another kind or damaged at the beginning */
async function scanFrames(source: ByteSource): Promise<{ config: LatmConfig; probe: Uint8Array[]; elements: number }> {
  const readFrame = createLatmReader()
  const probe: Uint8Array[] = []
  let config: LatmConfig | undefined
  let elements = 0
  for await (const frame of readLoasFrames(source)) {
    elements++
    if (probe.length >= PROBED_PACKETS) continue
    const read = readFrame(frame)
    config = read.config
    probe.push(...read.packets)
  }
  if (!config || probe.length === 0) throw new RangeError('the LATM stream has no configuration')
  return { config, probe, elements }
}

async function* decodeFrames(
  source: ByteSource,
  createDecoder: () => Promise<PacketDecoder>,
): AsyncGenerator<Block, void, undefined> {
  const decoder = await createDecoder()
  try {
    for await (const packets of groupPackets(readPackets(source))) yield await decoder.decode(packets)
    if (decoder.flush) yield await decoder.flush()
  } finally {
    decoder.free?.()
  }
}

/** The AAC frames of a stream; those of damaged elements are left out. */
async function* readPackets(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  const readFrame = createLatmReader()
  for await (const frame of readLoasFrames(source)) {
    const packets = tryRead(() => readFrame(frame).packets) ?? []
    yield* packets
  }
}

function tryRead<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Complete frames; what lies between them is skipped. */
async function* readLoasFrames(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  const readWindow = createByteWindow(source)
  for (let at = 0; at < source.size; ) {
    const bytes = await readWindow(at, at + MAX_FRAME_BYTES)
    const length = measureLoasFrame(bytes)
    if (bytes.length === 0) return
    if (length > 0 && length <= bytes.length) yield bytes.subarray(0, length)
    const next = length > 0 ? length : bytes.indexOf(SYNC_BYTE, 1)
    at += next > 0 ? next : bytes.length
  }
}
