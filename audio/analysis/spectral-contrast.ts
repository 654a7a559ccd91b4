import { ANALYSIS_RATE_HZ, FFT_SIZE } from './mel-spectrogram.ts'

/** One band below 200 Hz and six octaves above, the last one up to half the sample rate. */
export const CONTRAST_BANDS = 7
const LOWEST_EDGE_HZ = 200
/** Share of a band's bins that are averaged to its peak or valley. */
const QUANTILE = 0.02

/** The bins [from, to) of a band, and the number of them averaged to its peak or valley. */
type ContrastBand = { from: number; to: number; count: number }

/** The bands of librosa.feature.spectral_contrast: each begins one bin early, as there. */
function createContrastBands(): ContrastBand[] {
  const bins = FFT_SIZE / 2 + 1
  const binOf = (hertz: number): number => (hertz * FFT_SIZE) / ANALYSIS_RATE_HZ
  return Array.from({ length: CONTRAST_BANDS }, (_, k) => {
    const low = k === 0 ? 0 : LOWEST_EDGE_HZ * 2 ** (k - 1)
    const from = k === 0 ? 0 : Math.ceil(binOf(low)) - 1
    const last = k === CONTRAST_BANDS - 1
    const end = last ? bins : Math.floor(binOf(LOWEST_EDGE_HZ * 2 ** k)) + 1
    // As in librosa, the last bin counts in `count` but is read only in the topmost band.
    return { from, to: last ? end : end - 1, count: Math.max(1, Math.round(QUANTILE * (end - from))) }
  })
}

/** Writes the mean magnitudes of the loudest (peaks) and quietest (valleys) bins of each band of one frame. */
export type ContrastAnalyzer = (power: Float64Array, peaks: Float64Array, valleys: Float64Array, at: number) => void

/**
 * Peaks and valleys of frames: the first half of librosa.feature.spectral_contrast with its defaults (Jiang et al. 2002).
 * @returns writes 7 numbers from index `at` on to each target; `power` holds squared magnitudes
 */
export function createContrastAnalyzer(): ContrastAnalyzer {
  const bands = createContrastBands().map((band) => ({ ...band, kept: new Float64Array(band.count) }))
  return (power, peaks, valleys, at) => {
    bands.forEach(({ from, to, kept }, k) => {
      peaks[at + k] = averageOutermost(power, from, to, 1, kept)
      valleys[at + k] = averageOutermost(power, from, to, -1, kept)
    })
  }
}

/**
 * The mean magnitude of the largest (side 1) or smallest (side -1) powers in [from, to).
 * @param kept workspace; its length is the number of averaged powers
 */
function averageOutermost(power: Float64Array, from: number, to: number, side: 1 | -1, kept: Float64Array): number {
  kept.fill(-Infinity)
  for (let i = from; i < to; i++) {
    const value = side * power[i]!
    if (value <= kept[0]!) continue
    let place = 1
    for (; place < kept.length && kept[place]! < value; place++) kept[place - 1] = kept[place]!
    kept[place - 1] = value
  }
  let sum = 0
  for (let i = 0; i < kept.length; i++) sum += Math.sqrt(side * kept[i]!)
  return sum / kept.length
}
