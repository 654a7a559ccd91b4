import { Vector3 } from 'three'
import { beforeEach, describe, expect, test } from 'vitest'
import { roomToSong } from '../../../scenes/geometry/placement.ts'
import { createController, createLocomotionContext, FRAME_S, LEVEL_ROTATION } from './locomotion-context.ts'

let room: ReturnType<typeof createLocomotionContext>
beforeEach(() => {
  room = createLocomotionContext()
})

describe.each(['left', 'right'] as const)('the %s stick alone', (handedness) => {
  test('teleports to the mark that was shown, even if the head has moved since', () => {
    const hand = createController(handedness)
    hand.push(0, -1)
    room.run(0.1, hand)
    const mark = [...(room.frameState.viewer.teleportTarget ?? [])]
    expect(room.locomotion.teleportArc.mesh.visible).toBe(true)
    room.frameState.viewer.head.position[0] += 0.1
    hand.push(0, 0)
    room.run(0.1, hand)
    expect(room.frameState.viewer.teleportTarget).toBeNull()
    expect(room.locomotion.teleportArc.mesh.visible).toBe(false)
    expect(room.frameState.viewer.head.position[0]).toBeCloseTo(mark[0]!, 9)
    expect(room.frameState.viewer.head.position[2]).toBeCloseTo(mark[2]!, 9)
    // And then stays there.
    room.run(0.2, hand)
    expect(room.frameState.viewer.head.position[2]).toBeCloseTo(mark[2]!, 9)
  })

  test('goes nowhere from an arc that does not land', () => {
    const hand = createController(handedness)
    hand.push(0, -1)
    const high = { ...hand, position: new Vector3(0, 30, 0), rotation: LEVEL_ROTATION }
    room.run(0.1, high)
    expect(room.frameState.viewer.teleportTarget).toBeNull()
    hand.push(0, 0)
    room.run(0.1, high)
    expect(room.frameState.viewer.rig).toMatchObject({ x: 0, z: 0 })
  })

  test('walks smoothly at its speed, wherever the eyes look, and is level', () => {
    room.setPreferences({ moving: 'smooth', speed: 2 })
    room.frameState.viewer.head.forward = [0, -1, 0]
    room.frameState.viewer.head.up = [-1, 0, 0]
    const hand = createController(handedness)
    hand.push(0, -1)
    room.run(1, hand)
    const before = room.frameState.viewer.rig.x
    room.run(0.5, hand)
    expect(room.frameState.viewer.rig.x - before).toBeCloseTo(-1, 1)
    expect(room.frameState.viewer.rig.z).toBeCloseTo(0, 9)
    expect(room.frameState.viewer.rig.y).toBe(0)
    expect(room.frameState.viewer.motion).toBe(1)
    hand.push(0, 0)
    room.run(0.5, hand)
    expect(room.frameState.viewer.motion).toBe(0)
  })

  test('sets off softly, or at once where nothing may ease', () => {
    room.setPreferences({ moving: 'smooth' })
    const hand = createController(handedness)
    hand.push(0, -1)
    room.run(2.5 * FRAME_S, hand)
    expect(-room.frameState.viewer.rig.z).toBeLessThan(0.005)
    room.frameState.viewer.reducedMotion = true
    const before = room.frameState.viewer.rig.z
    room.run(0.9 * FRAME_S, hand)
    expect(before - room.frameState.viewer.rig.z).toBeCloseTo(1.6 * FRAME_S, 6)
  })

  test('turns once by 30° about the head, or steadily', () => {
    const hand = createController(handedness)
    room.frameState.viewer.head.position = [1, 1.6, 2]
    hand.push(1, 0.1)
    room.run(0.5, hand)
    expect(room.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
    hand.push(0, 0)
    room.run(0.1, hand)
    room.setPreferences({ turning: 'smooth' })
    hand.push(-1, 0)
    room.run(1, hand)
    expect(room.frameState.viewer.rig.yaw).toBeGreaterThan(-Math.PI / 6 + 1.2)
    expect(room.frameState.viewer.rig.yaw).toBeLessThan(-Math.PI / 6 + Math.PI / 2)
    expect(room.frameState.viewer.motion).toBeGreaterThan(0.9)
  })

  test('flies with the lower button held, where that is wanted', () => {
    const hand = createController(handedness)
    hand.lower.pressed = true
    hand.push(0, -1)
    room.run(1, hand)
    expect(room.frameState.viewer.rig.y).toBe(0)
    room.setPreferences({ flying: true })
    room.run(1, hand)
    expect(room.frameState.viewer.rig.y).toBeGreaterThan(1)
    hand.push(0, 1)
    room.run(2, hand)
    expect(room.frameState.viewer.rig.y).toBe(0)
    expect(room.frameState.viewer.teleportTarget).toBeNull()
  })

  test('landing puts the feet on the floor again', () => {
    room.setPreferences({ flying: true })
    const hand = createController(handedness)
    hand.lower.pressed = true
    hand.push(0, -1)
    room.run(1, hand)
    hand.lower.pressed = false
    room.run(1, hand)
    hand.push(0, 0)
    room.run(1, hand)
    expect(room.frameState.viewer.rig.y).toBe(0)
  })
})

describe('two sticks', () => {
  test.each([false, true])('share the parts of smooth movement, left-handed %s', (leftHanded) => {
    room.setPreferences({ moving: 'smooth', flying: true, leftHanded })
    const [walker, flyer] = (leftHanded ? ['right', 'left'] : ['left', 'right']).map((side) =>
      createController(side as XRHandedness),
    ) as [ReturnType<typeof createController>, ReturnType<typeof createController>]
    room.run(0.1, walker, flyer)
    walker.push(1, 0)
    room.run(1, walker, flyer)
    expect(room.frameState.viewer.rig.x).toBeGreaterThan(1)
    expect(room.frameState.viewer.rig.yaw).toBe(0)
    walker.push(0, 0)
    flyer.push(0, -1)
    room.run(1, walker, flyer)
    expect(room.frameState.viewer.rig.y).toBeGreaterThan(1)
    flyer.push(1, 0)
    room.run(0.2, walker, flyer)
    expect(room.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
  })

  test('are no faster than one', () => {
    room.setPreferences({ moving: 'smooth', speed: 1 })
    const [left, right] = [createController('left'), createController('right')]
    left.push(0.8, -0.8)
    right.push(0, -1)
    room.run(2, left, right)
    const { x, z } = room.frameState.viewer.rig
    room.run(1, left, right)
    expect(Math.hypot(room.frameState.viewer.rig.x - x, room.frameState.viewer.rig.z - z)).toBeLessThan(1.02)
  })

  test('when one goes away the other has all parts, and the arc of the one that went is gone', () => {
    const [left, right] = [createController('left'), createController('right')]
    left.push(0, -1)
    room.run(0.1, left, right)
    expect(room.frameState.viewer.teleportTarget).not.toBeNull()
    room.locomotion.removeSource(left.source)
    expect(room.frameState.viewer.teleportTarget).toBeNull()
    room.setPreferences({ moving: 'smooth', leftHanded: true })
    right.push(1, 0)
    room.run(0.2, right)
    expect(room.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
  })
})

test('whoever goes elsewhere by themselves gets off the ride, while it goes', () => {
  room.store.setState({ mode: 'ride' })
  const hand = createController('right')
  const teleport = () => {
    hand.push(0, -1)
    room.run(0.1, hand)
    hand.push(0, 0)
    room.run(0.1, hand)
  }
  teleport()
  expect(room.setMode).not.toHaveBeenCalled()
  room.frameState.playhead.playing = true
  teleport()
  expect(room.setMode.mock.calls).toEqual([['roam']])
})

test('on a phone’s camera nothing moves but the phone', () => {
  room.store.setState({ xrMode: 'ar' })
  const hand = createController('right')
  hand.push(1, -1)
  room.run(0.5, hand)
  expect(room.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
})

test('the arc of the room is drawn in the space of a song that has been placed in it', () => {
  const { frameState, locomotion } = room
  Object.assign(frameState.placement, { x: 1, y: 0.3, z: -2, yaw: 0.8, scale: 0.4 })
  const hand = createController('right')
  hand.push(0, -1)
  room.run(0.1, hand)
  const [x, y, z] = frameState.viewer.teleportTarget as [number, number, number]
  const song: [number, number, number] = [0, 0, 0]
  roomToSong(frameState.placement, x, y, z, song)
  locomotion.teleportArc.mesh.updateMatrixWorld()
  expect(locomotion.teleportArc.mesh.localToWorld(new Vector3(x, y, z)).distanceTo(new Vector3(...song))).toBeLessThan(
    1e-9,
  )
})
