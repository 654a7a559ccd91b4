import { readFileSync } from 'node:fs'
import type { AudioTrack } from '../audio/decoding/audio-track.ts'
import { type ByteSource, createMemorySource } from '../audio/decoding/byte-source.ts'

export const readFixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))

/** All samples of a track, by channel. */
export async function decodeTrack(track: AudioTrack): Promise<Float32Array[]> {
  const channels: number[][] = Array.from({ length: track.channels }, () => [])
  for await (const block of track.decode())
    block.forEach((channel, c) => {
      for (const sample of channel) channels[c]!.push(sample)
    })
  return channels.map((channel) => Float32Array.from(channel))
}

/** A source that counts the bytes read. */
export function createCountingSource(bytes: Uint8Array<ArrayBuffer>): ByteSource & { bytesRead: () => number } {
  const source = createMemorySource(bytes)
  let sum = 0
  return {
    size: source.size,
    bytesRead: () => sum,
    read: async (from, to) => {
      const part = await source.read(from, to)
      sum += part.length
      return part
    },
  }
}

/** Root mean squares of `count` equal parts of a signal. */
export function measureParts(samples: Float32Array, count: number): number[] {
  const length = Math.floor(samples.length / count)
  return Array.from({ length: count }, (_, i) => {
    const part = samples.subarray(i * length, (i + 1) * length)
    return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / length)
  })
}
