import type { FrameState } from '../state/frame-state.ts'

/** Of the WebXR Lighting Estimation module, what is used here. */
type XRLightProbeHandle = EventTarget
type LightEstimationSession = XRSession & { requestLightProbe?: () => Promise<XRLightProbeHandle> | undefined }
type LightEstimationFrame = XRFrame & {
  getLightEstimate?: (probe: XRLightProbeHandle) => { sphericalHarmonicsCoefficients: ArrayLike<number> } | null
}

/** Where the device does not tell how bright it is. */
const DEFAULT_BRIGHTNESS = 1
const MIN_BRIGHTNESS = 0.35
const MAX_BRIGHTNESS = 1.5

/** Average light from everywhere, from the first spherical harmonic (a constant of 0.282) of red, green, blue. */
export function computeBrightness(coefficients: ArrayLike<number>): number {
  const [r = 0, g = 0, b = 0] = Array.from({ length: 3 }, (_, k) => coefficients[k])
  const radiance = 0.282095 * (0.2126 * r + 0.7152 * g + 0.0722 * b)
  // A lit living room gives about 0.5. The square root, as eyes adapt.
  const brightness = Math.sqrt(Math.max(0, radiance) / 0.5)
  return Math.min(
    MAX_BRIGHTNESS,
    Math.max(MIN_BRIGHTNESS, Number.isFinite(brightness) ? brightness : DEFAULT_BRIGHTNESS),
  )
}

/** Lights the boxes like the things around them, as far as the device knows how bright it is there. */
export class LightEstimator {
  private probe: XRLightProbeHandle | null = null
  private targetBrightness = DEFAULT_BRIGHTNESS

  constructor(private readonly frameState: FrameState) {}

  attach(session: XRSession, current: () => boolean): void {
    this.targetBrightness = DEFAULT_BRIGHTNESS
    this.frameState.ar.daylight = DEFAULT_BRIGHTNESS
    const lit: LightEstimationSession = session
    lit.requestLightProbe?.()?.then(
      (probe) => {
        if (current()) this.probe = probe
      },
      () => {},
    )
  }

  update(frame: LightEstimationFrame, dt: number): void {
    const estimate = this.probe && frame.getLightEstimate?.(this.probe)
    if (estimate) this.targetBrightness = computeBrightness(estimate.sphericalHarmonicsCoefficients)
    this.frameState.ar.daylight += (this.targetBrightness - this.frameState.ar.daylight) * (1 - Math.exp(-dt * 3))
  }

  detach(): void {
    this.probe = null
    this.frameState.ar.daylight = 0
  }
}
