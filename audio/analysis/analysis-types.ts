import type { SongSettings, SongSource } from '../song/song.ts'
import type { Decibels, Seconds } from '../units.ts'

/**
 * Incremented whenever an analysis gives other numbers, so that browsers analyze their stored songs again.
 * tests/audio/analysis/analysis-version.test.ts detects such a change.
 */
export const ANALYSIS_VERSION = 5

/** The stages of the progress, in order; `decoding` happens before the analysis. */
export type AnalysisStage = 'decoding' | 'resampling' | 'spectrum' | 'onsets' | 'features' | 'embedding'

/** A chunk as soon as the song is sliced, before features and embedding. */
export type ChunkOutline = { start: Seconds; end: Seconds; loudness: Decibels }

/** The mel spectrogram, `bands` bytes a frame, frame by frame: 255 is the loudest level, 0 is 80 dB below it. */
export type SpectrogramImage = { frames: number; bands: number; pixels: Uint8Array<ArrayBuffer> }

/** Credits, source and settings, which become part of the Song unchanged. */
export type AnalysisJob = {
  title: string
  artist?: string
  license?: string
  source: SongSource
  settings: SongSettings
}

/** Callbacks of an analysis, called synchronously and in order. */
export type AnalysisEvents = {
  /** `fraction` of the stage, 0 to 1. */
  onProgress?: (stage: AnalysisStage, fraction: number) => void
  /** Once, before the outline; the receiver may keep the image. */
  onSpectrogram?: (image: SpectrogramImage) => void
  /** Once, before the features. */
  onOutline?: (chunks: ChunkOutline[]) => void
  /** A snapshot of the 3D form during t-SNE: x, y, z per chunk, centered, unit RMS radius; the receiver may keep it. */
  onForm?: (positions: Float32Array<ArrayBuffer>, iteration: number, iterations: number) => void
  /** A snapshot of the 2D map, after the form: x, y per chunk. */
  onMap?: (positions: Float32Array<ArrayBuffer>, iteration: number, iterations: number) => void
}
