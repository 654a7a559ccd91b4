import { pinchHandPose } from 'iwer/lib/device/configs/hand/pinch.js'
import { pointHandPose } from 'iwer/lib/device/configs/hand/point.js'
import { relaxedHandPose } from 'iwer/lib/device/configs/hand/relaxed.js'
import { expect, test } from 'vitest'
import { isFist, JOINT_COUNT, measureOpenness } from '../../../scenes/geometry/fist.ts'

type Pose = typeof relaxedHandPose
/** Poses as XRFrame.fillPoses writes them: IWER has the order of WebXR. */
const filled = ({ jointTransforms }: Pose, size = 1): Float32Array => {
  const poses = new Float32Array(JOINT_COUNT * 16)
  Object.values(jointTransforms).forEach(({ offsetMatrix }, k) => {
    poses.set(offsetMatrix as unknown as number[], k * 16)
    for (let axis = 12; axis < 15; axis++) poses[k * 16 + axis] = poses[k * 16 + axis]! * size
  })
  return poses
}

/** A pointing hand whose index finger is bent like its middle finger. */
const fist = (): Pose => {
  const bent = structuredClone(pointHandPose) as Pose
  const { jointTransforms: joints } = bent
  joints['index-finger-tip'] = joints['middle-finger-tip']
  return bent
}

test('isFist distinguishes a fist from relaxed, pinching and pointing hands of any size', () => {
  for (const size of [0.7, 1, 1.2]) {
    for (const pose of [relaxedHandPose, pinchHandPose, pointHandPose] as Pose[]) {
      expect(measureOpenness(filled(pose, size))).toBeGreaterThan(1.7)
      expect(isFist(measureOpenness(filled(pose, size)), false)).toBe(false)
      expect(isFist(measureOpenness(filled(pose, size)), true)).toBe(false)
    }
    expect(isFist(measureOpenness(filled(fist(), size)), false)).toBe(true)
  }
})

test('isFist keeps its state between the two thresholds', () => {
  expect([isFist(1.3, true), isFist(1.3, false)]).toEqual([true, false])
})

test('measureOpenness is 0 without joints', () => {
  expect(measureOpenness(new Float32Array(JOINT_COUNT * 16))).toBe(0)
})
