import { Vector3 } from 'three'
import { beforeEach, describe, expect, test } from 'vitest'
import { getHeading } from '../../../scenes/geometry/motion.ts'
import { findPathDistance } from '../../../scenes/geometry/path-curve.ts'
import { TeleportAim } from '../../../scenes/locomotion/teleport-aim.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { WHOLE_PATH } from '../../../scenes/state/path-state.ts'
import { someChunks } from '../sample-chunks.ts'

const source = {} as XRInputSource
const hand = new Vector3(0, 1.2, 0)
const towards = (x: number, y: number, z: number) => new Vector3(x, y, z).normalize()
const DOWN_AHEAD = towards(0, -0.6, -0.8)
const LEVEL = towards(0, 0, -1)

let frameState: FrameState
let aim: TeleportAim
beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(50), 2)
  // The form is far away, and so is the path.
  frameState.boxes.position.fill(99)
  frameState.path.curve.x = 60
  aim = new TeleportAim(frameState)
})
/** Lets the teleport end. @returns the darkness of each frame, and the one of the landing */
function land() {
  const darkness: number[] = []
  let landed = -1
  for (let k = 0; k < 40; k++) {
    if (aim.step(1 / 72)) landed = k
    darkness.push(frameState.viewer.blink)
  }
  return { darkness, landed }
}
const uniforms = () => aim.arc.mesh.material.uniforms as Record<string, { value: number }>

describe('a teleport', () => {
  test('moves the visitor in the dark, 0.15 s after it was released, and lightens again', () => {
    aim.aim(source, hand, DOWN_AHEAD, null)
    const [x, , z] = frameState.viewer.teleportTarget as number[]
    aim.release(source)
    expect(aim.arc.mesh.visible).toBe(false)
    expect(frameState.viewer).toMatchObject({ teleporting: true, teleportTarget: [x, 0, z] })
    const { darkness, landed } = land()
    expect(darkness[landed]).toBe(1)
    expect(landed / 72).toBeCloseTo(0.15, 1)
    expect(darkness.findLastIndex((dark) => dark > 0) / 72).toBeCloseTo(0.3, 1)
    for (let k = 1; k < darkness.length; k++) expect(Math.abs(darkness[k]! - darkness[k - 1]!)).toBeLessThan(0.1)
    const { rig, teleporting, teleportTarget } = frameState.viewer
    expect([rig.x, rig.z, rig.yaw]).toEqual([x, z, 0])
    expect({ teleporting, teleportTarget }).toEqual({ teleporting: false, teleportTarget: null })
  })

  test('too far is refused, shown in red with a mark at the limit, and felt', () => {
    aim.aim(source, hand, towards(0, 0.4, -1), 0)
    expect(frameState.viewer).toMatchObject({ teleporting: true, teleportTarget: null })
    expect(uniforms()).toMatchObject({ isFree: { value: 0 }, hasMark: { value: 1 } })
    expect((uniforms() as unknown as { end: { value: Vector3 } }).end.value.z).toBeCloseTo(-8, 6)
    aim.release(source)
    expect(frameState.feedback.events[0]).toMatchObject({ kind: 'edge', source })
    expect(land().landed).toBe(-1)
    expect(frameState.viewer).toMatchObject({ teleporting: false, blink: 0 })
  })

  test('up into the air means no place: it is called off, without a mark', () => {
    aim.aim(source, hand, towards(0, 1, -0.5), 0)
    expect(uniforms()).toMatchObject({ isFree: { value: 0 }, hasMark: { value: 0 } })
    aim.release(source)
    expect(frameState.feedback.count).toBe(0)
    expect(land().landed).toBe(-1)
  })

  test.each(['callOff', 'reset'] as const)('%s: nothing happens', (end) => {
    aim.aim(source, hand, DOWN_AHEAD, 0)
    aim[end]()
    aim.release(source)
    expect(land()).toMatchObject({ landed: -1 })
    expect(aim.arc.mesh.visible).toBe(false)
    expect(frameState.viewer).toMatchObject({ teleporting: false, teleportTarget: null, blink: 0 })
  })

  test('a session that ends in the dark of one leaves none', () => {
    aim.aim(source, hand, DOWN_AHEAD, 0)
    aim.release(source)
    aim.step(0.1)
    aim.reset()
    expect(frameState.viewer.blink).toBe(0)
    expect(land().landed).toBe(-1)
  })

  test('turns the visitor to where the stick points, about the head, or not without a stick', () => {
    frameState.viewer.head.position = [0.3, 1.6, 0.2]
    aim.aim(source, hand, towards(-0.8, -0.6, 0), Math.PI / 4)
    const [x, , z] = frameState.viewer.teleportTarget as number[]
    aim.release(source)
    land()
    const { rig } = frameState.viewer
    // To the left along the arc, and half a right angle to the right of it.
    expect(rig.yaw).toBeCloseTo(Math.PI / 2 - Math.PI / 4, 9)
    // The head was at 0.3, 0.2 of an unturned rig.
    expect(rig.x + 0.3 * Math.cos(rig.yaw) + 0.2 * Math.sin(rig.yaw)).toBeCloseTo(x!, 9)
    expect(rig.z - 0.3 * Math.sin(rig.yaw) + 0.2 * Math.cos(rig.yaw)).toBeCloseTo(z!, 9)
    expect(getHeading([-Math.sin(rig.yaw), 0, -Math.cos(rig.yaw)], [0, 1, 0])).toBeCloseTo(Math.PI / 4, 9)
  })
})

