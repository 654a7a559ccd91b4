import { PerspectiveCamera, type WebGLRenderer } from 'three'
import { MAX_PICTURE_BYTES } from '../../../protocol/device-commands.ts'
import type { RendererAccess } from '../../../scenes/state/scene-services.ts'
import { createOffscreenRenderer } from '../../shared/offscreen-renderer.ts'

/** The longer side. */
const PICTURE_EDGE_PX = 480
const JPEG_QUALITIES = [0.8, 0.5, 0.25]
/** Vertical; a headset's own is wider than a small picture bears. */
const HEADSET_FIELD_DEGREES = 70
/** What lies over the room while nobody may come in. */
const VEIL_COLOR = 'rgb(2 3 5 / 82%)'

/**
 * A small JPEG of what this device shows, in a headset what one eye sees, without its texts.
 * @param isVeiled the exhibit is paused or closed
 * @returns null without a renderer
 */
export async function takePicture(access: RendererAccess | null, isVeiled: boolean): Promise<Blob | null> {
  const stage = access?.()
  if (!stage) return null
  const { gl, scene, camera } = stage
  const isWorn = gl.xr.isPresenting
  const { width, height } = fitPicture(isWorn ? 4 / 3 : gl.domElement.width / Math.max(1, gl.domElement.height))
  if (!(camera instanceof PerspectiveCamera)) return null
  // Not a clone: a headset's camera is an array of eyes, and hangs in the visitor's place.
  const eye = new PerspectiveCamera(
    isWorn ? HEADSET_FIELD_DEGREES : camera.fov,
    width / height,
    camera.near,
    camera.far,
  )
  camera.matrixWorld.decompose(eye.position, eye.quaternion, eye.scale)
  eye.updateMatrixWorld()
  const renderer = createOffscreenRenderer(gl, width, height)
  try {
    const { pixels } = await withoutHeadset(gl, () => renderer.render(scene, eye))
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    const context = canvas.getContext('2d')
    context?.putImageData(new ImageData(pixels, width, height), 0, 0)
    if (context && isVeiled) {
      context.fillStyle = VEIL_COLOR
      context.fillRect(0, 0, width, height)
    }
    for (const quality of JPEG_QUALITIES) {
      const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
      if (jpeg && jpeg.size <= MAX_PICTURE_BYTES) return jpeg
    }
    return null
  } finally {
    renderer.dispose()
  }
}

function fitPicture(aspect: number): { width: number; height: number } {
  const [width, height] =
    aspect >= 1 ? [PICTURE_EDGE_PX, PICTURE_EDGE_PX / aspect] : [PICTURE_EDGE_PX * aspect, PICTURE_EDGE_PX]
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) }
}

/** Otherwise three.js draws both eyes, whatever the camera. What is drawn is drawn before the first wait. */
function withoutHeadset<T>({ xr }: WebGLRenderer, draw: () => T): T {
  const wasEnabled = xr.enabled
  xr.enabled = false
  try {
    return draw()
  } finally {
    xr.enabled = wasEnabled
  }
}
