import type { Shown } from './director.ts'
import type { SpectatorRoom } from './spectator-scene.ts'

/** The window for technicians and outside tests, as in the piece: plain data, copied at the moment of asking. */
export function inspectScreen(shown: Shown, { live, crane, sounding }: SpectatorRoom, frame: () => number): void {
  const snapshot = () => {
    const { following, scene, song, sight, visited, behindMs } = shown
    return {
      role: 'spectator' as const,
      following,
      scene,
      song,
      chunks: live.count,
      mode: sight?.mode ?? null,
      playing: live.playback?.playing ?? false,
      visitor: sight && visited ? { position: [...sight.position], forward: [...sight.forward] } : null,
      pointer:
        sight && visited && sight.pointing
          ? { origin: [...sight.origin], direction: [...sight.direction], chunk: sight.chunk < 0 ? null : sight.chunk }
          : null,
      sounding: [...sounding],
      moved: visited ? (sight?.moved ?? []).map(({ chunk, position }) => ({ chunk, position: [...position] })) : [],
      placement: { ...live.placement },
      form: live.form.progress,
      time: live.time,
      behindMs,
      camera: { position: [...crane.eye], target: [...crane.look] },
      frame: frame(),
    }
  }
  Object.assign(window, { songwalk: { snapshot } })
}
