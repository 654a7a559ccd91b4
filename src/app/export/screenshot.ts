import { PerspectiveCamera } from 'three'
import { SongError } from '../../../audio/song-error.ts'
import type { SceneServices } from '../../../scenes/state/scene-services.ts'
import { createOffscreenRenderer, getMaxRenderSize, type RenderedFrame } from '../../shared/offscreen-renderer.ts'

/** 4K, or the next smaller width that the graphics card can render. */
const SCREENSHOT_WIDTHS_PX = [3840, 2560, 1920, 1280]
const ASPECT_RATIO = 16 / 9

/**
 * Renders the current view as a PNG of 3840 × 2160, whatever the size of the window.
 * @returns the picture and its size, which is smaller on weak graphics cards
 * @throws {SongError} if it cannot be rendered
 */
export async function takeScreenshot({
  renderer,
}: SceneServices): Promise<{ png: Blob; width: number; height: number }> {
  const stage = renderer?.()
  if (!stage) throw new SongError('nothingToCapture')
  const { gl, scene, camera } = stage
  if (gl.xr.isPresenting) throw new SongError('captureInHeadset')
  const eye = camera.clone()
  if (eye instanceof PerspectiveCamera) {
    eye.aspect = ASPECT_RATIO
    eye.updateProjectionMatrix()
  }
  for (const width of SCREENSHOT_WIDTHS_PX.filter((edge) => edge <= getMaxRenderSize(gl))) {
    const darkroom = createOffscreenRenderer(gl, width, width / ASPECT_RATIO)
    try {
      const print = await darkroom.render(scene, eye)
      return { png: await encodePng(print), width: print.width, height: print.height }
    } catch (error) {
      console.warn(`No picture ${width} pixels wide:`, error)
    } finally {
      darkroom.dispose()
    }
  }
  throw new SongError('captureFailed')
}

function encodePng({ pixels, width, height }: RenderedFrame): Promise<Blob> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
  return new Promise((resolve, reject) =>
    canvas.toBlob((png) => (png ? resolve(png) : reject(new SongError('captureFailed'))), 'image/png'),
  )
}
