import { getPcmDuration, type Pcm } from '../pcm.ts'
import { computeSha256 } from './sha256.ts'
import type { SongSource } from './song.ts'

/** A decoded file, and whether a decoder outside songwalk decoded it. */
export type DecodedAudio = Pcm & Pick<SongSource, 'decoder'>

/**
 * The source of a Song.
 * @param bytes of the file, not detached
 * @param audio the same file decoded
 * @param name file name without folders
 */
export async function describeSource(bytes: ArrayBuffer, audio: DecodedAudio, name: string): Promise<SongSource> {
  return {
    name,
    bytes: bytes.byteLength,
    sha256: await computeSha256(bytes),
    duration: getPcmDuration(audio),
    sampleRate: audio.sampleRate,
    channels: audio.channels.length,
    ...(audio.decoder ? { decoder: audio.decoder } : {}),
  }
}

/** The title of a file without tags: its name without extension, with spaces for underscores, letters with their marks in one. */
export function titleFromName(name: string): string {
  const title = name
    .normalize()
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
    .trim()
  return title === '' ? name : title
}
