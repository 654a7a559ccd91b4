import { readAnalysisInput } from '../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../audio/analysis/chunks.ts'
import { embed, TRUST_NEIGHBORS } from '../../audio/analysis/embedding/embed.ts'
import { toPoints, toUnitRms } from '../../audio/analysis/embedding/points.ts'
import { computeTrustworthiness } from '../../audio/analysis/embedding/quality.ts'
import { extractFeatures } from '../../audio/analysis/features.ts'
import { computeMelSpectrogram } from '../../audio/analysis/mel-spectrogram.ts'
import { findCutFrames } from '../../audio/analysis/slicing.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { presets, type SongSettings } from '../../audio/song/song.ts'
import { computeProcrustesDisparity } from '../../tests/procrustes-disparity.ts'
import { noise } from '../../tests/wav.ts'
import { runSklearnTsne } from './librosa.ts'
import { readPieces } from './song-pieces.ts'

// `npx tsx tools/bench/trustworthiness.ts [files]`: the trustworthiness of the form beside that of scikit-learn's t-SNE (where
// SONGWALK_PYTHON has it), and how far noise of 3 % of each feature's deviation moves the form.

const PERPLEXITY = 30

function computeRows(pcm: Pcm, preset: SongSettings['preset']): Float64Array[] {
  const { samples } = readAnalysisInput(pcm)
  const spectrogram = computeMelSpectrogram(samples)
  const cuts = findCutFrames('onsets', spectrogram, samples)
  const chunks = partitionSong(cuts, getPcmDuration(pcm), samples.length)
  return extractFeatures(preset, samples, spectrogram, chunks).map((row) => Float64Array.from(row))
}

function shake(rows: Float64Array[]): Float64Array[] {
  const deviations = Float64Array.from(rows[0] as Float64Array, (_, d) => {
    const values = rows.map((row) => row[d] as number)
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
  })
  return rows.map((row, i) => {
    // Uniform deviates of variance 1.
    const shift = noise(row.length, 7 + 31 * i).map((x) => Math.sqrt(3) * x)
    return row.map((x, d) => x + 0.03 * (deviations[d] as number) * (shift[d] as number))
  })
}

for (const [name, pcm] of await readPieces(process.argv.slice(2))) {
  for (const preset of presets) {
    const rows = computeRows(pcm, preset)
    if (rows.length < 60) continue
    const features = toPoints(rows, (rows[0] as Float64Array).length)
    const { form } = embed(rows, PERPLEXITY)
    const own = computeTrustworthiness(features, form, TRUST_NEIGHBORS)
    const moved = computeProcrustesDisparity(toUnitRms(form), toUnitRms(embed(shake(rows), PERPLEXITY).form))
    const peer = await runSklearnTsne(features)
    const gap = peer ? own - computeTrustworthiness(features, peer.form, TRUST_NEIGHBORS) : Number.NaN
    const place = `${name}, ${preset}, N = ${rows.length}`
    console.log(`${place}: ${own.toFixed(4)}, ${gap.toFixed(4)} above scikit-learn, moved by noise ${moved.toFixed(4)}`)
  }
}
