import { createXRStore } from '@react-three/xr'

/** Higher rates cost battery and gain little here; the nearest supported rate at or below this is taken. */
const FRAME_RATE = 90

const calmestRate = (rates: ArrayLike<number>): number | false => {
  const fitting = Array.from(rates).filter((rate) => rate <= FRAME_RATE)
  return fitting.length > 0 ? Math.max(...fitting) : false
}

/** A trigger pulled slowly, or while few frames are drawn, is a click all the same. */
const clickThresholdMs = 1500

/** What the next session asks for, where it is not the headset's. */
let asked: XRSessionInit | undefined

/** The headset's session: everything local, nothing asked for that is not used. */
export const xrStore = createXRStore({
  emulate: false,
  offerSession: false,
  enterGrantedSession: false,
  baseAssetPath: new URL('xr-profiles/', document.baseURI).href,
  frameRate: calmestRate,
  foveation: 1,
  bodyTracking: false,
  layers: false,
  meshDetection: false,
  planeDetection: false,
  depthSensing: false,
  hitTest: false,
  anchors: false,
  domOverlay: false,
  handTracking: true,
  // Rays reach from the hand itself: a box can hang closer than the library's 20 cm.
  controller: {
    grabPointer: false,
    rayPointer: { minDistance: 0, clickThresholdMs, rayModel: { maxLength: 2.2, size: 0.003, color: '#bcd0ff' } },
  },
  hand: { grabPointer: false, rayPointer: { minDistance: 0, clickThresholdMs } },
  // Fingers on a phone's glass are read by scenes/ar.
  screenInput: false,
  // Read whenever a session is asked for; without it the choices above count.
  get customSessionInit() {
    return asked as XRSessionInit
  },
})

export const OVERLAY = 'ar-overlay'

/** What AR uses; all but the floor can be missing. */
const arSession = (root: Element | null): XRSessionInit => ({
  requiredFeatures: ['local-floor'],
  optionalFeatures: ['hit-test', 'anchors', 'dom-overlay', 'light-estimation', 'hand-tracking'],
  ...(root ? { domOverlay: { root } } : {}),
})

/** Until the running session has ended and everything that held on to it has let go. */
async function leave(): Promise<void> {
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
  await leave()
  asked = mode === 'immersive-ar' ? arSession(document.getElementById(OVERLAY)) : undefined
  await xrStore.enterXR(mode)
}
