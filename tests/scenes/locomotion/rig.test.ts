import fc from 'fast-check'
import { Group, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import {
  findChunkAtFeet,
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
const visitors = fc.record({ x: meters, y: fc.constant(0), z: meters, yaw: angle, pitch: fc.constant(0) })

/** Where a head that stands at `head` in the visitor's own space is in the room, by three's own matrices. */
function inRoom(visitor: RigPose, head: readonly [number, number]): Vector3 {
  const origin = new Group()
  origin.position.set(visitor.x, 0, visitor.z)
  origin.rotation.y = visitor.yaw
  return origin.localToWorld(new Vector3(head[0], 1.6, head[1]))
}

test('turnAbout leaves the head where it is and turns what it sees', () => {
  fc.assert(
    fc.property(visitors, fc.tuple(meters, meters), angle, (visitor, head, by) => {
      const before = { ...visitor }
      const there = inRoom(visitor, head)
      rotateAboutHead(visitor, there.x, there.z, by)
      expect(inRoom(visitor, head).distanceTo(there)).toBeLessThan(1e-9)
      expect(visitor.yaw).toBeCloseTo(before.yaw + by, 9)
    }),
  )
})

test('standAt brings the head above the asked point, without turning', () => {
  fc.assert(
    fc.property(visitors, fc.tuple(meters, meters), meters, meters, (visitor, head, x, z) => {
      const { yaw } = visitor
      const there = inRoom(visitor, head)
      moveHeadTo(visitor, there.x, there.z, x, z)
      const now = inRoom(visitor, head)
      expect(Math.hypot(now.x - x, now.z - z)).toBeLessThan(1e-9)
      expect(visitor.yaw).toBe(yaw)
    }),
  )
})

test('stride walks where its heading leads, at its speed', () => {
  fc.assert(
    fc.property(visitors, (visitor) => {
      const ahead = new Vector3(0, 0, -1).applyAxisAngle(new Vector3(0, 1, 0), visitor.yaw)
      const walked = { ...visitor }
      moveAlongHeading(walked, visitor.yaw, 1.6, 0, 0.5)
      expect(walked.x - visitor.x).toBeCloseTo(ahead.x * 0.8, 9)
      expect(walked.z - visitor.z).toBeCloseTo(ahead.z * 0.8, 9)
      // Back and to the side: right of -z is +x.
      moveAlongHeading(walked, visitor.yaw, -1.6, 1.6, 0.5)
      expect(walked.x - visitor.x).toBeCloseTo(-ahead.z * 0.8, 9)
      expect(walked.z - visitor.z).toBeCloseTo(ahead.x * 0.8, 9)
    }),
  )
})

function roomOf(count: number): FrameState {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(count), 2)
  return frameState
}

/** Where the song is on the path after `distance` meters. */
const onPath = ({ path: { curve: course } }: FrameState, distance: number) =>
  getPathPoint(course, distance, new Float64Array(3)) as unknown as [x: number, z: number, heading: number]

test('goToStart: on the first box, looking along the path, wherever the song has been put', () => {
  const frameState = roomOf(10)
  Object.assign(frameState.viewer.rig, { x: 3, y: 1, z: 4, yaw: 1, pitch: 0.5 })
  moveToStart(frameState)
  expect(frameState.viewer.rig).toEqual({ x: 0, y: 0, z: 0, yaw: 0, pitch: 0 })
  Object.assign(frameState.placement, { x: 2, z: -1, yaw: 0.5, scale: 0.5 })
  moveToStart(frameState)
  expect(frameState.viewer.rig).toEqual({ x: 2, y: 0, z: -1, yaw: 0.5, pitch: 0 })
})

test('bringToStart does so for a head that stands and looks anywhere', () => {
  fc.assert(
    fc.property(visitors, fc.tuple(meters, meters), angle, angle, (visitor, head, look, yaw) => {
      const frameState = roomOf(10)
      Object.assign(frameState.viewer.rig, visitor)
      Object.assign(frameState.placement, { x: 1, z: 2, yaw, scale: 3 })
      const there = inRoom(frameState.viewer.rig, head)
      frameState.viewer.head.position = [there.x, there.y, there.z]
      // The head looks `look` to the left of its own space's -z.
      moveHeadToStart(frameState, frameState.viewer.rig.yaw + look)
      const now = inRoom(frameState.viewer.rig, head)
      expect(Math.hypot(now.x - 1, now.z - 2)).toBeLessThan(1e-9)
      expect(Math.cos(frameState.viewer.rig.yaw + look - yaw)).toBeCloseTo(1, 9)
    }),
  )
})

describe.each(['spiral', 'line'] as const)('on the %s', (layout) => {
  test('whoever stands where the song is stands on the chunk that sounds', () => {
    const frameState = roomOf(300)
    updatePath(frameState, layout)
    frameState.boxes.chunks.forEach((chunk, i) => {
      for (const share of [0.2, 0.5, 0.8]) {
        const time = chunk.start + (chunk.end - chunk.start) * share
        const [x, z] = onPath(frameState, time * frameState.path.curve.metersPerSecond)
        frameState.viewer.head.position = [x, 1.6, z]
        expect(findChunkAtFeet(frameState, -1)).toBe(i)
      }
    })
  })

  test('there is no slit to fall into, and nothing beside the path', () => {
    const frameState = roomOf(300)
    updatePath(frameState, layout)
    const beside = new Set<number>()
    const on = new Set<number>()
    for (let d = 0.05; d < 70; d += 0.003) {
      const [x, z, yaw] = onPath(frameState, d)
      frameState.viewer.head.position = [x, 1.6, z]
      on.add(findChunkAtFeet(frameState, -1))
      frameState.viewer.head.position = [x + Math.cos(yaw) * 0.45, 1.6, z - Math.sin(yaw) * 0.45]
      if (d > 1) beside.add(findChunkAtFeet(frameState, -1))
    }
    expect(on.has(-1)).toBe(false)
    expect([...on]).toEqual([...on].sort((a, b) => a - b))
    expect([...beside]).toEqual([-1])
  })

  test('swaying on a joint does not go back and forth, and going back does', () => {
    const frameState = roomOf(100)
    updatePath(frameState, layout)
    const joint = (frameState.boxes.chunks[20]?.end as number) * frameState.path.curve.metersPerSecond
    const at = (distance: number, last: number) => {
      const [x, z] = onPath(frameState, distance)
      frameState.viewer.head.position = [x, 1.6, z]
      return findChunkAtFeet(frameState, last)
    }
    expect([at(joint - 0.01, 20), at(joint + 0.01, 20)]).toEqual([20, 21])
    expect([at(joint - 0.01, 21), at(joint + 0.01, 21)]).toEqual([21, 21])
    // In the middle of a chunk one is on it, however short it is and wherever one comes from.
    frameState.boxes.chunks.forEach(({ start, end }, i) => {
      expect(at(((start + end) / 2) * frameState.path.curve.metersPerSecond, i + 1)).toBe(i)
    })
  })

  test('is found under a song of any size', () => {
    const frameState = roomOf(100)
    updatePath(frameState, layout)
    Object.assign(frameState.placement, { x: 1, z: -2, yaw: 0.7, scale: 0.4 })
    const [x, z] = onPath(frameState, 8)
    const c = Math.cos(0.7) * 0.4
    const s = Math.sin(0.7) * 0.4
    frameState.viewer.head.position = [1 + c * x + s * z, 1.6, -2 - s * x + c * z]
    const time = 8 / frameState.path.curve.metersPerSecond
    expect(findChunkAtFeet(frameState, -1)).toBe(frameState.boxes.chunks.findIndex(({ end }) => end > time))
  })
})