describe('the landing', () => {
  test('is on the path where that is near, and stays beside it where it is not', () => {
    frameState.path.curve.x = 0
    // It leads to the left from the origin.
    aim.aim(source, new Vector3(-1, 1.2, 1.5), DOWN_AHEAD, 0)
    const near = frameState.viewer.teleportTarget as [number, number, number]
    expect(findPathDistance(frameState.path.curve, near[0], near[2], 1e-3, WHOLE_PATH)).toBeGreaterThan(0.9)
    aim.callOff()
    aim.aim(source, new Vector3(0, 1.2, 3), towards(0, -0.8, 0.6), 0)
    expect(frameState.viewer.teleportTarget?.[2]).toBeGreaterThan(3.5)
  })

  test('is pushed away from a box at head height, and refused where there is no room', () => {
    const { boxes } = frameState
    aim.aim(source, hand, LEVEL, 0)
    const [x, , z] = frameState.viewer.teleportTarget as [number, number, number]
    boxes.position.set([x, 1.6, z - 0.1], 0)
    aim.aim(source, hand, LEVEL, 0)
    const pushed = frameState.viewer.teleportTarget as number[]
    expect(pushed[2]! - (z - 0.1)).toBeGreaterThan(0.35)
    expect(Math.abs(pushed[0]! - x)).toBeLessThan(0.2)
    for (let i = 0; i < boxes.count; i++)
      boxes.position.set([x + (i % 7) * 0.4 - 1.2, 1.6, z + Math.floor(i / 7) * 0.4 - 1.2], i * 3)
    aim.aim(source, hand, LEVEL, 0)
    expect(frameState.viewer.teleportTarget).toBeNull()
    expect(uniforms()).toMatchObject({ isFree: { value: 0 }, hasMark: { value: 1 } })
  })

  test('is clear of boxes as they hang in the room, also of a song that was moved, turned and scaled', () => {
    const { boxes, placement } = frameState
    Object.assign(placement, { x: 1, y: 0.2, z: -2, yaw: 0.7, scale: 0.5 })
    aim.aim(source, hand, LEVEL, 0)
    const [x, , z] = frameState.viewer.teleportTarget as [number, number, number]
    // The inverse of the placement, by hand.
    const [dx, dz] = [(x - 1) / 0.5, (z + 2) / 0.5]
    const song = [Math.cos(0.7) * dx - Math.sin(0.7) * dz, (1.6 - 0.2) / 0.5, Math.sin(0.7) * dx + Math.cos(0.7) * dz]
    boxes.position.set(song, 0)
    aim.aim(source, hand, LEVEL, 0)
    const pushed = frameState.viewer.teleportTarget as number[]
    expect(Math.hypot(pushed[0]! - x, pushed[2]! - z)).toBeGreaterThan(0.35)
    expect(Math.hypot(pushed[0]! - x, pushed[2]! - z)).toBeLessThan(0.7)
  })
})
