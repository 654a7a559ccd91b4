import type { Live } from '../state/frame-state.ts'

/** Of the WebXR Lighting Estimation module, what is used here. */
type LightProbe = EventTarget
type Lit = XRSession & { requestLightProbe?: () => Promise<LightProbe> | undefined }
type LitFrame = XRFrame & {
  getLightEstimate?: (probe: LightProbe) => { sphericalHarmonicsCoefficients: ArrayLike<number> } | null
}

/** Where the device does not tell how bright it is. */
const USUAL = 1
const DARKEST = 0.35
const BRIGHTEST = 1.5

/** Average light from everywhere, from the first spherical harmonic (a constant of 0.282) of red, green, blue. */
export function brightnessOf(coefficients: ArrayLike<number>): number {
  const [r = 0, g = 0, b = 0] = Array.from({ length: 3 }, (_, k) => coefficients[k])
  const radiance = 0.282095 * (0.2126 * r + 0.7152 * g + 0.0722 * b)
  // A lit living room gives about 0.5. The square root, as eyes adapt.
  const brightness = Math.sqrt(Math.max(0, radiance) / 0.5)
  return Math.min(BRIGHTEST, Math.max(DARKEST, Number.isFinite(brightness) ? brightness : USUAL))
}

/** Lights the boxes like the things around them, as far as the device knows how bright it is there. */
export class RoomLight {
  private probe: LightProbe | null = null
  private wanted = USUAL

  constructor(private readonly live: Live) {}

  attach(session: XRSession, current: () => boolean): void {
    this.wanted = USUAL
    this.live.daylight = USUAL
    const lit: Lit = session
    lit.requestLightProbe?.()?.then(
      (probe) => {
        if (current()) this.probe = probe
      },
      () => {},
    )
  }

  follow(frame: LitFrame, dt: number): void {
    const estimate = this.probe && frame.getLightEstimate?.(this.probe)
    if (estimate) this.wanted = brightnessOf(estimate.sphericalHarmonicsCoefficients)
    this.live.daylight += (this.wanted - this.live.daylight) * (1 - Math.exp(-dt * 3))
  }

  detach(): void {
    this.probe = null
    this.live.daylight = 0
  }
}
