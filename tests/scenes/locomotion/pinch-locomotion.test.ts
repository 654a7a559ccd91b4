import { type Quaternion, Vector3 } from 'three'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createLocomotionContext, createTrackedHand, LEVEL_ROTATION } from './locomotion-context.ts'

let room: ReturnType<typeof createLocomotionContext>

describe('a hand without a stick', () => {
  let clock = 0
  beforeEach(() => {
    room = createLocomotionContext()
    clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
  })
  const hold = (hand: { source: XRInputSource; position?: Vector3; rotation?: Quaternion }) => {
    room.run(0.05, hand)
    clock += 300
    room.run(0.05, hand)
  }

  test('teleports with a pinch held towards the floor, not with a click', () => {
    const source = createTrackedHand('left')
    room.select('selectstart', source)
    room.run(0.1, { source })
    room.select('selectend', source)
    room.run(0.1, { source })
    expect(room.frameState.viewer.rig.z).toBe(0)
    room.select('selectstart', source)
    hold({ source })
    const mark = [...(room.frameState.viewer.teleportTarget ?? [])]
    room.select('selectend', source)
    room.run(0.1, { source })
    expect(room.frameState.viewer.head.position[2]).toBeCloseTo(mark[2]!, 9)
    expect(room.frameState.viewer.teleportTarget).toBeNull()
  })

  test('leaves alone what is pinched for something else', () => {
    const source = createTrackedHand('right')
    room.select('selectstart', source)
    room.run(0.05, { source })
    room.locomotion.claimSource(source)
    hold({ source })
    expect(room.frameState.viewer.teleportTarget).toBeNull()
    room.select('selectend', source)
    room.run(0.1, { source })
    expect(room.frameState.viewer.rig).toMatchObject({ x: 0, z: 0, yaw: 0 })
  })

  test('turns and flies by pulling the air', () => {
    room.setPreferences({ flying: true })
    const source = createTrackedHand('right')
    room.select('selectstart', source)
    hold({ source, rotation: LEVEL_ROTATION })
    const at = new Vector3(0.2 + 0.13, 1.2, -0.3)
    room.run(0.05, { source, rotation: LEVEL_ROTATION, position: at })
    expect(room.frameState.viewer.rig.yaw).toBeCloseTo(Math.PI / 6, 9)
    room.run(0.05, { source, rotation: LEVEL_ROTATION, position: at.clone().setY(0.9) })
    expect(room.frameState.viewer.rig.y).toBeCloseTo(1.2, 6)
  })

  test('two hands in the air are for something else', () => {
    const [left, right] = [createTrackedHand('left'), createTrackedHand('right')]
    room.select('selectstart', left)
    room.select('selectstart', right)
    room.run(0.05, { source: left, rotation: LEVEL_ROTATION }, { source: right, rotation: LEVEL_ROTATION })
    clock += 300
    room.run(0.05, { source: left, rotation: LEVEL_ROTATION }, { source: right, rotation: LEVEL_ROTATION })
    room.run(
      0.05,
      { source: left, rotation: LEVEL_ROTATION, position: new Vector3(1, 1, 0) },
      { source: right, rotation: LEVEL_ROTATION },
    )
    expect(room.frameState.viewer.rig.yaw).toBe(0)
  })

  test('a second hand that pinches takes the arc away', () => {
    const [left, right] = [createTrackedHand('left'), createTrackedHand('right')]
    room.select('selectstart', left)
    hold({ source: left })
    expect(room.frameState.viewer.teleportTarget).not.toBeNull()
    room.select('selectstart', right)
    room.run(0.1, { source: left }, { source: right })
    expect(room.frameState.viewer.teleportTarget).toBeNull()
    expect(room.locomotion.teleportArc.mesh.visible).toBe(false)
  })
})
