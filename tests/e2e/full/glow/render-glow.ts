import { PerspectiveCamera, Scene, WebGLRenderer } from 'three'
import { createFrameState, setChunks } from '../../../../scenes/state/frame-state.ts'
import { createBoxesView } from '../../../../scenes/view/boxes-view.ts'
import { CastLightUniforms } from '../../../../scenes/view/cast-light-uniforms.ts'
import { ChunkTexture } from '../../../../scenes/view/chunk-texture.ts'
import { createGlow } from '../../../../scenes/view/glow.ts'
import { SpectrumTextures } from '../../../../scenes/view/spectrum-textures.ts'

const SIZE_PX = 256
const EYE_HEIGHT_M = 1.6

/**
 * Draws two boxes before the eye, the first of which glows, with its light and without.
 * @param other middle of the second one, relative to the first: right, up and towards the eye.
 * @returns what the light adds to each channel of each pixel; -1 where a channel is full.
 */
export function renderGlow(other: readonly [number, number, number]): number[] {
  const frameState = createFrameState()
  const chunks = [0, 1].map((k) => ({ start: k * 0.6, end: k * 0.6 + 0.6, loudness: -20 }))
  setChunks(frameState, chunks, 2)
  const { boxes } = frameState
  boxes.position.set([0, EYE_HEIGHT_M, -2, other[0], EYE_HEIGHT_M + other[1], -2 + other[2]])
  boxes.glow[0] = 1
  boxes.played.fill(1)
  const chunkTexture = new ChunkTexture(frameState)
  const spectrum = new SpectrumTextures(frameState)
  const glow = createGlow(frameState, chunkTexture)
  const views = [createBoxesView(frameState, chunkTexture, spectrum, new CastLightUniforms(frameState)), glow]
  const scene = new Scene()
  chunkTexture.update()
  for (const view of views) {
    view.update()
    scene.add(view.mesh)
  }
  const camera = new PerspectiveCamera(52, 1, 0.03, 220)
  camera.position.y = EYE_HEIGHT_M
  const renderer = new WebGLRenderer()
  renderer.setSize(SIZE_PX, SIZE_PX)
  const read = (shown: boolean) => {
    glow.mesh.visible = shown
    renderer.render(scene, camera)
    const pixels = new Uint8Array(SIZE_PX * SIZE_PX * 4)
    const gl = renderer.getContext()
    gl.readPixels(0, 0, SIZE_PX, SIZE_PX, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    return pixels
  }
  const [dark, lit] = [read(false), read(true)]
  renderer.dispose()
  return Array.from(lit, (value, k) => (k % 4 === 3 ? 0 : value > 252 ? -1 : value - (dark[k] ?? 0)))
}
