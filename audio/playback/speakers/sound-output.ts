import type { Decibels } from '../../units.ts'

/** One loudspeaker of several around visitors. */
export type Speaker = {
  /** Of the sound device, from 1. */
  channel: number
  /** Degrees, clockwise from the front as seen from above. */
  direction: number
  /** Milliseconds that a near loudspeaker waits for the farthest. */
  delay: number
  /** Decibels, at most 0. */
  gain: Decibels
}

/** What the sound comes out of: at both ears, a pair of loudspeakers, or some around visitors. */
export type SoundOutput = 'headphones' | 'loudspeakers' | readonly Speaker[]

/** Channels of the device that an output needs. */
export const countChannels = (output: SoundOutput): number =>
  typeof output === 'string' ? 2 : output.reduce((most, { channel }) => Math.max(most, channel), 2)
