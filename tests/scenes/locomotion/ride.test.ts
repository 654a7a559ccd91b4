import { describe, expect, test } from 'vitest'
import type { Playback } from '../../../audio/playback/playback.ts'
import { getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import { stepRide } from '../../../scenes/locomotion/ride.ts'
import { createFrameState, type FrameState, setChunks, updatePath } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 72

function roomOf(layout: 'spiral' | 'line'): FrameState {
  const live = createFrameState()
  setChunks(live, someChunks(400), 2)
  updatePath(live, layout)
  play(live, true)
  return live
}

const play = (live: FrameState, playing: boolean) => {
  live.playback = { playing } as Playback
}

const song = ({ course, time }: FrameState) =>
  getPathPoint(course, time * course.metersPerSecond, new Float64Array(3)) as unknown as [x: number, z: number]

/** Runs frames; own steps as a speed. @returns the path of the head, one entry a frame. */
function run(live: FrameState, seconds: number, step: [x: number, z: number] = [0, 0]): { x: number; z: number }[] {
  const heads: { x: number; z: number }[] = []
  for (let t = 0; t < seconds; t += FRAME) {
    if (live.playback?.playing) live.time += FRAME
    live.standing.headDeltaX = step[0] * FRAME
    live.standing.headDeltaZ = step[1] * FRAME
    live.ear.position[0] += live.standing.headDeltaX
    live.ear.position[2] += live.standing.headDeltaZ
    const { x, z } = live.visitor
    stepRide(live, true, FRAME)
    live.ear.position[0] += live.visitor.x - x
    live.ear.position[2] += live.visitor.z - z
    heads.push({ x: live.ear.position[0], z: live.ear.position[2] })
  }
  return heads
}

const speeds = (heads: { x: number; z: number }[]) =>
  heads.slice(1).map(({ x, z }, i) => Math.hypot(x - (heads[i]?.x as number), z - (heads[i]?.z as number)) / FRAME)

const away = (live: FrameState) =>
  Math.hypot(live.ear.position[0] - song(live)[0], live.ear.position[2] - song(live)[1])

describe.each(['spiral', 'line'] as const)('ride on the %s', (layout) => {
  test('sets off gently, comes into time with the music and stays there', () => {
    const live = roomOf(layout)
    const all = speeds(run(live, 2))
    for (let i = 1; i < all.length; i++)
      expect(Math.abs((all[i] as number) - (all[i - 1] as number))).toBeLessThanOrEqual(0.9 * FRAME + 1e-6)
    expect(all[0]).toBeLessThan(0.03)
    run(live, 2)
    for (let k = 0; k < 20; k++) {
      run(live, 0.3)
      expect(away(live)).toBeLessThan(0.01)
    }
  })

  test('stops with a pause within 0.4 s and 10 cm, and never goes back', () => {
    const live = roomOf(layout)
    run(live, 4)
    play(live, false)
    const all = speeds(run(live, 1))
    for (let i = 1; i < all.length; i++) {
      expect(all[i]).toBeLessThanOrEqual((all[i - 1] as number) + 1e-9)
      expect((all[i - 1] as number) - (all[i] as number)).toBeLessThanOrEqual(1.5 * FRAME + 1e-6)
    }
    expect(all[29]).toBeLessThan(1e-9)
    expect(away(live)).toBeLessThan(0.1)
  })

  test('catches up by a meter without overshooting', () => {
    const live = roomOf(layout)
    live.time = 30
    const [x, z] = song(live)
    live.ear.position = [x + 1, 1.6, z]
    live.visitor.x = x + 1
    live.visitor.z = z
    const fastest = Math.max(...speeds(run(live, 4)))
    expect(fastest).toBeLessThan(2)
    expect(away(live)).toBeLessThan(0.03)
  })

  test('after a seek it is there at once', () => {
    const live = roomOf(layout)
    run(live, 1)
    live.time = 60
    run(live, FRAME)
    expect(away(live)).toBeLessThan(1e-6)
  })

  test('leaves own steps alone, within reason', () => {
    const live = roomOf(layout)
    run(live, 3)
    run(live, 0.5, [0.6, 0])
    run(live, 1)
    expect(away(live)).toBeGreaterThan(0.25)
    expect(away(live)).toBeLessThan(0.35)
    run(live, 3, [0.6, 0])
    run(live, 3)
    expect(away(live)).toBeLessThan(0.61)
  })

  test('is instant where nothing may ease', () => {
    const live = roomOf(layout)
    live.reducedMotion = true
    live.time = 12
    run(live, FRAME)
    expect(away(live)).toBeLessThan(1e-9)
    play(live, false)
    const [before, after] = run(live, 2 * FRAME)
    expect(after).toEqual(before)
  })

  test('keeps its pace in a song of another size', () => {
    const live = roomOf(layout)
    Object.assign(live.placement, { x: 0, y: 0, z: 0, yaw: 0, scale: 0.5 })
    const all = speeds(run(live, 5))
    expect(all.at(-1)).toBeCloseTo(live.course.metersPerSecond * 0.5, 2)
  })
})
