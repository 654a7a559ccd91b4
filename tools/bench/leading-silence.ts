import { readAnalysisInput } from '../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../audio/analysis/chunks.ts'
import { computeMelSpectrogram } from '../../audio/analysis/mel-spectrogram.ts'
import { findCutFrames } from '../../audio/analysis/slicing.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { slicings } from '../../audio/song/song.ts'
import type { Seconds } from '../../audio/units.ts'
import { computeOnsetFMeasure } from '../../tests/onset-f-measure.ts'
import { putSilenceBefore, readPieces } from './song-pieces.ts'

// `npx tsx tools/bench/leading-silence.ts [files]`: how well each slicing keeps the chunks of a song that has silence put
// before it, as the F-measure within 50 ms: lowest and mean over the songs. Without files: twelve pieces of songs.

type Slicing = (typeof slicings)[number]

const SILENCES_S: Seconds[] = [0.01, 0.025, 0.5, 1]

function findChunkStarts(pcm: Pcm, slicing: Slicing): Seconds[] {
  const { samples } = readAnalysisInput(pcm)
  const cuts = findCutFrames(slicing, computeMelSpectrogram(samples), samples)
  return partitionSong(cuts, getPcmDuration(pcm), samples.length).map(({ start }) => start)
}

const pieces = await readPieces(process.argv.slice(2))
const table: Record<string, Record<string, string>> = {}
for (const slicing of slicings) {
  const row: Record<string, string> = {}
  const songs = pieces.map(([, pcm]) => ({ pcm, starts: findChunkStarts(pcm, slicing) }))
  for (const silence of SILENCES_S) {
    const measures = songs.map(({ pcm, starts }) => {
      const moved = findChunkStarts(putSilenceBefore(pcm, silence), slicing).map((start) => start - silence)
      return computeOnsetFMeasure(starts, moved)
    })
    const mean = measures.reduce((sum, x) => sum + x, 0) / measures.length
    row[`${silence * 1000} ms`] = `${Math.min(...measures).toFixed(3)} (mean ${mean.toFixed(3)})`
  }
  table[slicing] = row
}
console.log(`${pieces.length} songs`)
console.table(table)
