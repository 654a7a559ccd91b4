import Meyda from 'meyda'
import type { Pcm } from '../pcm.ts'
import type { Hertz, Seconds } from '../units.ts'

/** Meyda is one global object: its frame size and rate are set here and nowhere else. */
export const LIVE_FRAME_SAMPLES = 1024

/** A chunk is described by so much of its beginning, as its features are. */
export const DESCRIBED_DURATION_S: Seconds = 1

/**
 * Root mean square of one live frame.
 * @returns 0 for silence, about 0.1-0.4 for music, 1 for a full-scale square wave
 */
export function computeRms(frame: Float32Array): number {
  // Not Meyda's, which transforms and allocates: this is asked in every frame.
  let squares = 0
  for (let i = 0; i < frame.length; i++) squares += frame[i]! ** 2
  const rms = Math.sqrt(squares / Math.max(1, frame.length))
  return Number.isFinite(rms) ? rms : 0
}

/** What a stretch of sound is like; neither says how loud it is. */
export type AudioDescriptors = {
  /** Spectral centroid: the middle of what is heard, between low and high. 0 for silence. */
  brightness: Hertz
  /** Spectral flatness: 0 for a pure tone, towards 1 for white noise; 0 for silence. */
  noisiness: number
}

const liveFrame = new Float32Array(LIVE_FRAME_SAMPLES)

/**
 * Describes the first second of a stretch, in frames of `LIVE_FRAME` samples side by side (a stretch that is shorter is
 * one frame, filled up with silence). Loud frames count for more, as they do to the ear: the mean is weighted by RMS.
 * @param sound all channels are mixed
 * @see Peeters 2004, "A large set of audio features", 6.1.1 (centroid) and 9.1 (flatness), here of the amplitude
 * spectrum, as Meyda measures them
 */
export function computeDescriptors({ channels, sampleRate }: Pcm, start: Seconds, end: Seconds): AudioDescriptors {
  Meyda.bufferSize = LIVE_FRAME_SAMPLES
  const from = Math.round(start * sampleRate)
  const to = Math.min(channels[0]?.length ?? 0, Math.round(Math.min(end, start + DESCRIBED_DURATION_S) * sampleRate))
  let weight = 0
  let bins = 0
  let flatness = 0
  for (let at = from; at < to; at += LIVE_FRAME_SAMPLES) {
    // What is left at the end would sound like a click.
    if (at > from && at + LIVE_FRAME_SAMPLES > to) break
    liveFrame.fill(0)
    for (const channel of channels)
      for (let i = 0; i < Math.min(LIVE_FRAME_SAMPLES, to - at); i++)
        liveFrame[i]! += channel[at + i]! / channels.length
    const found = Meyda.extract(['rms', 'spectralCentroid', 'spectralFlatness'], liveFrame)
    const { rms = 0, spectralCentroid = 0, spectralFlatness = 0 } = found ?? {}
    // Meyda divides by the sum of the spectrum: silence has none.
    if (!(rms > 0 && Number.isFinite(spectralCentroid) && Number.isFinite(spectralFlatness))) continue
    weight += rms
    bins += rms * spectralCentroid
    flatness += rms * spectralFlatness
  }
  if (weight === 0) return { brightness: 0, noisiness: 0 }
  return { brightness: ((bins / weight) * sampleRate) / LIVE_FRAME_SAMPLES, noisiness: Math.min(1, flatness / weight) }
}
