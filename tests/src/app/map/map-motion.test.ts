import { describe, expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../../scenes/state/frame-state.ts'
import { MapMotion } from '../../../../src/app/map/map-motion.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

const still = (by: number) => Float32Array.from({ length: 60 }, (_, j) => by * Math.sin(j * 1.7))

function opened({ reducedMotion = false } = {}) {
  const frameState = createFrameState()
  frameState.viewer.reducedMotion = reducedMotion
  setChunks(frameState, someChunks(30), 2)
  const motion = new MapMotion(frameState)
  const run = (seconds: number) => {
    for (let k = 0; k < seconds * 60; k++) motion.step(1 / 60)
  }
  return { frameState, motion, run }
}
const finish = ({ frameState }: ReturnType<typeof opened>, stills: Float32Array[]) => {
  frameState.boxes.mapSnapshots = stills
  frameState.boxes.embedding.complete = true
}

describe('MapMotion', () => {
  test('plays once from the line to the last snapshot for a finished song', () => {
    const room = opened()
    finish(room, [still(1), still(2)])
    room.motion.step(0)
    expect([...room.motion.departures].every((share) => share === 0)).toBe(true)
    room.run(3)
    expect(room.motion.progress).toBeCloseTo(0.5, 1)
    room.run(4)
    expect(room.motion.positions).toEqual(still(2))
    expect(room.motion.running).toBe(false)
    const { revision: moves } = room.motion
    room.run(1)
    expect(room.motion.revision).toBe(moves)
    room.motion.play()
    room.run(1)
    expect(room.motion.progress).toBeLessThan(0.3)
  })

  test('shows the end at once with reduced motion', () => {
    const room = opened({ reducedMotion: true })
    finish(room, [still(1), still(2)])
    room.motion.step(1 / 60)
    expect(room.motion.positions).toEqual(still(2))
  })

  test('scrubbing sets the progress and stops the animation', () => {
    const room = opened()
    finish(room, [still(1), still(2), still(3)])
    room.run(7)
    room.motion.scrub(0)
    room.run(1)
    expect([...room.motion.departures].every((share) => share === 0)).toBe(true)
    room.motion.scrub(1)
    room.run(0.1)
    expect(room.motion.positions).toEqual(still(3))
  })

  test('follows a running analysis, never ahead of its snapshots', () => {
    const room = opened()
    room.frameState.boxes.embedding.expectedSnapshots = 10
    room.run(2)
    expect(room.motion.progress).toBe(0)
    room.frameState.boxes.mapSnapshots.push(still(1), still(1.2), still(1.4), still(1.6))
    room.run(5)
    expect(room.motion.progress).toBeCloseTo(0.3)
    for (let k = 0; k < 7; k++) room.frameState.boxes.mapSnapshots.push(still(2))
    room.frameState.boxes.embedding.complete = true
    room.run(6)
    expect(room.motion.positions).toEqual(still(2))
  })

  test('restarts with new chunks, not with a new path layout', () => {
    const room = opened()
    finish(room, [still(1), still(2)])
    room.run(7)
    room.frameState.boxes.generation++
    room.run(0.1)
    expect(room.motion.progress).toBe(1)
    setChunks(room.frameState, someChunks(20), 2)
    room.run(0.1)
    expect(room.motion.progress).toBe(0)
    expect(room.motion.positions).toHaveLength(40)
  })
})
