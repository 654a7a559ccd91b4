import { getPcmDuration, type Pcm } from '../pcm.ts'
import { computeSha256 } from './sha256.ts'
import type { SongSource } from './song.ts'

/**
 * What a Song remembers of its file.
 * @param bytes the file's own, not yet detached
 * @param sound the same file decoded
 * @param name file name without folders
 */
export async function describeSource(bytes: ArrayBuffer, sound: Pcm | AudioBuffer, name: string): Promise<SongSource> {
  return {
    name,
    bytes: bytes.byteLength,
    sha256: await computeSha256(bytes),
    duration: 'channels' in sound ? getPcmDuration(sound) : sound.length / sound.sampleRate,
    sampleRate: sound.sampleRate,
    channels: 'channels' in sound ? sound.channels.length : sound.numberOfChannels,
  }
}

/** A file name as a title: without its extension, underscores as spaces. */
export function titleFromName(name: string): string {
  const title = name
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
    .trim()
  return title === '' ? name : title
}
