import type { SpectrogramImage } from '../../audio/analysis/analysis-types.ts'
import type { Song, SongChunk } from '../../audio/song/song.ts'
import type { Analysis } from './loaded-song.ts'

/** What is shown of a Song that was analyzed elsewhere: its form without the embedding that led to it. */
export const createStoredAnalysis = (song: Song, spectrum: SpectrogramImage | null): Analysis => ({
  song,
  snapshots: [flattenPositions(song)],
  mapSnapshots: [flattenMapPositions(song)],
  spectrum,
})

/** 3 × N. */
export const flattenPositions = ({ chunks }: Song) => flattenVectors(chunks, 3, ({ position }) => position)
/** 2 × N. */
export const flattenMapPositions = ({ chunks }: Song) => flattenVectors(chunks, 2, ({ map }) => map)

function flattenVectors(chunks: SongChunk[], width: number, getVector: (chunk: SongChunk) => number[]): Float32Array {
  const flat = new Float32Array(chunks.length * width)
  chunks.forEach((chunk, i) => {
    flat.set(getVector(chunk), i * width)
  })
  return flat
}
