import { createXRStore } from '@react-three/xr'
import { ControllerPointer, HandPointers } from '../scenes/pointers.tsx'

/** Higher rates cost battery and gain little here; the nearest supported rate at or below this is taken. */
const FRAME_RATE = 90

const calmestRate = (rates: ArrayLike<number>): number | false => {
  const fitting = Array.from(rates).filter((rate) => rate <= FRAME_RATE)
  return fitting.length > 0 ? Math.max(...fitting) : false
}

/** The headset's session: everything local, nothing asked for that is not used. */
export const xrStore = createXRStore({
  emulate: false,
  offerSession: false,
  enterGrantedSession: false,
  baseAssetPath: new URL('xr-profiles/', document.baseURI).href,
  frameRate: calmestRate,
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
})
