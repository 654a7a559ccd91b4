import { pinchHandPose } from 'iwer/lib/device/configs/hand/pinch.js'
import { pointHandPose } from 'iwer/lib/device/configs/hand/point.js'
import { relaxedHandPose } from 'iwer/lib/device/configs/hand/relaxed.js'
import { expect, test } from 'vitest'
import { isFist, JOINT_COUNT, measureOpenness } from '../../../scenes/geometry/fist.ts'

type Pose = typeof relaxedHandPose
/** As XRFrame.fillPoses writes a hand: WebXR's order is IWER's. */
const filled = ({ jointTransforms }: Pose, size = 1): Float32Array => {
  const poses = new Float32Array(JOINT_COUNT * 16)
  Object.values(jointTransforms).forEach(({ offsetMatrix }, k) => {
    poses.set(offsetMatrix as unknown as number[], k * 16)
    for (let axis = 12; axis < 15; axis++) poses[k * 16 + axis] = poses[k * 16 + axis]! * size
  })
  return poses
}

/** A hand that points, with its index bent as far as its middle finger. */
const fist = (): Pose => {
  const bent = structuredClone(pointHandPose) as Pose
  const { jointTransforms: joints } = bent
  joints['index-finger-tip'] = joints['middle-finger-tip']
  return bent
}

test('a fist is told from hands that rest, pinch or point, whatever their size', () => {
  for (const size of [0.7, 1, 1.2]) {
    for (const pose of [relaxedHandPose, pinchHandPose, pointHandPose] as Pose[]) {
      expect(measureOpenness(filled(pose, size))).toBeGreaterThan(1.7)
      expect(isFist(measureOpenness(filled(pose, size)), false)).toBe(false)
      expect(isFist(measureOpenness(filled(pose, size)), true)).toBe(false)
    }
    expect(isFist(measureOpenness(filled(fist(), size)), false)).toBe(true)
  }
})

test('between closed and open it stays what it was', () => {
  expect([isFist(1.3, true), isFist(1.3, false)]).toEqual([true, false])
})

test('a hand without joints is no fist that lasts', () => {
  expect(measureOpenness(new Float32Array(JOINT_COUNT * 16))).toBe(0)
})
