import { createXRStore } from '@react-three/xr'
import { ControllerPointer, HandPointers } from '../../scenes/input/xr-pointers.tsx'

/** Higher rates cost battery and gain little here; the nearest supported rate at or below this is taken. */
const MAX_FRAME_RATE_HZ = 90

const selectFrameRate = (rates: ArrayLike<number>): number | false => {
  const fitting = Array.from(rates).filter((rate) => rate <= MAX_FRAME_RATE_HZ)
  return fitting.length > 0 ? Math.max(...fitting) : false
}

/** What the next session asks for. */
let pendingSessionInit: XRSessionInit

/** The headset's session: everything local, nothing asked for that is not used. */
export const xrStore = createXRStore({
  emulate: false,
  offerSession: false,
  enterGrantedSession: false,
  baseAssetPath: new URL('xr-profiles/', document.baseURI).href,
  frameRate: selectFrameRate,
  // What matters is looked at; the rims of the lenses are blurred anyway. three.js sets it with every session.
  foveation: 1,
  // The size the device recommends: below it thin edges and small print blur, above it halos over halos cost too much.
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
  // Fingers on a phone's glass are read by scenes/ar.
  screenInput: false,
  // Read whenever a session is asked for.
  get customSessionInit() {
    return pendingSessionInit
  },
})

export const AR_OVERLAY_ID = 'ar-overlay'

/** What VR uses: the real floor's bounds where they are known, which the library would insist on, or not ask for. */
const VR_SESSION_INIT: XRSessionInit = {
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hand-tracking', 'bounded-floor'],
}

/** What AR uses; all but the floor can be missing. */
const createARSessionInit = (root: Element | null): XRSessionInit => ({
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hit-test', 'anchors', 'dom-overlay', 'light-estimation', 'hand-tracking'],
  ...(root ? { domOverlay: { root } } : {}),
})

/** Until the running session has ended and everything that held on to it has let go. */
async function endRunningSession(): Promise<void> {
  const { session } = xrStore.getState()
  if (!session) return
  await new Promise<void>((resolve) => {
    session.addEventListener('end', () => resolve())
    session.end().catch(() => resolve())
  })
  // A frame of the next session must not meet spaces of the last one: it would throw, and stay black
  // (pmndrs/xr#490, #495). Two frames of the page are enough for React to take them away.
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Enters a session of the kind; one that runs is ended first, as only one can. */
export async function enterXR(mode: 'immersive-vr' | 'immersive-ar'): Promise<void> {
  await endRunningSession()
  pendingSessionInit =
    mode === 'immersive-ar' ? createARSessionInit(document.getElementById(AR_OVERLAY_ID)) : VR_SESSION_INIT
  await xrStore.enterXR(mode)
}
