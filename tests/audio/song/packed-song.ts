import { analyzeSong } from '../../../audio/analysis/analyze-song.ts'
import { defaultSettings } from '../../../audio/song/song.ts'
import { type SongBundle, writeSongFile } from '../../../audio/song/song-file.ts'
import { describeSource } from '../../../audio/song/song-source.ts'
import { bursts, makeWav } from '../../wav.ts'

/** An analyzed sound of six bursts. */
export async function somePackedSong(): Promise<SongBundle> {
  const samples = bursts(2, 22050)
  const audio = makeWav([samples], 22050) as Uint8Array<ArrayBuffer>
  const pcm = { channels: [samples], sampleRate: 22050 }
  const source = await describeSource(audio.slice().buffer, pcm, 'Bursts.WAV')
  const job = { title: 'Bürsts, “loud”', artist: '=1+1', source, settings: defaultSettings }
  return { song: await analyzeSong(pcm, job, {}), audio }
}

/** The bundle as the bytes of a .songwalk. */
export const songFileOf = (packed: SongBundle): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(writeSongFile(packed)))
