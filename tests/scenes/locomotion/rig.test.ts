import fc from 'fast-check'
import { Group, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import {
  findChunkAt,
  findPathAtFeet,
  followHead,
  moveAlongHeading,
  moveHeadTo,
  moveHeadToStart,
  moveToStart,
  rotateAboutHead,
} from '../../../scenes/locomotion/rig.ts'
import { createFrameState, type FrameState, setChunks, updatePath } from '../../../scenes/state/frame-state.ts'
import type { RigPose } from '../../../scenes/state/viewer-state.ts'
import { someChunks } from '../sample-chunks.ts'

const meters = fc.double({ min: -20, max: 20, noNaN: true })
const angle = fc.double({ min: -7, max: 7, noNaN: true })
const rigPoses = fc.record({ x: meters, y: fc.constant(0), z: meters, yaw: angle, pitch: fc.constant(0) })

/** Position in the room of a head at `head` in the rig's space, computed by three.js. */
function computeHeadInRoom(rig: RigPose, head: readonly [number, number]): Vector3 {
  const origin = new Group()
  origin.position.set(rig.x, 0, rig.z)
  origin.rotation.y = rig.yaw
  return origin.localToWorld(new Vector3(head[0], 1.6, head[1]))
}

test('rotateAboutHead turns the rig and leaves the head where it is', () => {
  fc.assert(
    fc.property(rigPoses, fc.tuple(meters, meters), angle, (rig, head, turn) => {
      const before = { ...rig }
      const headInRoom = computeHeadInRoom(rig, head)
      rotateAboutHead(rig, headInRoom.x, headInRoom.z, turn)
      expect(computeHeadInRoom(rig, head).distanceTo(headInRoom)).toBeLessThan(1e-9)
      expect(rig.yaw).toBeCloseTo(before.yaw + turn, 9)
    }),
  )
})

test('moveHeadTo moves the head above a point without turning', () => {
  fc.assert(
    fc.property(rigPoses, fc.tuple(meters, meters), meters, meters, (rig, head, x, z) => {
      const { yaw } = rig
      const headInRoom = computeHeadInRoom(rig, head)
      moveHeadTo(rig, headInRoom.x, headInRoom.z, x, z)
      const now = computeHeadInRoom(rig, head)
      expect(Math.hypot(now.x - x, now.z - z)).toBeLessThan(1e-9)
      expect(rig.yaw).toBe(yaw)
    }),
  )
})

test('moveAlongHeading moves along the heading at the given speeds', () => {
  fc.assert(
    fc.property(rigPoses, (rig) => {
      const ahead = new Vector3(0, 0, -1).applyAxisAngle(new Vector3(0, 1, 0), rig.yaw)
      const walked = { ...rig }
      moveAlongHeading(walked, rig.yaw, 1.6, 0, 0.5)
      expect(walked.x - rig.x).toBeCloseTo(ahead.x * 0.8, 9)
      expect(walked.z - rig.z).toBeCloseTo(ahead.z * 0.8, 9)
      // Backward and to the right: right of -z is +x.
      moveAlongHeading(walked, rig.yaw, -1.6, 1.6, 0.5)
      expect(walked.x - rig.x).toBeCloseTo(-ahead.z * 0.8, 9)
      expect(walked.z - rig.z).toBeCloseTo(ahead.x * 0.8, 9)
    }),
  )
})

function createStateWithChunks(count: number): FrameState {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(count), 2)
  return frameState
}

/** The chunk below a head. */
function findChunkBelow(frameState: FrameState, x: number, z: number, wasOn = false): number {
  frameState.viewer.feet = [x, z]
  return findChunkAt(frameState, findPathAtFeet(frameState, wasOn))
}

/** Point of the path after `distance` meters. */
const pointOnPath = ({ path: { curve } }: FrameState, distance: number) =>
  getPathPoint(curve, distance, new Float64Array(3)) as unknown as [x: number, z: number, heading: number]

test('moveToStart moves the rig to the start of the path, looking along it, in any placement', () => {
  const frameState = createStateWithChunks(10)
  Object.assign(frameState.viewer.rig, { x: 3, y: 1, z: 4, yaw: 1, pitch: 0.5 })
  moveToStart(frameState)
  expect(frameState.viewer.rig).toEqual({ x: 0, y: 0, z: 0, yaw: 0, pitch: 0 })
  Object.assign(frameState.placement, { x: 2, z: -1, yaw: 0.5, scale: 0.5 })
  moveToStart(frameState)
  expect(frameState.viewer.rig).toEqual({ x: 2, y: 0, z: -1, yaw: 0.5, pitch: 0 })
})

