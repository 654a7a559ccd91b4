import { BoxGeometry, type Intersection, PerspectiveCamera, Raycaster, ShaderMaterial, Vector2 } from 'three'
import { expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { FINGERTIP_PX } from '../../../scenes/state/tap.ts'
import { RaycastableChunks } from '../../../scenes/view/raycastable-chunks.ts'
import { chunksOf } from '../sample-chunks.ts'

const HEIGHT_PX = 800
const FOV_DEG = 52

/** A phone's screen, whose camera looks at two small boxes 20 pixels beside each other. */
function createScreen() {
  const frameState = createFrameState()
  setChunks(frameState, chunksOf([0.1, 0.1]), 1)
  const { boxes, pointer } = frameState
  const tanY = Math.tan((FOV_DEG * Math.PI) / 360)
  const meters = (pixels: number) => (pixels * 2 * 3 * tanY) / HEIGHT_PX
  boxes.size.fill(meters(6))
  boxes.position.set([0, 1, -3, meters(20), 1, -3])
  const camera = new PerspectiveCamera(FOV_DEG, 0.5)
  camera.position.y = 1
  camera.updateMatrixWorld()
  const mesh = new RaycastableChunks(new BoxGeometry(), new ShaderMaterial(), frameState)
  return (x: number, isTouch: boolean, skip = -1): number => {
    pointer.fingertip.cone = isTouch ? Math.atan((FINGERTIP_PX * 2 * tanY) / HEIGHT_PX) : 0
    pointer.fingertip.skip = skip
    const raycaster = new Raycaster()
    raycaster.setFromCamera(new Vector2((x * 2) / (HEIGHT_PX * 0.5), 0), camera)
    const hits: Intersection[] = []
    mesh.raycast(raycaster, hits)
    return hits[0]?.instanceId ?? -1
  }
}

test('on a flat screen a box is 24 pixels wide to a finger, and as wide as it is to a mouse', () => {
  const point = createScreen()
  expect(point(-2, false)).toBe(0)
  expect(point(-8, false)).toBe(-1)
  expect(point(-2, true)).toBe(0)
  expect(point(-11, true)).toBe(0)
  expect(point(-14, true)).toBe(-1)
  expect(point(8, true)).toBe(0)
  expect(point(12, true)).toBe(1)
  // The next nearest, and the same where there is no other.
  expect(point(9, true, 0)).toBe(1)
  expect(point(-2, true, 0)).toBe(0)
})
