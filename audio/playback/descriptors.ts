import Meyda from 'meyda'
import type { Pcm } from '../pcm.ts'
import type { Hertz, Seconds } from '../units.ts'

/** Frame size of Meyda, a global object that only this file configures. */
export const LIVE_FRAME_SAMPLES = 1024

/** Descriptors, like features, describe only the beginning of a chunk. */
export const DESCRIBED_DURATION_S: Seconds = 1

/**
 * The root mean square of a frame.
 * @returns 0 for silence, about 0.1 to 0.4 for music, 1 for a full-scale square wave
 */
export function computeRms(frame: Float32Array): number {
  // Meyda.extract allocates and transforms, too slow for every animation frame.
  let squares = 0
  for (let i = 0; i < frame.length; i++) squares += frame[i]! ** 2
  const rms = Math.sqrt(squares / Math.max(1, frame.length))
  return Number.isFinite(rms) ? rms : 0
}

/** Timbre of a chunk, independent of its loudness. */
export type AudioDescriptors = {
  /** Spectral centroid; 0 for silence. */
  brightness: Hertz
  /** Spectral flatness: 0 for a pure tone, towards 1 for white noise; 0 for silence. */
  noisiness: number
}

const liveFrame = new Float32Array(LIVE_FRAME_SAMPLES)

/**
 * Describes the first second of [start, end) in adjacent frames of `LIVE_FRAME_SAMPLES` (shorter chunks are one frame,
 * padded with silence). The mean over frames is weighted by RMS, because loud frames dominate hearing. Mixes all channels.
 * @see Peeters 2004, "A large set of audio features", 6.1.1 (centroid) and 9.1 (flatness), here of the amplitude
 * spectrum, as Meyda measures them
 */
export function computeDescriptors({ channels, sampleRate }: Pcm, start: Seconds, end: Seconds): AudioDescriptors {
  Meyda.bufferSize = LIVE_FRAME_SAMPLES
  const from = Math.round(start * sampleRate)
  const to = Math.min(channels[0]?.length ?? 0, Math.round(Math.min(end, start + DESCRIBED_DURATION_S) * sampleRate))
  let weight = 0
  let centroidBins = 0
  let flatness = 0
  for (let at = from; at < to; at += LIVE_FRAME_SAMPLES) {
    // A padded last frame would measure like a click.
    if (at > from && at + LIVE_FRAME_SAMPLES > to) break
    liveFrame.fill(0)
    for (const channel of channels)
      for (let i = 0; i < Math.min(LIVE_FRAME_SAMPLES, to - at); i++)
        liveFrame[i]! += channel[at + i]! / channels.length
    const extracted = Meyda.extract(['rms', 'spectralCentroid', 'spectralFlatness'], liveFrame)
    const { rms = 0, spectralCentroid = 0, spectralFlatness = 0 } = extracted ?? {}
    // Meyda divides by the sum of the spectrum: silence has none.
    if (!(rms > 0 && Number.isFinite(spectralCentroid) && Number.isFinite(spectralFlatness))) continue
    weight += rms
    centroidBins += rms * spectralCentroid
    flatness += rms * spectralFlatness
  }
  if (weight === 0) return { brightness: 0, noisiness: 0 }
  return {
    brightness: ((centroidBins / weight) * sampleRate) / LIVE_FRAME_SAMPLES,
    noisiness: Math.min(1, flatness / weight),
  }
}
