import type { WebXRManager } from 'three'
import { createStore } from 'zustand/vanilla'
import { xrRenderer } from '../../scenes/state/xr-renderer.ts'
import { xrStagePart } from '../../scenes/xr-stage-part.ts'

type ImmersiveMode = 'immersive-vr' | 'immersive-ar'

/** The running XR session. */
export const xrStore = createStore<{ session: XRSession | undefined; mode: ImmersiveMode | null }>()(() => ({
  session: undefined,
  mode: null,
}))

/** The highest supported rate up to this is selected; higher ones cost battery and gain little here. */
const MAX_FRAME_RATE_HZ = 90

export const AR_OVERLAY_ID = 'ar-overlay'

const VR_SESSION_INIT: XRSessionInit = {
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hand-tracking', 'bounded-floor'],
}

const createARSessionInit = (overlayRoot: Element | null): XRSessionInit => ({
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hit-test', 'anchors', 'dom-overlay', 'light-estimation', 'hand-tracking'],
  ...(overlayRoot ? { domOverlay: { root: overlayRoot } } : {}),
})

async function selectFrameRate(session: XRSession): Promise<void> {
  const rates = Array.from(session.supportedFrameRates ?? []).filter((rate) => rate <= MAX_FRAME_RATE_HZ)
  if (rates.length > 0) await session.updateTargetFrameRate(Math.max(...rates)).catch(() => {})
}

/** Ends the running session and waits until React has unmounted what used it. */
async function endRunningSession(): Promise<void> {
  const { session } = xrStore.getState()
  if (!session) return
  await new Promise<void>((resolve) => {
    session.addEventListener('end', () => resolve())
    session.end().catch(() => resolve())
  })
  // The next session stays black if its first frame meets reference spaces of the last one (pmndrs/xr#490, #495).
  // React has unmounted them after two frames of the page.
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** The renderer, once the scene is ready for a session. */
const waitForRenderer = (): Promise<WebXRManager> =>
  new Promise((resolve) => {
    const check = ({ manager }: { manager: WebXRManager | null }) => {
      if (!manager) return
      unsubscribe()
      resolve(manager)
    }
    const unsubscribe = xrRenderer.subscribe(check)
    check(xrRenderer.getState())
  })

/**
 * Ends the running session, since only one can run, and starts another. It is requested at once, while the visitor's gesture
 * counts; the code that it needs may still be loading.
 */
export function enterXR(mode: ImmersiveMode): Promise<void> {
  return enterOnce(mode, (xr) =>
    xr.requestSession(
      mode,
      mode === 'immersive-ar' ? createARSessionInit(document.getElementById(AR_OVERLAY_ID)) : VR_SESSION_INIT,
    ),
  )
}

/** Whether the browser can let visitors in by itself: when they put the headset on, or by a button of its own. */
export const canOfferVR = (): boolean => typeof getOfferingXR()?.offerSession === 'function'

/**
 * Offers a VR session to the browser, and starts it when a visitor takes it, which may be hours later.
 * @throws if the browser withdraws the offer, or the session does not start
 */
export async function offerVR(): Promise<void> {
  const session = await getOfferingXR()?.offerSession?.('immersive-vr', VR_SESSION_INIT)
  if (!session) throw new Error('This browser takes no offers.')
  await enterOnce('immersive-vr', async () => session)
}

/** Proposed for WebXR, and in headset browsers. */
type OfferingXR = { offerSession?: (mode: ImmersiveMode, init: XRSessionInit) => Promise<XRSession> }
const getOfferingXR = () => navigator.xr as OfferingXR | undefined

type SessionRequest = (xr: XRSystem) => Promise<XRSession>

function enterOnce(mode: ImmersiveMode, request: SessionRequest): Promise<void> {
  // A second click while the session starts waits for the same one; after that it finds it running.
  if (entering?.mode === mode) return entering.done
  if (xrStore.getState().mode === mode) return Promise.resolve()
  const done = startSession(mode, request).finally(() => {
    if (entering?.done === done) entering = null
  })
  entering = { mode, done }
  return done
}

let entering: { mode: ImmersiveMode; done: Promise<void> } | null = null

async function startSession(mode: ImmersiveMode, request: SessionRequest): Promise<void> {
  const { xr } = navigator
  if (!xr) throw new Error('This browser has no WebXR.')
  const loading = xrStagePart.load()
  // Reported below, when the session has started.
  loading.catch(() => {})
  await endRunningSession()
  const session = await request(xr)
  const end = () => {
    if (xrStore.getState().session === session) xrStore.setState({ session: undefined, mode: null })
  }
  session.addEventListener('end', end)
  try {
    await loading
    const manager = await waitForRenderer()
    // The size the device recommends: smaller ones blur thin edges and small print, overlapping halos make larger ones slow.
    manager.setFramebufferScaleFactor(1)
    await Promise.all([selectFrameRate(session), manager.setSession(session)])
    xrStore.setState({ session, mode })
  } catch (error) {
    await session.end().catch(() => {})
    throw error
  }
}
