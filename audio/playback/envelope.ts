import type { Seconds } from '../units.ts'
import type { Segment } from './chunk-segments.ts'
import { scheduleRamp } from './hrtf-panners.ts'

/**
 * The fades of a segment that starts at context time `when`, silent before and after them. Tone's players have fades too,
 * but jump to full gain when stopped during a fade-out.
 */
export function createEnvelope(
  context: BaseAudioContext,
  { duration, fadeIn, fadeOut, gain = 1 }: Segment,
  when: Seconds,
): GainNode {
  const envelope = context.createGain()
  const end = when + duration
  envelope.gain.value = gain
  if (fadeIn > 0) {
    // Engines round times differently: the first sample may come before the ramp.
    envelope.gain.value = 0
    scheduleRamp(envelope.gain, 0, gain, when, when + fadeIn)
  }
  // Not before the other ramp has ended, by whatever rounding: that would be a jump.
  if (fadeOut > 0) scheduleRamp(envelope.gain, gain, 0, Math.max(when + fadeIn, end - fadeOut), end)
  return envelope
}
