import { createBlobSource } from '../../../../audio/decoding/byte-source.ts'
import { openAacTrack } from '../../../../audio/decoding/formats/aac-track.ts'
import { openMp4Track } from '../../../../audio/decoding/formats/mp4-track.ts'
import { openOggTrack } from '../../../../audio/decoding/formats/ogg-track.ts'
import { openWebmTrack } from '../../../../audio/decoding/formats/webm-track.ts'

// Runs in Node and inside a page.

/** What can be compared of a decoded file; `digest` is the same for the same bits. */
export type DecodedFixture = { sampleRate: number; channels: number; stated: number; frames: number; digest: string }

/** @throws {Error} if no reader takes the file, or none can decode it */
export async function decodeFixture(file: Blob): Promise<DecodedFixture> {
  const source = createBlobSource(file)
  const track =
    (await openOggTrack(source, 5400)) ??
    (await openMp4Track(source, 5400)) ??
    (await openWebmTrack(source, 5400)) ??
    (await openAacTrack(source, 5400))
  if (!track) throw new Error('no reader takes the file')
  let frames = 0
  let hash = 0
  for await (const block of track.decode()) {
    frames += block[0]!.length
    for (const channel of block)
      for (const word of new Uint32Array(channel.buffer, channel.byteOffset, channel.length))
        hash = Math.imul(hash ^ word, 0x01000193)
  }
  const { sampleRate, channels } = track
  return { sampleRate, channels, stated: track.frames, frames, digest: (hash >>> 0).toString(16) }
}

/** The same in a page, from an address. */
export const decodeUrl = async (url: string): Promise<DecodedFixture> => decodeFixture(await (await fetch(url)).blob())

/** Levels of equal parts of the first channel by the engine's own decoder and by songwalk's track, and both lengths. */
export async function compareWithEngine(url: string, parts: number) {
  const file = await (await fetch(url)).blob()
  const source = createBlobSource(file)
  const track = (await openMp4Track(source, 5400)) ?? (await openAacTrack(source, 5400))
  if (!track) throw new Error('no reader takes the file')
  const samples: number[] = []
  for await (const [first] of track.decode()) samples.push(...first!)
  const context = new OfflineAudioContext(1, 1, track.sampleRate)
  const buffer = await context.decodeAudioData(await file.arrayBuffer())
  const measure = (signal: ArrayLike<number>) => {
    const length = Math.floor(signal.length / parts)
    return Array.from({ length: parts }, (_, part) => {
      let sum = 0
      for (let i = part * length; i < (part + 1) * length; i++) sum += signal[i]! ** 2
      return Math.sqrt(sum / length)
    })
  }
  return {
    lengths: [samples.length, buffer.length],
    stated: track.frames,
    levels: [measure(samples), measure(buffer.getChannelData(0))],
  }
}
