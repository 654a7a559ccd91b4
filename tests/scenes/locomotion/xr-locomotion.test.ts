import { Vector3 } from 'three'
import { beforeEach, describe, expect, test } from 'vitest'
import { roomToSong } from '../../../scenes/geometry/placement.ts'
import { createController, createLocomotionContext, FRAME_S, LEVEL_ROTATION } from './locomotion-context.ts'

let context: ReturnType<typeof createLocomotionContext>
beforeEach(() => {
  context = createLocomotionContext()
})

describe.each(['left', 'right'] as const)('the %s thumbstick alone', (handedness) => {
  test('teleports to the landing that was shown, also if the head has moved since', () => {
    const hand = createController(handedness)
    hand.push(0, -1)
    context.run(0.1, hand)
    const landing = [...(context.frameState.viewer.teleportTarget ?? [])]
    expect(context.locomotion.teleportArc.mesh.visible).toBe(true)
    context.frameState.viewer.head.position[0] += 0.1
    hand.push(0, 0)
    context.run(0.2, hand)
    expect(context.frameState.viewer.teleportTarget).toBeNull()
    expect(context.locomotion.teleportArc.mesh.visible).toBe(false)
    expect(context.frameState.viewer.head.position[0]).toBeCloseTo(landing[0]!, 9)
    expect(context.frameState.viewer.head.position[2]).toBeCloseTo(landing[2]!, 9)
    context.run(0.2, hand)
    expect(context.frameState.viewer.head.position[2]).toBeCloseTo(landing[2]!, 9)
  })

  test('does not teleport without a landing', () => {
    const hand = createController(handedness)
    hand.push(0, -1)
    const high = { ...hand, position: new Vector3(0, 30, 0), rotation: LEVEL_ROTATION }
    context.run(0.1, high)
    expect(context.frameState.viewer.teleportTarget).toBeNull()
    hand.push(0, 0)
    context.run(0.1, high)
    expect(context.frameState.viewer.rig).toMatchObject({ x: 0, z: 0 })
  })

  test.each(['upper', 'click'] as const)(
    '%s calls off what it aims, and turns nothing until it was let go',
    (button) => {
      const hand = createController(handedness)
      hand.push(0, -1)
      context.run(0.1, hand)
      hand[button].pressed = true
      context.run(0.1, hand)
      expect(context.frameState.viewer).toMatchObject({ teleporting: false, teleportTarget: null })
      hand[button].pressed = false
      hand.push(1, 0)
      context.run(0.1, hand)
      hand.push(0, 0)
      context.run(0.4, hand)
      expect(context.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
      hand.push(1, 0)
      context.run(0.1, hand)
      expect(context.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
    },
  )

  test('pulled back it calls off', () => {
    const hand = createController(handedness)
    for (const [x, y] of [
      [0, -1],
      [0, 1],
      [0, 0],
    ] as const) {
      hand.push(x, y)
      context.run(0.4, hand)
    }
    expect(context.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
  })

  test('turned aside before it is let go, the visitor lands facing there', () => {
    const hand = createController(handedness)
    for (const [x, y] of [
      [0, -1],
      [-1, 0],
      [0, 0],
    ] as const) {
      hand.push(x, y)
      context.run(0.4, hand)
    }
    expect(context.frameState.viewer.head.forward[0]).toBeCloseTo(-1, 6)
    expect(context.frameState.viewer.head.position[2]).toBeLessThan(-0.5)
  })

  test('walks horizontally at the preferred speed, also when looking straight down', () => {
    context.setPreferences({ moving: 'smooth', speed: 2 })
    context.frameState.viewer.head.forward = [0, -1, 0]
    context.frameState.viewer.head.up = [-1, 0, 0]
    const hand = createController(handedness)
    hand.push(0, -1)
    context.run(1, hand)
    const before = context.frameState.viewer.rig.x
    context.run(0.5, hand)
    expect(context.frameState.viewer.rig.x - before).toBeCloseTo(-1, 1)
    expect(context.frameState.viewer.rig.z).toBeCloseTo(0, 9)
    expect(context.frameState.viewer.rig.y).toBe(0)
    expect(context.frameState.viewer.motion).toBe(1)
    hand.push(0, 0)
    context.run(0.5, hand)
    expect(context.frameState.viewer.motion).toBe(0)
  })

  test('accelerates gradually, or at once with reduced motion', () => {
    context.setPreferences({ moving: 'smooth' })
    const hand = createController(handedness)
    hand.push(0, -1)
    context.run(2.5 * FRAME_S, hand)
    expect(-context.frameState.viewer.rig.z).toBeLessThan(0.005)
    context.frameState.viewer.reducedMotion = true
    const before = context.frameState.viewer.rig.z
    context.run(0.9 * FRAME_S, hand)
    expect(before - context.frameState.viewer.rig.z).toBeCloseTo(1.6 * FRAME_S, 6)
  })

  test('snap turns once by 30° about the head, or turns smoothly', () => {
    const hand = createController(handedness)
    context.frameState.viewer.head.position = [1, 1.6, 2]
    hand.push(1, 0.1)
    context.run(0.5, hand)
    expect(context.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
    hand.push(0, 0)
    context.run(0.1, hand)
    context.setPreferences({ turning: 'smooth' })
    hand.push(-1, 0)
    context.run(1, hand)
    expect(context.frameState.viewer.rig.yaw).toBeGreaterThan(-Math.PI / 6 + 1.2)
    expect(context.frameState.viewer.rig.yaw).toBeLessThan(-Math.PI / 6 + Math.PI / 2)
    expect(context.frameState.viewer.motion).toBeGreaterThan(0.9)
  })

  test('flies with the lower button held if flying is on', () => {
    const hand = createController(handedness)
    hand.lower.pressed = true
    hand.push(0, -1)
    context.run(1, hand)
    expect(context.frameState.viewer.rig.y).toBe(0)
    context.setPreferences({ flying: true })
    context.run(1, hand)
    expect(context.frameState.viewer.rig.y).toBeGreaterThan(1)
    hand.push(0, 1)
    context.run(2, hand)
    expect(context.frameState.viewer.rig.y).toBe(0)
    expect(context.frameState.viewer.teleportTarget).toBeNull()
  })

  test('a teleport ends the flight', () => {
    context.setPreferences({ flying: true })
    const hand = createController(handedness)
    hand.lower.pressed = true
    hand.push(0, -1)
    context.run(1, hand)
    hand.lower.pressed = false
    context.run(1, hand)
    hand.push(0, 0)
    context.run(1, hand)
    expect(context.frameState.viewer.rig.y).toBe(0)
  })
})

describe('two thumbsticks', () => {
  test('B or Y of the one calls off what the other aims, whichever is read first', () => {
    for (const aimsFirst of [true, false]) {
      const [aiming, calling] = [createController('right'), createController('left')]
      const both = aimsFirst ? [aiming, calling] : [calling, aiming]
      aiming.push(0, -1)
      context.run(0.1, ...both)
      expect(context.frameState.viewer.teleportTarget).not.toBeNull()
      calling.upper.pressed = true
      context.run(0.1, ...both)
      calling.upper.pressed = false
      aiming.push(0, 0)
      context.run(0.4, ...both)
      expect(context.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
    }
  })

  test.each([false, true])('strafe and fly with smooth movement, leftHanded %s', (leftHanded) => {
    context.setPreferences({ moving: 'smooth', flying: true, leftHanded })
    const [walker, flyer] = (leftHanded ? ['right', 'left'] : ['left', 'right']).map((side) =>
      createController(side as XRHandedness),
    ) as [ReturnType<typeof createController>, ReturnType<typeof createController>]
    context.run(0.1, walker, flyer)
    walker.push(1, 0)
    context.run(1, walker, flyer)
    expect(context.frameState.viewer.rig.x).toBeGreaterThan(1)
    expect(context.frameState.viewer.rig.yaw).toBe(0)
    walker.push(0, 0)
    flyer.push(0, -1)
    context.run(1, walker, flyer)
    expect(context.frameState.viewer.rig.y).toBeGreaterThan(1)
    flyer.push(1, 0)
    context.run(0.2, walker, flyer)
    expect(context.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
  })

  test('are no faster than one', () => {
    context.setPreferences({ moving: 'smooth', speed: 1 })
    const [left, right] = [createController('left'), createController('right')]
    left.push(0.8, -0.8)
    right.push(0, -1)
    context.run(2, left, right)
    const { x, z } = context.frameState.viewer.rig
    context.run(1, left, right)
    expect(Math.hypot(context.frameState.viewer.rig.x - x, context.frameState.viewer.rig.z - z)).toBeLessThan(1.02)
  })

  test('when one is removed its aim ends, and the other turns again', () => {
    const [left, right] = [createController('left'), createController('right')]
    left.push(0, -1)
    context.run(0.1, left, right)
    expect(context.frameState.viewer.teleportTarget).not.toBeNull()
    context.locomotion.removeSource(left.source)
    expect(context.frameState.viewer.teleportTarget).toBeNull()
    context.setPreferences({ moving: 'smooth', leftHanded: true })
    right.push(1, 0)
    context.run(0.2, right)
    expect(context.frameState.viewer.rig.yaw).toBeCloseTo(-Math.PI / 6, 9)
  })
})

test('a teleport during a playing ride switches to roam', () => {
  context.store.setState({ mode: 'ride' })
  const hand = createController('right')
  const teleport = () => {
    hand.push(0, -1)
    context.run(0.1, hand)
    hand.push(0, 0)
    context.run(0.4, hand)
  }
  teleport()
  expect(context.setMode).not.toHaveBeenCalled()
  context.frameState.playhead.playing = true
  teleport()
  expect(context.setMode.mock.calls).toEqual([['roam']])
})

test('nothing moves the rig in AR', () => {
  context.store.setState({ xrMode: 'ar' })
  const hand = createController('right')
  hand.push(1, -1)
  context.run(0.5, hand)
  expect(context.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
})

test('the teleport arc is drawn at its place in the room in any placement', () => {
  const { frameState, locomotion } = context
  Object.assign(frameState.placement, { x: 1, y: 0.3, z: -2, yaw: 0.8, scale: 0.4 })
  const hand = createController('right')
  hand.push(0, -1)
  context.run(0.1, hand)
  const [x, y, z] = frameState.viewer.teleportTarget as [number, number, number]
  const song: [number, number, number] = [0, 0, 0]
  roomToSong(frameState.placement, x, y, z, song)
  locomotion.teleportArc.mesh.updateMatrixWorld()
  expect(locomotion.teleportArc.mesh.localToWorld(new Vector3(x, y, z)).distanceTo(new Vector3(...song))).toBeLessThan(
    1e-9,
  )
})
