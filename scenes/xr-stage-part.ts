import { createLazyPart } from './state/lazy-part.ts'

/** What a headset needs of the scene: @react-three/xr, its pointers, the panel. Pages on a screen start without it. */
export const xrStagePart = createLazyPart(async () => (await import('./xr-stage.tsx')).XRStage)
