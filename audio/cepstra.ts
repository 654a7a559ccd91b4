import { mfcc } from './mfcc.ts'
import { bands, type FrameMeter, fftSize, frameCount, hop, type MelSpectrogram } from './spectrum.ts'
import type { Samples } from './units.ts'

/** Decibels below a chunk's loudest band that still count. */
const dynamicRange = 80

/** Mel-frequency cepstral coefficients of some frames: row t, of 13 numbers, is frame t. */
export type Cepstra = { frames: number; values: Float64Array }

/**
 * The MFCCs of a stretch as if it were a file of its own: librosa.feature.melspectrogram, power_to_db(ref=np.max), mfcc.
 * @param from first sample, on the hop grid
 * @param to one past the last sample, above `from`
 */
export function stretchCepstra(
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  from: Samples,
  to: Samples,
  measure: FrameMeter,
): Cepstra {
  const frames = frameCount(to - from)
  const decibels = stretchDecibels(samples, spectrogram, from, to, measure)
  toOwnMaximum(decibels)
  return { frames, values: mfcc(decibels, frames) }
}

/**
 * The log-mel frames of a stretch as if it were a file of its own. Its frames lie on the song's grid, so those
 * that see nothing beyond the stretch are the song's own; only the few at its edges are measured again.
 */
function stretchDecibels(
  samples: Float32Array,
  { decibels: song }: MelSpectrogram,
  from: Samples,
  to: Samples,
  measure: FrameMeter,
): Float64Array {
  const frames = frameCount(to - from)
  const decibels = new Float64Array(frames * bands)
  const reach = fftSize / 2
  const isWhole = (t: number): boolean => {
    const center = from + t * hop
    return (from === 0 || center - reach >= from) && (to === samples.length || center + reach <= to)
  }
  for (let t = 0; t < frames; ) {
    const begin = t
    const whole = isWhole(begin)
    while (t < frames && isWhole(t) === whole) t++
    const center = from + begin * hop
    const row = (center / hop) * bands
    if (whole) decibels.set(song.subarray(row, row + (t - begin) * bands), begin * bands)
    else measure(samples, center, t - begin, from, to, decibels, begin * bands)
  }
  return decibels
}

/** librosa.power_to_db(ref=np.max), in place: 0 at the loudest band, nothing below -80. */
function toOwnMaximum(decibels: Float64Array): void {
  let loudest = -Infinity
  for (let i = 0; i < decibels.length; i++) loudest = Math.max(loudest, decibels[i] as number)
  for (let i = 0; i < decibels.length; i++) decibels[i] = Math.max(-dynamicRange, (decibels[i] as number) - loudest)
}
