import { createXRStore } from '@react-three/xr'

/** Higher rates cost battery and gain little here; the nearest supported rate at or below this is taken. */
const FRAME_RATE = 90

const calmestRate = (rates: ArrayLike<number>): number | false => {
  const fitting = Array.from(rates).filter((rate) => rate <= FRAME_RATE)
  return fitting.length > 0 ? Math.max(...fitting) : false
}

/** A trigger pulled slowly, or while few frames are drawn, is a click all the same. */
const clickThresholdMs = 1500

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
  hand: { grabPointer: false, touchPointer: { clickThresholdMs }, rayPointer: { minDistance: 0, clickThresholdMs } },
})
