import { PerspectiveCamera, Vector3 } from 'three'
import { beforeEach, describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { updateHeadPose } from '../../../scenes/frame/read-head-pose.ts'
import { updateCameraRig } from '../../../scenes/frame/update-camera-rig.ts'
import { type CameraRig, createCameraRig, ORBIT_FIT_M } from '../../../scenes/locomotion/camera-rig.ts'
import { createFrameState, setChunks, setFreeArea } from '../../../scenes/state/frame-state.ts'
import type { SceneContext, UiActions, UiState } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'

import { someChunks } from '../sample-chunks.ts'

const FRAME_S = 1 / 60
let context: SceneContext
let cameraRig: CameraRig
let camera: PerspectiveCamera

beforeEach(() => {
  const store = createStore<UiState>()(() => ({ view: 'inside', xrMode: null }) as UiState)
  context = { frameState: createFrameState(), store, services: createSceneServices(), actions: {} as UiActions }
  camera = new PerspectiveCamera()
  cameraRig = createCameraRig()
  cameraRig.transition.fromPosition.set(-4, 4, 7)
  cameraRig.transition.progress = 0
})

describe('updateCameraRig on a flat screen', () => {
  test('moves the camera to the visitor without a jump, and the head with it', () => {
    const { viewer } = context.frameState
    Object.assign(viewer.rig, { x: 2, z: -1, yaw: Math.PI / 2 })
    let before = cameraRig.transition.fromPosition.clone()
    for (let frame = 0; frame < 100; frame++) {
      updateCameraRig(context, cameraRig, camera, FRAME_S, undefined)
      expect(camera.position.distanceTo(before)).toBeLessThan(0.2)
      before = camera.position.clone()
    }
    const rootState = { camera } as unknown as Parameters<typeof updateHeadPose>[1]
    updateHeadPose(context.frameState, rootState, undefined)
    expect(viewer.head.position).toEqual([2, 1.6, -1].map((value) => expect.closeTo(value, 9)))
    // A quarter turn to the left: forward is -x.
    expect(viewer.head.forward).toEqual([-1, 0, 0].map((value) => expect.closeTo(value, 9)))
    expect(viewer.head.up).toEqual([0, 1, 0].map((value) => expect.closeTo(value, 9)))
  })

  test('turns it at most 20 degrees a second towards a ride, with the form in view all the time', () => {
    const { viewer } = context.frameState
    context.store.setState({ mode: 'ride' })
    Object.assign(viewer.rig, { x: 2, z: -1, yaw: 3 })
    const { heartX, heartZ } = context.frameState.path.curve
    const heart = new Vector3(heartX, 1.9, heartZ)
    // Both views look at the heart.
    viewer.rig.yaw = Math.atan2(viewer.rig.x - heartX, viewer.rig.z - heartZ)
    camera.position.copy(cameraRig.transition.fromPosition)
    camera.lookAt(heart)
    cameraRig.transition.fromQuaternion.copy(camera.quaternion)
    let before = camera.quaternion.clone()
    for (let frame = 0; frame < 1200; frame++) {
      // A seek on the way.
      if (frame === 60) Object.assign(viewer.rig, { x: -2, z: -4, yaw: Math.atan2(-2 - heartX, -4 - heartZ) })
      updateCameraRig(context, cameraRig, camera, FRAME_S, undefined)
      expect(camera.quaternion.angleTo(before) / FRAME_S).toBeLessThan((20 * Math.PI) / 180)
      before = camera.quaternion.clone()
      const seen = heart.clone().project(camera)
      expect(Math.abs(seen.x)).toBeLessThan(0.3)
      expect(Math.abs(seen.y)).toBeLessThan(0.3)
    }
    expect(camera.position.toArray()).toEqual([-2, 1.6, -4].map((value) => expect.closeTo(value, 9)))
    expect(camera.rotation.reorder('YXZ').y).toBeCloseTo(viewer.rig.yaw, 6)
  })

  test('moves the camera at once with reduced motion', () => {
    context.frameState.viewer.reducedMotion = true
    updateCameraRig(context, cameraRig, camera, FRAME_S, undefined)
    expect(camera.position.toArray()).toEqual([0, 1.6, 0].map((value) => expect.closeTo(value, 9)))
  })

  test('from outside the form is whole in the middle of the free area', () => {
    const { frameState, store } = context
    store.setState({ view: 'orbit' })
    frameState.viewer.reducedMotion = true
    cameraRig.outside.position.set(3, 4, 8).setLength(ORBIT_FIT_M)
    cameraRig.outside.lookAt(0, 0, 0)
    camera.fov = 52
    camera.aspect = 1.6
    camera.updateProjectionMatrix()
    setChunks(frameState, someChunks(60), 2)
    const { boxes, path } = frameState
    for (let j = 0; j < 180; j++)
      boxes.home[j] = [path.curve.heartX, 2.4, path.curve.heartZ][j % 3]! + 2 * Math.sin(j * j * 1.7)
    setFreeArea(frameState, { left: 0.3, top: 0.1, right: 1, bottom: 0.8 })
    updateCameraRig(context, cameraRig, camera, FRAME_S, undefined)
    const seen = Array.from({ length: 60 }, (_, i) => new Vector3().fromArray(boxes.home, i * 3).project(camera))
    const sides = [
      Math.min(...seen.map(({ x }) => x)) + 0.4,
      1 - Math.max(...seen.map(({ x }) => x)),
      Math.min(...seen.map(({ y }) => y)) + 0.6,
      0.8 - Math.max(...seen.map(({ y }) => y)),
    ]
    for (const room of sides) expect(room).toBeGreaterThan(0)
    // The form fills the area in one direction, and is in its middle in both.
    expect(Math.min(sides[0]! + sides[1]!, sides[2]! + sides[3]!)).toBeLessThan(0.4)
    expect(Math.abs(sides[0]! - sides[1]!)).toBeLessThan(0.15)
    expect(Math.abs(sides[2]! - sides[3]!)).toBeLessThan(0.15)
  })
})
