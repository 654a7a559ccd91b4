import type { DirectorState } from './director.ts'
import type { SpectatorScene } from './spectator-scene.ts'

/** Sets `window.songwalk.snapshot()`: plain data, copied at each call. */
export function installSpectatorDebugApi(
  directorState: DirectorState,
  { frameState, followCamera, sounding, hasSpectrogram }: SpectatorScene,
  getFrameCount: () => number,
): void {
  const snapshot = () => {
    const { following, scene, song, interpolatedState: state, hasVisitor, behindMs } = directorState
    return {
      role: 'spectator' as const,
      following,
      scene,
      song,
      chunks: frameState.boxes.count,
      spectrogram: hasSpectrogram(),
      mode: state?.mode ?? null,
      playing: frameState.playhead.playing,
      visitor: state && hasVisitor ? { position: [...state.position], forward: [...state.forward] } : null,
      pointer:
        state && hasVisitor && state.isPointing
          ? {
              origin: [...state.origin],
              direction: [...state.direction],
              chunk: state.pointedChunk < 0 ? null : state.pointedChunk,
            }
          : null,
      sounding: [...sounding],
      moved: hasVisitor ? (state?.moved ?? []).map(({ chunk, position }) => ({ chunk, position: [...position] })) : [],
      placement: { ...frameState.placement },
      form: frameState.boxes.embedding.progress,
      time: frameState.playhead.time,
      behindMs,
      camera: { position: [...followCamera.position], target: [...followCamera.lookAt] },
      frame: getFrameCount(),
    }
  }
  Object.assign(window, { songwalk: { snapshot } })
}
