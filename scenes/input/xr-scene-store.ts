import { createXRStore } from '@react-three/xr'
import { HandPointers, RayPointer } from './xr-pointers.tsx'

/**
 * What @react-three/xr knows of a session: input sources, spaces, pointers. With local assets only. Sessions are requested
 * by `src/session/xr-session.ts`; the store follows the renderer's.
 */
export const xrSceneStore = createXRStore({
  emulate: false,
  offerSession: false,
  enterGrantedSession: false,
  baseAssetPath: new URL('xr-profiles/', document.baseURI).href,
  // Full foveation: the edges of the lenses are blurred anyway. three.js applies it to every session.
  foveation: 1,
  controller: RayPointer,
  hand: HandPointers,
  transientPointer: RayPointer,
  // scenes/ar reads touches on a phone's screen.
  screenInput: false,
})
