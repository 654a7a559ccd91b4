import type { RootState } from '@react-three/fiber'
import { MAX_QUALITY_STEP } from '../state/picture-quality.ts'

/** Share of width and height at the last quality step. */
const REDUCED_SCALE = 0.75
/** Less than this shows single pixels on any screen. */
const MIN_PIXELS = 640 * 480

type ScalableView = XRView & { requestViewportScale?: (scale: number | null) => void }

/** Draws with fewer pixels at the last quality step: on a screen by a smaller buffer, in a headset by a smaller viewport. */
export function scaleFramebuffer({ gl, viewport, size }: RootState, step: number, xrFrame: XRFrame | undefined): void {
  const isReduced = step === MAX_QUALITY_STEP
  if (xrFrame) {
    const space = gl.xr.getReferenceSpace()
    const views = space ? xrFrame.getViewerPose(space)?.views : undefined
    if (!views) return
    for (let k = 0; k < views.length; k++)
      (views[k] as ScalableView).requestViewportScale?.(isReduced ? REDUCED_SCALE : 1)
    return
  }
  if (gl.xr.isPresenting) return
  const hasPixels = size.width * size.height * viewport.dpr * viewport.dpr * REDUCED_SCALE * REDUCED_SCALE > MIN_PIXELS
  const ratio = viewport.dpr * (isReduced && hasPixels ? REDUCED_SCALE : 1)
  if (gl.getPixelRatio() !== ratio) gl.setPixelRatio(ratio)
}
