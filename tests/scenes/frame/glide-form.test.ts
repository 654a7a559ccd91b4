import { BoxGeometry, Mesh } from 'three'
import { expect, test } from 'vitest'
import { glideForm } from '../../../scenes/frame/glide-form.ts'
import { stepEmbeddingAnimation } from '../../../scenes/frame/step-embedding-animation.ts'
import { layRoute } from '../../../scenes/geometry/lay-route.ts'
import { layChunks } from '../../../scenes/geometry/path.ts'
import {
  createFrameState,
  type FrameState,
  setChunks,
  setWalkingFloor,
  updatePath,
} from '../../../scenes/state/frame-state.ts'
import {
  ChunkView,
  createCloudInstances,
  createTileInstances,
  mergeInstances,
} from '../../../scenes/view/chunk-view.ts'
import { squareOf } from '../locomotion/simulated-walker.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME = 1 / 60

/** A settled form around the spiral. */
function createState() {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(200), 2)
  const form = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i * 7.3))
  Object.assign(frameState.boxes.embedding, { snapshots: [form], complete: true, progress: 1 })
  const step = () => {
    glideForm(frameState, FRAME)
    stepEmbeddingAnimation(frameState, FRAME)
  }
  step()
  return { frameState, step, home: () => frameState.boxes.home.slice() }
}
const maxDistance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, k) => Math.abs(value - b[k]!)))

test('another layout moves the form little by little, and as far as without gliding', () => {
  const { frameState, step, home } = createState()
  const before = home()
  updatePath(frameState, 'line')
  let last = before
  let largestStep = 0
  for (let frame = 0; frame < 200; frame++) {
    step()
    largestStep = Math.max(largestStep, maxDistance(home(), last))
    last = home()
  }
  const calm = createState()
  calm.frameState.preferences = { ...calm.frameState.preferences, calm: true }
  updatePath(calm.frameState, 'line')
  calm.step()
  expect(maxDistance(last, before)).toBeGreaterThan(1)
  expect(largestStep).toBeLessThan(maxDistance(last, before) / 60)
  expect(maxDistance(last, calm.home())).toBe(0)
})

/** Ends of all tiles, x and z. */
const readEnds = ({ path }: FrameState): { from: number[][]; to: number[][] } => {
  const { from, to, count } = path.floorPath.tiles
  const read = (ends: Float32Array) => Array.from({ length: count }, (_, t) => [ends[t * 3]!, ends[t * 3 + 1]!])
  return { from: read(from), to: read(to) }
}
const computeGap = (a: number[], b: number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!)

test('the path unrolls into another layout without a jump or a tear, and ends where that lays it', () => {
  const { frameState, step } = createState()
  const { path, boxes } = frameState
  let last = boxes.chunks.map((_, i) => [...path.floorPath.center.subarray(i * 3, i * 3 + 3)])
  updatePath(frameState, 'line')
  const { tiles } = path.floorPath
  let [largestStep, largestTear, frames] = [0, 0, 0]
  for (; path.glide.share < 1; frames++) {
    const { moves } = path
    step()
    expect(path.moves).toBe(moves + 1)
    const now = boxes.chunks.map((_, i) => [...path.floorPath.center.subarray(i * 3, i * 3 + 3)])
    now.forEach((point, i) => {
      largestStep = Math.max(largestStep, Math.hypot(...point.map((value, k) => value - last[i]![k]!)))
    })
    const { from, to } = readEnds(frameState)
    for (let t = 1; t < tiles.count; t++) largestTear = Math.max(largestTear, computeGap(from[t]!, to[t - 1]!))
    last = now
  }
  expect(frames).toBeGreaterThan(100)
  expect(largestStep).toBeLessThan(0.4)
  expect(largestTear).toBeLessThan(0.03)
  const { center, yaw, tiles: arrived } = path.floorPath
  const expected = layChunks(boxes.chunks, path.curve)
  expect(center).toEqual(expected.center)
  for (const key of ['from', 'to', 'shape'] as const) expect(arrived[key]).toEqual(expected.tiles[key])
  expect(maxDistance(yaw, expected.yaw)).toBeLessThan(1e-5)
  expect(maxDistance(arrived.center, expected.tiles.center)).toBeLessThan(0.01)
})

test('what is drawn follows the gliding path', () => {
  const { frameState, step } = createState()
  const createInstances = (state: FrameState) =>
    mergeInstances([createCloudInstances(state), createTileInstances(state)])
  const view = new ChunkView(frameState, new BoxGeometry(), createInstances, new Mesh() as never)
  view.update()
  updatePath(frameState, 'line')
  for (let frame = 0; frame < 60; frame++) {
    step()
    view.update()
  }
  const drawn = (name: string) => view.mesh.geometry.getAttribute(name).array as Float32Array
  const { center, tiles } = frameState.path.floorPath
  expect(drawn('pathCenter').slice(0, center.length)).toEqual(center)
  expect(drawn('from').slice(-tiles.count * 3)).toEqual(tiles.from)
  expect(drawn('to').slice(-tiles.count * 3)).toEqual(tiles.to)
})

test('a layout that is taken back turns the form around where it is', () => {
  const { frameState, step, home } = createState()
  const before = home()
  const pathBefore = frameState.path.floorPath.center
  updatePath(frameState, 'line')
  const { center } = frameState.path.floorPath
  for (let frame = 0; frame < 60; frame++) step()
  const half = home()
  const pathHalf = center.slice()
  updatePath(frameState, 'spiral')
  step()
  expect(maxDistance(home(), half)).toBeLessThan(0.01)
  expect(maxDistance(frameState.path.floorPath.center, pathHalf)).toBeLessThan(0.01)
  for (let frame = 0; frame < 200; frame++) step()
  expect(maxDistance(home(), before)).toBeLessThan(1e-5)
  expect(maxDistance(frameState.path.floorPath.center, pathBefore)).toBeLessThan(1e-5)
})

test('a real floor and another song have their form at once', () => {
  const { frameState, step } = createState()
  updatePath(frameState, 'line')
  setChunks(frameState, someChunks(100), 2)
  expect(frameState.path.glide.share).toBe(1)
  updatePath(frameState, 'spiral')
  const floor = { corners: squareOf(3), x: 0, z: 0, heading: 0, start: 0 }
  setWalkingFloor(frameState, floor, layRoute(floor))
  const { heartZ } = frameState.path.curve
  step()
  expect(frameState.path.curve.heartZ).toBe(heartZ)
})
