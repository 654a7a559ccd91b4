import type { Pcm } from './pcm.ts'
import type { Decibels, Seconds } from './units.ts'

const floor: Decibels = -120

/**
 * The RMS level of a stretch over all channels, relative to full scale (a square wave at 1 has 0 dBFS).
 * @returns decibels, not below -120; -120 for a stretch without samples
 */
export function loudness({ channels, sampleRate }: Pcm, start: Seconds, end: Seconds): Decibels {
  const from = Math.round(start * sampleRate)
  const to = Math.round(end * sampleRate)
  let energy = 0
  for (const channel of channels) for (let i = from; i < to; i++) energy += (channel[i] as number) ** 2
  const mean = energy / Math.max(1, (to - from) * channels.length)
  return Math.max(floor, 10 * Math.log10(Math.max(mean, 1e-12)))
}
