import type { WebXRManager } from 'three'
import { createStore } from 'zustand/vanilla'

/** The renderer's XR manager while the scene is ready for an XR session; null before. */
export const xrRenderer = createStore<{ manager: WebXRManager | null }>()(() => ({ manager: null }))
