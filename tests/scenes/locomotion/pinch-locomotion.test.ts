import { type Quaternion, Vector3 } from 'three'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createLocomotionContext, createTrackedHand, LEVEL_ROTATION } from './locomotion-context.ts'

let context: ReturnType<typeof createLocomotionContext>

describe('a pinching hand', () => {
  let clock = 0
  beforeEach(() => {
    context = createLocomotionContext()
    clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
  })
  const holdPinch = (hand: { source: XRInputSource; position?: Vector3; rotation?: Quaternion }) => {
    context.run(0.05, hand)
    clock += 300
    context.run(0.05, hand)
  }

  test('teleports by a pinch held towards the floor, not by a short one', () => {
    const source = createTrackedHand('left')
    context.select('selectstart', source)
    context.run(0.1, { source })
    context.select('selectend', source)
    context.run(0.1, { source })
    expect(context.frameState.viewer.rig.z).toBe(0)
    context.select('selectstart', source)
    holdPinch({ source })
    const landing = [...(context.frameState.viewer.teleportTarget ?? [])]
    context.select('selectend', source)
    context.run(0.2, { source })
    expect(context.frameState.viewer.head.position[2]).toBeCloseTo(landing[2]!, 9)
    expect(context.frameState.viewer.teleportTarget).toBeNull()
  })

  test('does nothing with a claimed pinch', () => {
    const source = createTrackedHand('right')
    context.select('selectstart', source)
    context.run(0.05, { source })
    context.locomotion.claimSource(source)
    holdPinch({ source })
    expect(context.frameState.viewer.teleportTarget).toBeNull()
    context.select('selectend', source)
    context.run(0.1, { source })
    expect(context.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
  })

  test('turns and flies by pulling in the air', () => {
    context.setPreferences({ flying: true })
    const source = createTrackedHand('right')
    context.select('selectstart', source)
    holdPinch({ source, rotation: LEVEL_ROTATION })
    const at = new Vector3(0.2 + 0.13, 1.2, -0.3)
    context.run(0.05, { source, rotation: LEVEL_ROTATION, position: at })
    expect(context.frameState.viewer.rig.yaw).toBeCloseTo(Math.PI / 6, 9)
    context.run(0.05, { source, rotation: LEVEL_ROTATION, position: at.clone().setY(0.9) })
    expect(context.frameState.viewer.rig.y).toBeCloseTo(1.2, 6)
  })

  test('does nothing while both hands pinch', () => {
    const [left, right] = [createTrackedHand('left'), createTrackedHand('right')]
    context.select('selectstart', left)
    context.select('selectstart', right)
    context.run(0.05, { source: left, rotation: LEVEL_ROTATION }, { source: right, rotation: LEVEL_ROTATION })
    clock += 300
    context.run(0.05, { source: left, rotation: LEVEL_ROTATION }, { source: right, rotation: LEVEL_ROTATION })
    context.run(
      0.05,
      { source: left, rotation: LEVEL_ROTATION, position: new Vector3(1, 1, 0) },
      { source: right, rotation: LEVEL_ROTATION },
    )
    expect(context.frameState.viewer.rig.yaw).toBe(0)
  })

  test('stops aiming when the other hand pinches too', () => {
    const [left, right] = [createTrackedHand('left'), createTrackedHand('right')]
    context.select('selectstart', left)
    holdPinch({ source: left })
    expect(context.frameState.viewer.teleportTarget).not.toBeNull()
    context.select('selectstart', right)
    context.run(0.1, { source: left }, { source: right })
    expect(context.frameState.viewer.teleportTarget).toBeNull()
    expect(context.locomotion.teleportArc.mesh.visible).toBe(false)
  })
})
