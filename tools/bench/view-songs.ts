import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import type { Pcm } from '../../audio/pcm.ts'
import { defaultSettings, type Song } from '../../audio/song/song.ts'
import type { Seconds } from '../../audio/units.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { createSyntheticPcm, decodeDemo } from './inputs.ts'

const GOLDEN_FOLDER = join(import.meta.dirname, '../../tests/golden')

async function readGolden(file: string): Promise<Pcm> {
  const path = join(GOLDEN_FOLDER, file)
  return decodeFile(new Uint8Array(await readFile(path)), path)
}

/** Puts one long note into a song, which becomes one chunk. */
function insertNote({ channels, sampleRate }: Pcm, at: Seconds, duration: Seconds): Pcm {
  const from = Math.round(at * sampleRate)
  const length = Math.round(duration * sampleRate)
  const insert = (channel: Float32Array) => {
    const longer = new Float32Array(channel.length + length)
    longer.set(channel.subarray(0, from))
    for (let i = 0; i < length; i++) longer[from + i] = 0.2 * Math.sin((2 * Math.PI * 220 * i) / sampleRate)
    longer.set(channel.subarray(from), from + length)
    return longer
  }
  return { channels: channels.map(insert), sampleRate }
}

/** Twelve songs of 20 s to 8 minutes and 40 to 2000 chunks, analyzed as the page does. */
export async function readViewSongs(): Promise<Map<string, Song>> {
  const sounds: [string, Pcm][] = [
    ['founders', (await decodeDemo('founders.mp3')).pcm],
    ['electronic', (await decodeDemo('electronic.mp3')).pcm],
    ['founders-40s', await readGolden('founders-40s.wav')],
    ['electronic-30s', await readGolden('electronic-30s.wav')],
    ['calm, 60 s', createSyntheticPcm(60, 11, 0.9)],
    ['short, 20 s', createSyntheticPcm(20, 12)],
    ['with a 17 s note', insertNote(createSyntheticPcm(80, 13), 30, 17)],
    ['fast, 90 s', createSyntheticPcm(90, 14, 7)],
    ['slow, 240 s', createSyntheticPcm(240, 15, 1.4)],
    ['four minutes', createSyntheticPcm(240, 16)],
    ['eight minutes', createSyntheticPcm(480, 17)],
    ['2000 chunks', createSyntheticPcm(480, 18, 4.2)],
  ]
  const songs = new Map<string, Song>()
  for (const [name, pcm] of sounds) {
    const source = { name, bytes: 1, sha256: '0'.repeat(64), duration: 1, sampleRate: pcm.sampleRate, channels: 2 }
    songs.set(name, await analyzeSong(pcm, { title: name, source, settings: defaultSettings }, {}))
  }
  return songs
}
