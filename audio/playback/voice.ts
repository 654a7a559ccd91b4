import type { Meters, Seconds } from '../units.ts'
import type { Point } from './hrtf-panners.ts'
import type { Bus } from './spatial-voice.ts'

/** A segment that is scheduled or sounding, with its position. */
export type Voice = {
  bus: Bus
  /** World position, with the fields of a PannerNode. */
  panner: { positionX: { value: Meters }; positionY: { value: Meters }; positionZ: { value: Meters } }
  /** Context times of its beginning and its end. */
  from: Seconds
  until: Seconds
  /** Whether it was cut off by another segment or by stopping its bus. */
  stopped: boolean
}

/** @param position is copied */
export const createVoice = (bus: Bus, [x, y, z]: Point, from: Seconds, duration: Seconds): Voice => ({
  bus,
  panner: { positionX: { value: x }, positionY: { value: y }, positionZ: { value: z } },
  from,
  until: from + duration,
  stopped: false,
})

export function moveVoice({ panner }: Voice, [x, y, z]: Point): void {
  panner.positionX.value = x
  panner.positionY.value = y
  panner.positionZ.value = z
}
