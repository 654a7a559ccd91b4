import fc from 'fast-check'
import { Group, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { paceOf, pathPoint } from '../../scenes/geometry/path.ts'
import { createLive, layBoxes, relayPath, type Visitor } from '../../scenes/live.ts'
import { chunkUnderfoot, goToStart, ride, standAt, stride, turnAbout } from '../../scenes/visitor.ts'
import { someChunks } from './chunks.ts'

const meters = fc.double({ min: -20, max: 20, noNaN: true })
const angle = fc.double({ min: -7, max: 7, noNaN: true })
const visitors = fc.record({ x: meters, y: fc.constant(0), z: meters, yaw: angle, pitch: fc.constant(0) })

/** Where a head that stands at `head` in the visitor's own space is in the room, by three's own matrices. */
function inRoom(visitor: Visitor, head: readonly [number, number]): Vector3 {
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
      turnAbout(visitor, there.x, there.z, by)
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
      standAt(visitor, there.x, there.z, x, z)
      const now = inRoom(visitor, head)
      expect(Math.hypot(now.x - x, now.z - z)).toBeLessThan(1e-9)
      expect(visitor.yaw).toBe(yaw)
    }),
  )
})

test('stride walks where the visitor looks, 1.6 m a second', () => {
  fc.assert(
    fc.property(visitors, (visitor) => {
      const ahead = new Vector3(0, 0, -1).applyAxisAngle(new Vector3(0, 1, 0), visitor.yaw)
      const walked = { ...visitor }
      stride(walked, 1, 0, 0.5)
      expect(walked.x - visitor.x).toBeCloseTo(ahead.x * 0.8, 9)
      expect(walked.z - visitor.z).toBeCloseTo(ahead.z * 0.8, 9)
      // Back and to the side: right of -z is +x.
      stride(walked, -1, 1, 0.5)
      expect(walked.x - visitor.x).toBeCloseTo(-ahead.z * 0.8, 9)
      expect(walked.z - visitor.z).toBeCloseTo(ahead.x * 0.8, 9)
    }),
  )
})

test('goToStart: on the first box, looking along the path', () => {
  const visitor = { x: 3, y: 1, z: 4, yaw: 1, pitch: 0.5 }
  goToStart(visitor)
  expect(visitor).toEqual({ x: 0, y: 0, z: 0, yaw: 0, pitch: 0 })
})

function roomOf(count: number) {
  const live = createLive()
  layBoxes(live, someChunks(count), 2)
  return { live, duration: live.chunks.at(-1)?.end as number }
}

describe.each(['spiral', 'line'] as const)('on the %s', (layout) => {
  test('ride carries the head to where the song is, softly', () => {
    const { live } = roomOf(100)
    relayPath(live, layout)
    const duration = live.chunks.at(-1)?.end as number
    live.time = duration / 2
    live.ear.position = [0.3, 1.7, -0.2]
    const [x, z] = pathPoint(layout, live.time * paceOf(duration), new Float64Array(3)) as unknown as [number, number]
    let farthest = 0
    for (let frame = 0; frame < 240; frame++) {
      const before = { ...live.visitor }
      ride(live, 1 / 60)
      const [dx, dz] = [live.visitor.x - before.x, live.visitor.z - before.z]
      live.ear.position[0] += dx
      live.ear.position[2] += dz
      farthest = Math.max(farthest, Math.hypot(dx, dz))
    }
    expect(Math.hypot(live.ear.position[0] - x, live.ear.position[2] - z)).toBeLessThan(0.01)
    expect(farthest).toBeLessThan(Math.hypot(x, z) * 0.06)
  })

  test('whoever stands where the song is stands on the chunk that sounds', () => {
    const { live, duration } = roomOf(300)
    relayPath(live, layout)
    live.chunks.forEach((chunk, i) => {
      for (const share of [0.2, 0.5, 0.8]) {
        const time = chunk.start + (chunk.end - chunk.start) * share
        const [x, z] = pathPoint(layout, time * paceOf(duration), new Float64Array(3)) as unknown as [number, number]
        live.ear.position = [x, 1.6, z]
        expect(chunkUnderfoot(live)).toBe(i)
      }
    })
  })

  test('there is no slit to fall into, and nothing beside the path', () => {
    const { live } = roomOf(300)
    relayPath(live, layout)
    const beside = new Set<number>()
    const on = new Set<number>()
    for (let d = 0.05; d < 70; d += 0.003) {
      const [x, z, yaw] = pathPoint(layout, d, new Float64Array(3)) as unknown as [number, number, number]
      live.ear.position = [x, 1.6, z]
      on.add(chunkUnderfoot(live))
      live.ear.position = [x + Math.cos(yaw) * 0.45, 1.6, z - Math.sin(yaw) * 0.45]
      if (d > 1) beside.add(chunkUnderfoot(live))
    }
    expect(on.has(-1)).toBe(false)
    expect([...on]).toEqual([...on].sort((a, b) => a - b))
    expect([...beside]).toEqual([-1])
  })
})
