import type { Seconds } from '../units.ts'

/** A gain of Tone's, which knows its value at any time. */
type KnownGain = {
  getValueAtTime: (time: Seconds) => number
  cancelScheduledValues: (time: Seconds) => unknown
  linearRampToValueAtTime: (value: number, time: Seconds) => unknown
}

/** Tone's own ramps need cancelAndHoldAtTime, which Firefox has not. */
export function glideGain(gain: KnownGain, value: number, from: Seconds, duration: Seconds): void {
  const held = gain.getValueAtTime(from)
  gain.cancelScheduledValues(from)
  gain.linearRampToValueAtTime(held, from)
  gain.linearRampToValueAtTime(value, from + duration)
}
