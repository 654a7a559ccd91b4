import { createXRStore } from '@react-three/xr'
import { ControllerPointer, HandPointers } from '../../scenes/input/xr-pointers.tsx'

/** The highest supported rate up to this is selected; higher ones cost battery and gain little here. */
const MAX_FRAME_RATE_HZ = 90

const selectFrameRate = (rates: ArrayLike<number>): number | false => {
  const allowedRates = Array.from(rates).filter((rate) => rate <= MAX_FRAME_RATE_HZ)
  return allowedRates.length > 0 ? Math.max(...allowedRates) : false
}

/** Set before each request, because VR and AR need different features and the store has one option for both. */
let pendingSessionInit: XRSessionInit

/** XR sessions with local assets only, and only the features that are used. */
export const xrStore = createXRStore({
  emulate: false,
  offerSession: false,
  enterGrantedSession: false,
  baseAssetPath: new URL('xr-profiles/', document.baseURI).href,
  frameRate: selectFrameRate,
  // Full foveation: the edges of the lenses are blurred anyway. three.js applies it to every session.
  foveation: 1,
  // The size the device recommends: smaller ones blur thin edges and small print, overlapping halos make larger ones slow.
  frameBufferScaling: 1,
  bodyTracking: false,
  layers: false,
  meshDetection: false,
  planeDetection: false,
  depthSensing: false,
  hitTest: false,
  anchors: false,
  domOverlay: false,
  handTracking: true,
  controller: ControllerPointer,
  hand: HandPointers,
  // scenes/ar reads touches on a phone's screen.
  screenInput: false,
  // A getter: the store reads it at each request.
  get customSessionInit() {
    return pendingSessionInit
  },
})

export const AR_OVERLAY_ID = 'ar-overlay'

/** The library can only require `bounded-floor` or leave it out; here it is optional. */
const VR_SESSION_INIT: XRSessionInit = {
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hand-tracking', 'bounded-floor'],
}

const createARSessionInit = (overlayRoot: Element | null): XRSessionInit => ({
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hit-test', 'anchors', 'dom-overlay', 'light-estimation', 'hand-tracking'],
  ...(overlayRoot ? { domOverlay: { root: overlayRoot } } : {}),
})

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

/** Ends the running session, since only one can run, and starts another. */
export async function enterXR(mode: 'immersive-vr' | 'immersive-ar'): Promise<void> {
  await endRunningSession()
  pendingSessionInit =
    mode === 'immersive-ar' ? createARSessionInit(document.getElementById(AR_OVERLAY_ID)) : VR_SESSION_INIT
  await xrStore.enterXR(mode)
}
