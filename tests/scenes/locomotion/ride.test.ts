import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import { startRide, startWalk, stepRide, turnEye } from '../../../scenes/locomotion/ride.ts'
import { moveToStart } from '../../../scenes/locomotion/rig.ts'
import { createFrameState, type FrameState, setChunks, updatePath } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 72

function createPlayingState(layout: 'spiral' | 'line'): FrameState {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(400), 2)
  updatePath(frameState, layout)
  moveToStart(frameState)
  frameState.viewer.head.position = [frameState.viewer.rig.x, 1.6, frameState.viewer.rig.z]
  setPlaying(frameState, true)
  return frameState
}

const setPlaying = (frameState: FrameState, playing: boolean) => {
  frameState.playhead.playing = playing
}

const locatePlayhead = ({ path: { curve }, playhead: { time } }: FrameState) =>
  getPathPoint(curve, time * curve.metersPerSecond, new Float64Array(3)) as unknown as [
    x: number,
    z: number,
    heading: number,
  ]

/** Runs frames with own steps at a speed in m/s. @returns positions of the head, one per frame. */
function run(
  frameState: FrameState,
  seconds: number,
  step: [x: number, z: number] = [0, 0],
): { x: number; z: number }[] {
  const heads: { x: number; z: number }[] = []
  for (let t = 0; t < seconds; t += FRAME) {
    if (frameState.playhead.playing) frameState.playhead.time += FRAME
    frameState.viewer.eyeHeight.headDeltaX = step[0] * FRAME
    frameState.viewer.eyeHeight.headDeltaZ = step[1] * FRAME
    frameState.viewer.head.position[0] += frameState.viewer.eyeHeight.headDeltaX
    frameState.viewer.head.position[2] += frameState.viewer.eyeHeight.headDeltaZ
    const { x, z } = frameState.viewer.rig
    stepRide(frameState, true, FRAME)
    frameState.viewer.head.position[0] += frameState.viewer.rig.x - x
    frameState.viewer.head.position[2] += frameState.viewer.rig.z - z
    heads.push({ x: frameState.viewer.head.position[0], z: frameState.viewer.head.position[2] })
  }
  return heads
}

const computeSpeeds = (heads: { x: number; z: number }[]) =>
  heads.slice(1).map(({ x, z }, i) => Math.hypot(x - (heads[i]?.x as number), z - (heads[i]?.z as number)) / FRAME)

const distanceToPlayhead = (frameState: FrameState) =>
  Math.hypot(
    frameState.viewer.head.position[0] - locatePlayhead(frameState)[0],
    frameState.viewer.head.position[2] - locatePlayhead(frameState)[1],
  )

describe.each(['spiral', 'line'] as const)('stepRide on the %s', (layout) => {
  test('accelerates gently, reaches the playhead and stays with it', () => {
    const frameState = createPlayingState(layout)
    const all = computeSpeeds(run(frameState, 2))
    for (let i = 1; i < all.length; i++) expect(Math.abs(all[i]! - all[i - 1]!)).toBeLessThanOrEqual(0.9 * FRAME + 1e-6)
    expect(all[0]).toBeLessThan(0.03)
    run(frameState, 2)
    for (let k = 0; k < 20; k++) {
      run(frameState, 0.3)
      expect(distanceToPlayhead(frameState)).toBeLessThan(0.01)
    }
  })

  test('stops within 0.4 s and 10 cm after a pause, without moving back', () => {
    const frameState = createPlayingState(layout)
    run(frameState, 4)
    setPlaying(frameState, false)
    const all = computeSpeeds(run(frameState, 1))
    for (let i = 1; i < all.length; i++) {
      expect(all[i]).toBeLessThanOrEqual(all[i - 1]! + 1e-9)
      expect(all[i - 1]! - all[i]!).toBeLessThanOrEqual(1.5 * FRAME + 1e-6)
    }
    expect(all[29]).toBeLessThan(1e-9)
    expect(distanceToPlayhead(frameState)).toBeLessThan(0.1)
  })

  test('catches up by a meter without overshooting', () => {
    const frameState = createPlayingState(layout)
    frameState.playhead.time = 30
    const [x, z] = locatePlayhead(frameState)
    frameState.viewer.head.position = [x + 1, 1.6, z]
    frameState.viewer.rig.x = x + 1
    frameState.viewer.rig.z = z
    const fastest = Math.max(...computeSpeeds(run(frameState, 4)))
    expect(fastest).toBeLessThan(2)
    expect(distanceToPlayhead(frameState)).toBeLessThan(0.03)
  })

  test('is at the playhead at once after a seek', () => {
    const frameState = createPlayingState(layout)
    run(frameState, 1)
    frameState.playhead.time = 60
    run(frameState, FRAME)
    expect(distanceToPlayhead(frameState)).toBeLessThan(1e-6)
  })

  test('keeps own steps aside, up to 0.6 m', () => {
    const frameState = createPlayingState(layout)
    run(frameState, 3)
    run(frameState, 0.5, [0.6, 0])
    run(frameState, 1)
    expect(distanceToPlayhead(frameState)).toBeGreaterThan(0.25)
    expect(distanceToPlayhead(frameState)).toBeLessThan(0.35)
    run(frameState, 3, [0.6, 0])
    run(frameState, 3)
    expect(distanceToPlayhead(frameState)).toBeLessThan(0.61)
  })

  test('starts and stops at once with reduced motion', () => {
    const frameState = createPlayingState(layout)
    frameState.viewer.reducedMotion = true
    frameState.playhead.time = 12
    run(frameState, FRAME)
    expect(distanceToPlayhead(frameState)).toBeLessThan(1e-9)
    setPlaying(frameState, false)
    const [before, after] = run(frameState, 2 * FRAME)
    expect(after).toEqual(before)
  })

  test('scales its pace with the song', () => {
    const frameState = createPlayingState(layout)
    Object.assign(frameState.placement, { x: 0, y: 0, z: 0, yaw: 0, scale: 0.5 })
    const all = computeSpeeds(run(frameState, 5))
    expect(all.at(-1)).toBeCloseTo(frameState.path.curve.metersPerSecond * 0.5, 2)
  })
})

