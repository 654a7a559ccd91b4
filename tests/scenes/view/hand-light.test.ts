import { expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { HandLight } from '../../../scenes/view/hand-light.ts'
import { someChunks } from '../sample-chunks.ts'

const DT = 1 / 90
const nothing = { hoveredChunk: -1, grabbedChunk: -1, grabbedWith: null }

function createScene(count = 20) {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(count), 2)
  const light = new HandLight()
  const run = (seconds: number, use = nothing as Parameters<HandLight['update']>[1]) => {
    for (let t = 0; t < seconds; t += DT) light.update(frameState, use, DT)
  }
  const colorOf = (chunk: number) =>
    [0, 1, 2].map((k) => 0.12 + 0.88 * (frameState.boxes.colors[chunk * 3 + k] as number))
  const expectColorOf = (chunk: number) => {
    for (const [k, value] of colorOf(chunk).entries()) expect(light.color[k]).toBeCloseTo(value, 1)
  }
  return { frameState, light, run, expectColorOf }
}

test('a hand has the color of what it holds, else of what it points at, else of what sounds', () => {
  const { frameState, light, run, expectColorOf } = createScene()
  frameState.playhead.chunk = 3
  run(3)
  expectColorOf(3)
  run(0.5, { ...nothing, hoveredChunk: 18 })
  expectColorOf(18)
  expect(light.hover).toBeGreaterThan(0.9)
  run(0.5, { hoveredChunk: 18, grabbedChunk: 9, grabbedWith: 'squeeze' })
  expectColorOf(9)
  expect([light.hold > 0.9, light.hover < 0.1, light.heldChunk]).toEqual([true, true, 9])
  run(1)
  expect(light.hold).toBeLessThan(0.01)
})

test('what sounds ten times a second makes no flicker: color and strength move little in a tenth of a second', () => {
  const { frameState, light, run } = createScene()
  Object.assign(frameState.playhead, { playing: true })
  run(1)
  let [most, strongest] = [0, 0]
  for (let k = 0; k < 60; k++) {
    const before = [...light.color, light.strength]
    frameState.playhead.chunk = k % 2 === 0 ? 0 : 19
    frameState.playhead.level = k % 2 === 0 ? 0.5 : 0
    run(0.1)
    const after = [...light.color, light.strength]
    if (k > 20) {
      most = Math.max(most, ...after.slice(0, 3).map((value, i) => Math.abs(value - (before[i] as number))))
      strongest = Math.max(strongest, Math.abs((after[3] as number) - (before[3] as number)))
    }
  }
  expect(most).toBeLessThan(0.12)
  expect(strongest).toBeLessThan(0.1)
})

test('calm, a hand does not swell with the song', () => {
  const { frameState, light, run } = createScene()
  Object.assign(frameState.playhead, { playing: true, level: 0.5 })
  frameState.preferences = { ...frameState.preferences, calm: true }
  run(2)
  expect(light.strength).toBe(1)
})

test('a smaller song forgets boxes that it does not have', () => {
  const { frameState, light, run } = createScene()
  run(0.5, { hoveredChunk: -1, grabbedChunk: 19, grabbedWith: 'select' })
  setChunks(frameState, someChunks(5), 2)
  run(DT)
  expect(light.heldChunk).toBe(-1)
})
