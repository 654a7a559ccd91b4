import type { SongSettings, SongSource } from '../song/song.ts'
import type { Decibels, Seconds } from '../units.ts'

/**
 * Of all numbers an analysis gives: bumped when any of them changes, so that what browsers remember of songs is made
 * anew. tests/audio/analysis/analysis-version.test.ts sees the change.
 */
export const ANALYSIS_VERSION = 3

/** The steps a visitor sees, in order. Decoding happens before the pipeline, on whoever can decode. */
export type AnalysisStage = 'decoding' | 'resampling' | 'spectrum' | 'onsets' | 'features' | 'embedding'

/** What is known of a chunk as soon as the song is cut, before features and embedding. */
export type ChunkOutline = { start: Seconds; end: Seconds; loudness: Decibels }

/** The mel spectrogram as a picture: row t, of `bands` bytes, is frame t; 0 is 80 dB below the loudest, 255 the loudest. */
export type SpectrogramImage = { frames: number; bands: number; pixels: Uint8Array<ArrayBuffer> }

/** What the song is called and where it comes from; goes into the Song as it is. */
export type AnalysisJob = {
  title: string
  artist?: string
  license?: string
  source: SongSource
  settings: SongSettings
}

/** One direction for news: the pipeline tells, it never asks. All are called synchronously in order. */
export type AnalysisEvents = {
  /** `fraction` in [0, 1] within the stage. */
  onProgress?: (stage: AnalysisStage, fraction: number) => void
  /** The picture of the spectrum, once, before the cuts; the receiver may keep it. */
  onSpectrogram?: (image: SpectrogramImage) => void
  /** The cuts, once, before features. */
  onOutline?: (chunks: ChunkOutline[]) => void
  /** A still of the 3D form while t-SNE runs: x, y, z per chunk, centered, unit RMS radius; the receiver may keep it. */
  onForm?: (positions: Float32Array<ArrayBuffer>, iteration: number, iterations: number) => void
  /** The same of the 2D map: x, y per chunk; after the form. */
  onMap?: (positions: Float32Array<ArrayBuffer>, iteration: number, iterations: number) => void
}
