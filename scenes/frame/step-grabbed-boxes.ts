import type { Seconds } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { HOMING_RATE_PER_S, MAX_GRABBED_BOXES, stepReleasedBox } from '../state/grabbed-boxes.ts'

/** Displacements below this are set to 0. */
const MIN_DISPLACEMENT_M = 1e-4

/** Moves grabbed boxes to their hands, thrown ones along their flight, and eases all others home. */
export function stepGrabbedBoxes({ boxes, placement }: FrameState, dt: Seconds): void {
  const { grabSlots, home, displacement, position } = boxes
  const decay = Math.exp(-dt * HOMING_RATE_PER_S)
  for (let j = 0; j < boxes.count * 3; j++) {
    const distance = displacement[j]!
    if (distance !== 0) displacement[j] = Math.abs(distance) < MIN_DISPLACEMENT_M ? 0 : distance * decay
  }
  for (let slot = 0; slot < MAX_GRABBED_BOXES; slot++) {
    const chunk = grabSlots.chunk[slot]!
    if (chunk < 0) continue
    const j = chunk * 3
    if (grabSlots.grabbed[slot] === 1)
      for (let axis = 0; axis < 3; axis++) displacement[j + axis] = grabSlots.target[slot * 3 + axis]! - home[j + axis]!
    else {
      // Down to the floor, or to its home where that is lower.
      const lowest = Math.min(0, boxes.edgeLength[chunk]! / 2 - home[j + 1]!)
      stepReleasedBox(grabSlots, slot, displacement, lowest, 1 / placement.scale, dt)
    }
  }
  for (let j = 0; j < boxes.count * 3; j++) position[j] = home[j]! + displacement[j]!
}
