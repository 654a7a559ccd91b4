import { Vector3 } from 'three'
import { expect, test } from 'vitest'
import { TeleportAim } from '../../../scenes/locomotion/teleport-aim.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'

test('a teleport that cannot land is felt in the hand that aimed it', () => {
  const frameState = createFrameState()
  const aim = new TeleportAim(frameState)
  const source = {} as XRInputSource
  const hand = new Vector3(0, 1.2, 0)
  aim.aim(source, hand, new Vector3(0, -0.6, -0.8))
  aim.release(source)
  expect(frameState.feedback.count).toBe(0)
  expect(aim.takeLanding()).not.toBeNull()
  // From below the floor.
  aim.aim(source, hand.setY(-0.1), new Vector3(0, 0.5, -0.866))
  aim.release(source)
  expect(frameState.feedback.events[0]).toEqual({ kind: 'edge', source })
  expect(aim.takeLanding()).toBeNull()
})
