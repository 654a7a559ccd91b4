import Meyda from 'meyda'
import type { Hertz } from './units.ts'

/** Meyda is one global object: its frame size and rate are set here and nowhere else. */
export const LIVE_FRAME = 1024

/** Must be called once for the context whose sound will be described. */
export function describeAt(sampleRate: Hertz): void {
  Meyda.bufferSize = LIVE_FRAME
  Meyda.sampleRate = sampleRate
}

/**
 * Root mean square of one live frame of `LIVE_FRAME` samples.
 * @returns 0 for silence, about 0.1-0.3 for music, 1 for a full-scale square wave.
 */
export function liveLevel(frame: Float32Array): number {
  const rms = Meyda.extract('rms', frame)
  return typeof rms === 'number' && Number.isFinite(rms) ? rms : 0
}
