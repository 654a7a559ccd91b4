import { createHash } from 'node:crypto'
import { defaultSettings, type Song, type SongChunk } from '../../../audio/song/song.ts'
import { writeSongFile } from '../../../audio/song/song-file.ts'
import { bursts, makeWav, noise } from '../../wav.ts'

const SAMPLE_RATE_HZ = 8000

/**
 * A .songwalk file of `count` chunks at random positions, which opens without analysis.
 * @param chunkDuration seconds.
 */
export function createSyntheticSong(
  count: number,
  chunkDuration = 0.1,
): { name: string; mimeType: string; buffer: Buffer; song: Song } {
  const duration = count * chunkDuration
  const audio = makeWav([bursts(duration, SAMPLE_RATE_HZ, 1 / chunkDuration)], SAMPLE_RATE_HZ)
  const random = noise(count * 5)
  const chunks = Array.from({ length: count }, (_, i): SongChunk => {
    const [x, y, z, u, v] = random.subarray(i * 5, i * 5 + 5)
    const position = [x, y, z] as [number, number, number]
    const map = [u, v] as [number, number]
    const times = { start: i * chunkDuration, end: i === count - 1 ? duration : (i + 1) * chunkDuration }
    return { ...times, features: [i], position, map, loudness: -20 - (i % 20), trust: 1 }
  })
  const source = {
    name: 'many.wav',
    bytes: audio.length,
    sha256: createHash('sha256').update(audio).digest('hex'),
    duration,
    sampleRate: SAMPLE_RATE_HZ,
    channels: 1,
  }
  const song = {
    format: 'songwalk',
    version: 1,
    title: `${count} chunks`,
    source,
    settings: defaultSettings,
    chunks,
  } as const
  return {
    name: `${count}.songwalk`,
    mimeType: 'application/zip',
    song,
    buffer: Buffer.concat(writeSongFile({ song, audio })),
  }
}