const computeForward = ({ viewer: { rig } }: FrameState) => [
  -Math.sin(rig.yaw) * Math.cos(rig.pitch),
  Math.sin(rig.pitch),
  -Math.cos(rig.yaw) * Math.cos(rig.pitch),
]

/** A song whose boxes hang anywhere around its heart. */
function createSettledState(layout: 'spiral' | 'line', count: number, seed: number): FrameState {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(count), 2)
  updatePath(frameState, layout)
  const { boxes, path } = frameState
  for (let j = 0; j < count * 3; j++)
    boxes.position[j] = [path.curve.heartX, 3, path.curve.heartZ][j % 3]! + 5 * Math.sin(seed + j * j * 1.7)
  return frameState
}

describe.each(['spiral', 'line'] as const)('the eye of a ride on the %s', (layout) => {
  test('never turns faster than 20 degrees a second, whatever sounds and wherever one seeks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
        (count, seed, seeks) => {
          const frameState = createSettledState(layout, count, seed)
          const end = frameState.boxes.boundaries[count]!
          frameState.playhead.playing = true
          startRide(frameState)
          for (const share of seeks) {
            frameState.playhead.time = share * end
            for (let frame = 0; frame < 90; frame++) {
              frameState.playhead.time += FRAME
              const before = computeForward(frameState)
              const [fromX, fromZ] = [frameState.viewer.rig.x, frameState.viewer.rig.z]
              stepRide(frameState, false, FRAME)
              turnEye(frameState, FRAME)
              // After a seek the picture is cut.
              const isCut = Math.hypot(frameState.viewer.rig.x - fromX, frameState.viewer.rig.z - fromZ) > 2
              expect(isCut && frame > 0).toBe(false)
              if (isCut) continue
              const chord = Math.hypot(...computeForward(frameState).map((value, k) => value - before[k]!))
              expect((2 * Math.asin(chord / 2)) / FRAME).toBeLessThan((20 * Math.PI) / 180)
            }
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  test('looks at the form from the beginning, and leads towards what sounds', () => {
    const frameState = createSettledState(layout, 40, 1)
    const { boxes, path, viewer } = frameState
    startRide(frameState)
    const { rig } = viewer
    const away = (x: number, z: number) => Math.abs(Math.atan2(-(x - rig.x), -(z - rig.z)) - rig.yaw) % (2 * Math.PI)
    expect(away(path.curve.heartX, path.curve.heartZ)).toBeLessThan(0.7)
    // Everything sounds at one side: the eye is led there.
    for (let i = 0; i < 40; i++) boxes.position.set([path.curve.heartX + 3, 2, path.curve.heartZ], i * 3)
    const before = away(path.curve.heartX + 3, path.curve.heartZ)
    for (let frame = 0; frame < 400; frame++) turnEye(frameState, FRAME)
    expect(away(path.curve.heartX + 3, path.curve.heartZ)).toBeLessThan(Math.min(before, 0.2))
    frameState.preferences = { ...frameState.preferences, calm: true }
    for (let frame = 0; frame < 900; frame++) turnEye(frameState, FRAME)
    expect(away(path.curve.heartX, path.curve.heartZ)).toBeLessThan(1e-3)
  })

  test('a visitor who looks around turns alone', () => {
    const frameState = createSettledState(layout, 40, 1)
    Object.assign(frameState.viewer.rig, { yaw: 2, pitch: 0.3 })
    frameState.pointer.isDraggingView = true
    turnEye(frameState, FRAME)
    expect(frameState.viewer.rig).toMatchObject({ yaw: 2, pitch: 0.3 })
  })

  test('walkers look along the path', () => {
    const frameState = createSettledState(layout, 40, 1)
    frameState.playhead.time = 5
    startWalk(frameState)
    const [x, z] = locatePlayhead(frameState)
    expect(frameState.viewer.rig).toMatchObject({ x, z, yaw: locatePlayhead(frameState)[2] })
  })
})
