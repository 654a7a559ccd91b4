import type { Seconds } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'

/** Part of the WebXR Lighting Estimation API that is used here. */
type XRLightProbeHandle = EventTarget
type LightEstimationSession = XRSession & { requestLightProbe?: () => Promise<XRLightProbeHandle> | undefined }
type LightEstimationFrame = XRFrame & {
  getLightEstimate?: (probe: XRLightProbeHandle) => { sphericalHarmonicsCoefficients: ArrayLike<number> } | null
}

/** Brightness on devices without light estimation. */
const DEFAULT_BRIGHTNESS = 1
const MIN_BRIGHTNESS = 0.35
const MAX_BRIGHTNESS = 1.5
/** Rate at which the brightness follows the estimate. */
const ADAPTATION_RATE_PER_S = 3

/**
 * Computes the brightness of a room from its average radiance: 1 in a lit living room.
 * @param coefficients spherical harmonics of a light estimate; only the first of red, green and blue is used.
 */
export function computeBrightness(coefficients: ArrayLike<number>): number {
  const [r = 0, g = 0, b = 0] = Array.from({ length: 3 }, (_, k) => coefficients[k])
  // Constant of the first harmonic, and the luminance weights of Rec. 709.
  const radiance = 0.282095 * (0.2126 * r + 0.7152 * g + 0.0722 * b)
  // A lit living room has about 0.5. The square root follows the adaptation of the eye.
  const brightness = Math.sqrt(Math.max(0, radiance) / 0.5)
  if (!Number.isFinite(brightness)) return DEFAULT_BRIGHTNESS
  return Math.min(MAX_BRIGHTNESS, Math.max(MIN_BRIGHTNESS, brightness))
}

/** Lights the boxes like the real room, by the device's light estimation. */
export class LightEstimator {
  private probe: XRLightProbeHandle | null = null
  private targetBrightness = DEFAULT_BRIGHTNESS

  constructor(private readonly frameState: FrameState) {}

  /** @param isCurrent whether the session is still the current one. */
  attach(session: LightEstimationSession, isCurrent: () => boolean): void {
    this.targetBrightness = DEFAULT_BRIGHTNESS
    this.frameState.ar.daylight = DEFAULT_BRIGHTNESS
    session.requestLightProbe?.()?.then(
      (probe) => {
        if (isCurrent()) this.probe = probe
      },
      () => {},
    )
  }

  update(frame: LightEstimationFrame, dt: Seconds): void {
    const { ar } = this.frameState
    const estimate = this.probe && frame.getLightEstimate?.(this.probe)
    if (estimate) this.targetBrightness = computeBrightness(estimate.sphericalHarmonicsCoefficients)
    ar.daylight += (this.targetBrightness - ar.daylight) * (1 - Math.exp(-dt * ADAPTATION_RATE_PER_S))
  }

  detach(): void {
    this.probe = null
    this.frameState.ar.daylight = 0
  }
}
