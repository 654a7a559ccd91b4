import type { StoreApi } from 'zustand/vanilla'
import { resetArScale } from '../../scenes/ar/ar-scale.ts'
import { startRide } from '../../scenes/locomotion/ride.ts'
import { REPLAY_DURATION_S } from '../../scenes/state/embedding-animation.ts'
import { type FrameState, updateColors, updatePath } from '../../scenes/state/frame-state.ts'
import { grabBox, listGrabbedChunks, releaseBox } from '../../scenes/state/grabbed-boxes.ts'
import type { UiActions, UiState } from '../../scenes/state/ui-store.ts'
import { localPreferenceStorage, type PreferenceStorage } from './preferences-storage.ts'
import { xrStore } from './xr-session.ts'

/** What a visitor can do, whether from the page or from within the room. */
export function createActions(
  store: StoreApi<UiState>,
  live: FrameState,
  { write: keep }: Pick<PreferenceStorage, 'write'> = localPreferenceStorage,
): UiActions {
  const actions: UiActions = {
    play: () => {
      if (!live.playback) return
      void live.voices?.resume()
      if (store.getState().mode === 'walk') store.setState({ mode: 'roam' })
      live.playback.play()
      store.setState({ playing: true })
    },
    pause: () => {
      live.playback?.pause()
      store.setState({ playing: false })
    },
    seek: (time) => live.playback?.seek(time),
    stepChunk: (by) => {
      const { playback } = live
      if (!playback) return
      const target = Math.min(live.count - 1, Math.max(0, playback.chunk() + by))
      playback.seek(live.chunks[target]?.start ?? 0)
      // A step while the song rests would otherwise be silent.
      if (!playback.playing) actions.pickChunk(target)
    },
    pickChunk: (chunk) => {
      if (chunk < 0 || chunk >= live.count) return
      void live.voices?.resume()
      live.picked = chunk
      live.playback?.pick(chunk)
      store.setState({ selected: chunk })
    },
    selectChunk: (selected) => store.setState({ selected }),
    stepOnChunk: (chunk) => {
      void live.voices?.resume()
      live.picked = chunk
      live.playback?.walkTo(chunk)
      store.setState({ selected: chunk })
    },
    grabChunk: (chunk) => {
      void live.voices?.resume()
      grabBox(live.carries, chunk, live.place)
      live.picked = chunk
      // It sounds again and again in the hand, so that one hears where one carries it; two take turns.
      live.playback?.repeat(...listGrabbedChunks(live.carries))
      store.setState({ grabbedChunk: chunk, selected: chunk })
    },
    releaseChunk: (chunk) => {
      for (const box of chunk === undefined ? listGrabbedChunks(live.carries) : [chunk]) releaseBox(live.carries, box)
      const left = listGrabbedChunks(live.carries)
      live.playback?.repeat(...left)
      const { grabbedChunk: held } = store.getState()
      store.setState({ grabbedChunk: held !== null && left.includes(held) ? held : (left[0] ?? null) })
    },
    resetPlacement: () => {
      if (store.getState().xrMode === 'ar') resetArScale({ live, store })
      else if (live.placedBefore) Object.assign(live.placement, live.placedBefore)
      live.placedBefore = null
    },
    replayEmbedding: () => {
      Object.assign(live.form, { startPositions: null, progress: 0, running: true, duration: REPLAY_DURATION_S })
    },
    scrubEmbedding: (progress) => {
      live.form.startPositions = null
      live.form.running = false
      live.form.progress = progress
    },
    setMode: (mode) => {
      if (mode === 'walk') actions.pause()
      const { view, xrMode: session } = store.getState()
      if (mode === 'ride' && view === 'orbit' && session === null) startRide(live)
      store.setState(mode === 'roam' ? { mode } : { mode, view: 'inside' })
    },
    setView: (view) => store.setState(view === 'orbit' ? { view, mode: 'roam' } : { view }),
    setPreferences: (change) => {
      const preferences = keep({ ...store.getState().preferences, ...change })
      const { palette } = live.preferences
      live.preferences = preferences
      if (preferences.palette !== palette) updateColors(live)
      if (preferences.layout !== live.layout) updatePath(live, preferences.layout)
      store.setState({ preferences })
    },
    recenter: () => {
      live.standing.pendingReset = 'recenter'
    },
    // src/session/song-list.ts knows which there are.
    openSong: () => {},
    exitXR: () => void xrStore.getState().session?.end(),
  }
  return actions
}
