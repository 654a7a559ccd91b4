import { Matrix4 } from 'three'
import { expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { grabBox, releaseBox } from '../../../scenes/state/grabbed-boxes.ts'
import { LightStrokes } from '../../../scenes/view/light-strokes.ts'
import { ThrowTrails } from '../../../scenes/view/throw-trails.ts'
import { someChunks } from '../sample-chunks.ts'

const DT = 1 / 72

function createScene() {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(6), 2)
  const { boxes } = frameState
  const trails = new ThrowTrails(frameState)
  const strokes = new LightStrokes(100, { value: 0 })
  const run = (seconds: number, moving = true) => {
    for (let t = 0; t < seconds; t += DT) {
      if (moving) boxes.position[2 * 3] = (boxes.position[2 * 3] as number) + 0.02
      strokes.clear()
      trails.draw(strokes, new Matrix4(), DT)
      strokes.flush()
    }
    return strokes.mesh.geometry.instanceCount
  }
  return { boxes, run, strokes }
}

test('a box leaves a trail when it is thrown, not while it is held, and the trail fades', () => {
  const { boxes, run, strokes } = createScene()
  expect(run(0.2)).toBe(0)
  grabBox(boxes.grabSlots, 2, boxes.position)
  expect(run(0.5)).toBe(0)
  releaseBox(boxes.grabSlots, 2)
  expect(run(0.5)).toBeGreaterThan(8)
  // It ends where the box was last.
  const end = strokes.mesh.geometry.getAttribute('end').array[0]
  expect(Math.abs((end as number) - (boxes.position[6] as number))).toBeLessThan(0.07)
  // The box has come home: its slot is free.
  boxes.grabSlots.chunk.fill(-1)
  expect(run(0.1, false)).toBeGreaterThan(0)
  expect(run(2, false)).toBe(0)
})

test('a box that is caught again has no trail, nor has the song after', () => {
  const { boxes, run } = createScene()
  grabBox(boxes.grabSlots, 2, boxes.position)
  run(0.1)
  releaseBox(boxes.grabSlots, 2)
  run(0.3)
  grabBox(boxes.grabSlots, 2, boxes.position)
  expect(run(0.05)).toBe(0)
})
