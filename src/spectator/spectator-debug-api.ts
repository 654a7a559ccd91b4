import type { DirectorState } from './director.ts'
import type { SpectatorScene } from './spectator-scene.ts'

/** The window for technicians and outside tests, as in the piece: plain data, copied at the moment of asking. */
export function installSpectatorDebugApi(
  shown: DirectorState,
  { frameState, crane, sounding }: SpectatorScene,
  frame: () => number,
): void {
  const snapshot = () => {
    const { following, scene, song, interpolatedState: sight, hasVisitor: visited, behindMs } = shown
    return {
      role: 'spectator' as const,
      following,
      scene,
      song,
      chunks: frameState.boxes.count,
      mode: sight?.mode ?? null,
      playing: frameState.playhead.playing,
      visitor: sight && visited ? { position: [...sight.position], forward: [...sight.forward] } : null,
      pointer:
        sight && visited && sight.isPointing
          ? {
              origin: [...sight.origin],
              direction: [...sight.direction],
              chunk: sight.pointedChunk < 0 ? null : sight.pointedChunk,
            }
          : null,
      sounding: [...sounding],
      moved: visited ? (sight?.moved ?? []).map(({ chunk, position }) => ({ chunk, position: [...position] })) : [],
      placement: { ...frameState.placement },
      form: frameState.boxes.embedding.progress,
      time: frameState.playhead.time,
      behindMs,
      camera: { position: [...crane.position], target: [...crane.lookAt] },
      frame: frame(),
    }
  }
  Object.assign(window, { songwalk: { snapshot } })
}
