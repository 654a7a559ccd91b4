import { useEffect } from 'react'
import { useStore } from 'zustand'
import { heatToTrust } from './geometry/trust.ts'
import { showTrust } from './state/frame-state.ts'
import { useSceneContext } from './state/scene-context.ts'

/** Shows on the boxes the trust of the open song, or how often each box was touched. */
export function TrustDisplay() {
  const { store, frameState } = useSceneContext()
  const song = useStore(store, (state) => state.song)
  const trustShown = useStore(store, (state) => state.trustShown)
  const touchHeatmap = useStore(store, (state) => state.touchHeatmap)
  useEffect(() => {
    const touched = touchHeatmap?.map((heat) => ({ trust: heatToTrust(heat) }))
    showTrust(frameState, trustShown || touchHeatmap !== null, touched ?? song?.chunks ?? [])
  }, [frameState, trustShown, song, touchHeatmap])
  return null
}
