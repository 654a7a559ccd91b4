import { analyzeSong } from '../../../../audio/analysis/analyze-song.ts'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import { createTestSong, SONG_RATE_HZ } from './test-song.ts'

let song: Promise<Song> | null = null

/** The test song's analysis in Node: the same bits as on the page. */
export function analyzeTestSong(): Promise<Song> {
  const source = {
    name: 'heard.wav',
    bytes: 1,
    sha256: '0'.repeat(64),
    duration: 1,
    sampleRate: SONG_RATE_HZ,
    channels: 1,
  }
  const pcm = { channels: [createTestSong()], sampleRate: SONG_RATE_HZ }
  song ??= analyzeSong(pcm, { title: 'heard', source, settings: defaultSettings }, {})
  return song
}
