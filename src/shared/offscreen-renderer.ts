import { type Camera, type Scene, SRGBColorSpace, type WebGLRenderer, WebGLRenderTarget } from 'three'

/** A frame rendered off screen: RGBA, top row first. */
export type RenderedFrame = { pixels: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }

/** Renders frames of one size off screen. */
export type OffscreenRenderer = {
  /** Renders a scene without changing the screen. @throws {Error} if the graphics card has no memory for it */
  render: (scene: Scene, camera: Camera) => Promise<RenderedFrame>
  dispose: () => void
}

/** The longest side this graphics card can render. */
export function getMaxRenderSize(gl: WebGLRenderer): number {
  const context = gl.getContext()
  const [width, height] = context.getParameter(context.MAX_VIEWPORT_DIMS) as [number, number]
  return Math.min(gl.capabilities.maxTextureSize, context.getParameter(context.MAX_RENDERBUFFER_SIZE), width, height)
}

/** @param width at most getMaxRenderSize, as `height` */
export function createOffscreenRenderer(gl: WebGLRenderer, width: number, height: number): OffscreenRenderer {
  const target = new WebGLRenderTarget(width, height, { samples: 4 })
  // three encodes and blends in sRGB only on the screen and in targets of a headset: this counts as one of those.
  target.texture.colorSpace = SRGBColorSpace
  // Keeps the graphics card from encoding the colors a second time.
  target.texture.internalFormat = 'RGBA8'
  Object.assign(target, { isXRRenderTarget: true })
  const read = new Uint8Array(width * height * 4)
  return {
    render: async (scene, camera) => {
      const context = gl.getContext()
      const before = gl.getRenderTarget()
      // Clears earlier errors of other code.
      while (context.getError() !== context.NO_ERROR && !context.isContextLost());
      gl.setRenderTarget(target)
      gl.render(scene, camera)
      gl.setRenderTarget(before)
      if (context.getError() !== context.NO_ERROR) throw new Error('no memory to draw in')
      await gl.readRenderTargetPixelsAsync(target, 0, 0, width, height, read)
      return { pixels: flipRows(read, width * 4), width, height }
    },
    dispose: () => target.dispose(),
  }
}

/** WebGL's first row is at the bottom. */
function flipRows(rows: Uint8Array, stride: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(rows.length)
  for (let from = 0, to = rows.length - stride; to >= 0; from += stride, to -= stride)
    pixels.set(rows.subarray(from, from + stride), to)
  return pixels
}
