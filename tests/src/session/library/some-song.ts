import { computeSha256 } from '../../../../audio/song/sha256.ts'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import { titleFromName } from '../../../../audio/song/song-source.ts'
import type { Analysis, SongAudio, SongFile } from '../../../../src/session/loaded-song.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

export type SomeSong = Awaited<ReturnType<typeof someSong>>

/** An opened song of 20 chunks, whose file has `size` bytes. */
export async function someSong(name: string, size = 100, settings = defaultSettings) {
  const bytes = new Uint8Array(size).fill(name.charCodeAt(0))
  const file: SongFile = { name, blob: new Blob([bytes]) }
  const chunks = someChunks(20).map((chunk, i) => ({
    ...chunk,
    features: [i, 2],
    position: [i / 20, 0, 1] as [number, number, number],
    map: [0, i] as [number, number],
    trust: 1,
  }))
  const hash = await computeSha256(bytes)
  const source = { name, bytes: size, sha256: hash, duration: chunks.at(-1)?.end ?? 0, sampleRate: 100, channels: 1 }
  const song: Song = { format: 'songwalk', version: 1, title: titleFromName(name), source, settings, chunks }
  const analysis: Analysis = {
    song,
    snapshots: Array.from({ length: 40 }, (_, k) => new Float32Array(60).fill(k)),
    mapSnapshots: [new Float32Array(40)],
    spectrum: { frames: 2, bands: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) },
  }
  const sound = { file, source, title: name, tags: {} } as unknown as SongAudio
  return { file, hash, sound, analysis, settings }
}
