import { WebGLRenderer } from 'three'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import { createFrameState } from '../../../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../../../scenes/state/scene-context.ts'
import { createSceneServices, type RendererAccess } from '../../../../scenes/state/scene-services.ts'
import { createUnfoldingScene } from '../../../../src/app/export/unfolding.ts'
import { renderUnfoldingVideo } from '../../../../src/app/export/unfolding-video.ts'
import { createUiStore } from '../../../../src/session/create-ui-store.ts'
import { createOffscreenRenderer } from '../../../../src/shared/offscreen-renderer.ts'

const WIDTH_PX = 320
const HEIGHT_PX = 180

type UnfoldingRecording = {
  /** Share of pixels brighter than the background. */
  litShare: number
  /** Largest difference of a color channel, on the screen and offscreen. */
  difference: number
  isRepeatable: boolean
  /** Base64, or null where `sentence` says why. */
  video: string | null
  sentence: string
}

/** Forty chunks around a sphere. */
function createAnalysis() {
  const chunks = Array.from({ length: 40 }, (_, i) => ({
    start: i / 2,
    end: (i + 1) / 2,
    loudness: -20,
    position: [Math.sin(i), 1 - i / 20, Math.cos(i)] as [number, number, number],
  }))
  const snapshots = [Float32Array.from(chunks.flatMap(({ position }) => position))]
  const song = { title: 'Sphere', chunks } as unknown as Song
  return { song, snapshots, mapSnapshots: [], spectrum: null }
}

/** Draws the unfolding form on the screen and offscreen, and records it. */
export async function recordUnfolding(): Promise<UnfoldingRecording> {
  const gl = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true })
  gl.setSize(WIDTH_PX, HEIGHT_PX, false)
  const frameState = createFrameState()
  const services = createSceneServices()
  services.renderer = () => ({ gl }) as unknown as ReturnType<RendererAccess>
  const room = { store: createUiStore(defaultSettings), frameState, services, actions: {} } as SceneContext
  const analysis = createAnalysis()
  const frameAt = async (seconds: number) => {
    const unfolding = createUnfoldingScene(room, analysis, WIDTH_PX / HEIGHT_PX)
    const darkroom = createOffscreenRenderer(gl, WIDTH_PX, HEIGHT_PX)
    unfolding.seek(seconds)
    const { pixels } = await darkroom.render(unfolding.scene, unfolding.camera)
    gl.render(unfolding.scene, unfolding.camera)
    darkroom.dispose()
    unfolding.dispose()
    return pixels
  }
  const beside = await frameAt(9)
  const canvas = new OffscreenCanvas(WIDTH_PX, HEIGHT_PX)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  context.drawImage(gl.domElement, 0, 0)
  const onScreen = context.getImageData(0, 0, WIDTH_PX, HEIGHT_PX).data
  const again = await frameAt(9)
  let lit = 0
  let difference = 0
  beside.forEach((value, i) => {
    if (i % 4 === 0 && Math.max(value, beside[i + 1] as number, beside[i + 2] as number) > 60) lit++
    difference = Math.max(difference, Math.abs(value - (onScreen[i] as number)))
  })
  const result = {
    litShare: lit / (WIDTH_PX * HEIGHT_PX),
    difference,
    isRepeatable: again.every((value, i) => value === beside[i]),
  }
  try {
    const { signal } = new AbortController()
    const { file } = await renderUnfoldingVideo(room, analysis, {
      signal,
      onProgress: () => {},
      width: WIDTH_PX,
      height: HEIGHT_PX,
      frameRate: 2,
    })
    return { ...result, video: await encodeBase64(file), sentence: '' }
  } catch (error) {
    return { ...result, video: null, sentence: (error as Error).message }
  }
}

async function encodeBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