test('moveHeadToStart does so for a head in any pose', () => {
  fc.assert(
    fc.property(rigPoses, fc.tuple(meters, meters), angle, angle, (rig, head, look, yaw) => {
      const frameState = createStateWithChunks(10)
      Object.assign(frameState.viewer.rig, rig)
      Object.assign(frameState.placement, { x: 1, z: 2, yaw, scale: 3 })
      const headInRoom = computeHeadInRoom(frameState.viewer.rig, head)
      frameState.viewer.head.position = [headInRoom.x, headInRoom.y, headInRoom.z]
      // The head looks `look` to the left of the rig's -z.
      moveHeadToStart(frameState, frameState.viewer.rig.yaw + look)
      const now = computeHeadInRoom(frameState.viewer.rig, head)
      expect(Math.hypot(now.x - 1, now.z - 2)).toBeLessThan(1e-9)
      expect(Math.cos(frameState.viewer.rig.yaw + look - yaw)).toBeCloseTo(1, 9)
    }),
  )
})

describe.each(['spiral', 'line'] as const)('findPathAtFeet on the %s', (layout) => {
  test('finds the chunk whose time is at the point of the path', () => {
    const frameState = createStateWithChunks(300)
    updatePath(frameState, layout)
    frameState.boxes.chunks.forEach((chunk, i) => {
      for (const share of [0.2, 0.5, 0.8]) {
        const time = chunk.start + (chunk.end - chunk.start) * share
        const [x, z] = pointOnPath(frameState, time * frameState.path.curve.metersPerSecond)
        expect(findChunkBelow(frameState, x, z)).toBe(i)
      }
    })
  })

  test('finds chunks without gaps along the path, and none beside it', () => {
    const frameState = createStateWithChunks(300)
    updatePath(frameState, layout)
    const beside = new Set<number>()
    const on = new Set<number>()
    for (let d = 0.05; d < 70; d += 0.003) {
      const [x, z, yaw] = pointOnPath(frameState, d)
      on.add(findChunkBelow(frameState, x, z))
      if (d > 1) beside.add(findChunkBelow(frameState, x + Math.cos(yaw) * 0.45, z - Math.sin(yaw) * 0.45))
    }
    expect(on.has(-1)).toBe(false)
    expect([...on]).toEqual([...on].sort((a, b) => a - b))
    expect([...beside]).toEqual([-1])
  })

  test('feet on its edge do not come and go', () => {
    const frameState = createStateWithChunks(100)
    updatePath(frameState, layout)
    const [x, z, yaw] = pointOnPath(frameState, 12)
    const at = (aside: number, wasOn: boolean) =>
      findChunkBelow(frameState, x + Math.cos(yaw) * aside, z - Math.sin(yaw) * aside, wasOn)
    expect(at(0.2, false)).toBeGreaterThanOrEqual(0)
    expect(at(0.25, false)).toBe(-1)
    expect(at(0.25, true)).toBeGreaterThanOrEqual(0)
    expect(at(0.3, true)).toBe(-1)
  })

  test('works in any placement of the song', () => {
    const frameState = createStateWithChunks(100)
    updatePath(frameState, layout)
    Object.assign(frameState.placement, { x: 1, z: -2, yaw: 0.7, scale: 0.4 })
    const [x, z] = pointOnPath(frameState, 8)
    const c = Math.cos(0.7) * 0.4
    const s = Math.sin(0.7) * 0.4
    const time = 8 / frameState.path.curve.metersPerSecond
    expect(findChunkBelow(frameState, 1 + c * x + s * z, -2 - s * x + c * z)).toBe(
      frameState.boxes.chunks.findIndex(({ end }) => end > time),
    )
  })
})

test('followHead: feet stay while a head sways by 2 cm, follow a walking one, and are at once below one that was moved', () => {
  const { viewer } = createStateWithChunks(10)
  const at = (x: number, z: number) => {
    viewer.head.position = [x, 1.6, z]
    followHead(viewer, 0.01)
    return [...viewer.feet]
  }
  at(1, 2)
  for (let angle = 0; angle < 30; angle += 0.1)
    expect(at(1 + 0.02 * Math.sin(angle), 2 + 0.02 * Math.cos(1.7 * angle))).toEqual([1, 2])
  for (let x = 1; x < 2; x += 0.01) at(x, 2)
  expect(viewer.feet[0]).toBeGreaterThan(1.94)
  expect(at(5, 5)).toEqual([5, 5])
})
