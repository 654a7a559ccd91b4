import { beforeEach, describe, expect, test } from 'vitest'
import { stepGrabbedBoxes } from '../../../scenes/frame/step-grabbed-boxes.ts'
import { createFrameState, type FrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import {
  clearGrabSlots,
  findGrabSlot,
  grabBox,
  listGrabbedChunks,
  MAX_GRABBED_BOXES,
  releaseBox,
} from '../../../scenes/state/grabbed-boxes.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 60
let frameState: FrameState
beforeEach(() => {
  frameState = createFrameState()
  setChunks(frameState, someChunks(40), 2)
  // Above the floor.
  for (let i = 0; i < 40; i++) frameState.boxes.home.set([i / 10, 0.9, 0], i * 3)
  stepGrabbedBoxes(frameState, FRAME)
})
const at = (i: number) => [...frameState.boxes.position.subarray(i * 3, i * 3 + 3)]
const run = (seconds: number, look: () => void = () => {}) => {
  for (let t = 0; t < seconds; t += FRAME) {
    stepGrabbedBoxes(frameState, FRAME)
    look()
  }
}

test('two boxes can be grabbed at once and return home independently', () => {
  for (const [box, to] of [
    [3, [1, 2, 0]],
    [9, [-1, 1, 1]],
  ] as const)
    frameState.boxes.grabSlots.target.set(to, grabBox(frameState.boxes.grabSlots, box, frameState.boxes.position) * 3)
  run(0.1)
  expect(listGrabbedChunks(frameState.boxes.grabSlots).sort()).toEqual([3, 9])
  expect(at(3)).toEqual([1, 2, 0])
  expect(at(9)).toEqual([-1, 1, 1])
  releaseBox(frameState.boxes.grabSlots, 3)
  run(5)
  expect(at(3)).toEqual([...frameState.boxes.home.subarray(9, 12)])
  expect(at(9)).toEqual([-1, 1, 1])
  expect(listGrabbedChunks(frameState.boxes.grabSlots)).toEqual([9])
  expect(findGrabSlot(frameState.boxes.grabSlots, 3)).toBe(-1)
})

describe('a thrown box', () => {
  const thrown = (velocity: number[], spin = [0, 0, 0]) => {
    const slot = grabBox(frameState.boxes.grabSlots, 5, frameState.boxes.position)
    run(FRAME)
    releaseBox(frameState.boxes.grabSlots, 5)
    frameState.boxes.grabSlots.velocity.set(velocity, slot * 3)
    frameState.boxes.grabSlots.angularVelocity.set(spin, slot * 3)
    return slot
  }

  test('flies above the floor and within 3 m, and is home and upright within 6 s', () => {
    const slot = thrown([1, -3, 1.5], [0, 6, 3])
    let farthest = 0
    let lowest = 9
    let turned = 0
    run(6, () => {
      farthest = Math.max(farthest, Math.hypot((at(5)[0] as number) - 0.5, at(5)[2] as number))
      lowest = Math.min(lowest, at(5)[1] as number)
      turned = Math.max(turned, Math.hypot(...frameState.boxes.grabSlots.quaternion.subarray(slot * 4, slot * 4 + 3)))
    })
    expect(farthest).toBeGreaterThan(0.3)
    expect(farthest).toBeLessThan(3)
    const resting = frameState.boxes.edgeLength[5]! / 2
    expect(lowest).toBeGreaterThan(resting - 1e-6)
    expect(lowest).toBeLessThan(resting + 0.01)
    expect(turned).toBeGreaterThan(0.5)
    expect(at(5)).toEqual([...frameState.boxes.home.subarray(15, 18)])
    expect(frameState.boxes.grabSlots.chunk[slot]).toBe(-1)
  })

  test('moves by less than 6 cm per frame', () => {
    thrown([3, 0, 0])
    let before = at(5)
    run(5, () => {
      expect(Math.hypot(...at(5).map((value, axis) => value - before[axis]!))).toBeLessThan(0.06)
      before = at(5)
    })
  })

  test('keeps its rotation when it is caught in flight', () => {
    const slot = thrown([2, 0, 0], [0, 8, 0])
    run(0.2)
    const turn = [...frameState.boxes.grabSlots.quaternion.subarray(slot * 4, slot * 4 + 4)]
    expect(grabBox(frameState.boxes.grabSlots, 5, frameState.boxes.position)).toBe(slot)
    const caught = at(5)
    run(0.2)
    expect(at(5)).toEqual(caught)
    expect([...frameState.boxes.grabSlots.quaternion.subarray(slot * 4, slot * 4 + 4)]).toEqual(turn)
  })

  test('gives up its slot when more boxes are thrown than there are slots; grabbed boxes keep theirs', () => {
    const first = grabBox(frameState.boxes.grabSlots, 0, frameState.boxes.position)
    for (let box = 1; box < MAX_GRABBED_BOXES + 3; box++) {
      grabBox(frameState.boxes.grabSlots, box, frameState.boxes.position)
      releaseBox(frameState.boxes.grabSlots, box)
    }
    expect(frameState.boxes.grabSlots.chunk[first]).toBe(0)
    grabBox(frameState.boxes.grabSlots, 20, frameState.boxes.position)
    expect(listGrabbedChunks(frameState.boxes.grabSlots).sort()).toEqual([0, 20])
    clearGrabSlots(frameState.boxes.grabSlots)
    expect(listGrabbedChunks(frameState.boxes.grabSlots)).toEqual([])
  })
})
