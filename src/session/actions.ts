import type { StoreApi } from 'zustand/vanilla'
import { resetArScale } from '../../scenes/ar/ar-scale.ts'
import { startRide, startWalk } from '../../scenes/locomotion/ride.ts'
import { REPLAY_DURATION_S } from '../../scenes/state/embedding-animation.ts'
import { type FrameState, resetPlacement, updateColors, updatePath } from '../../scenes/state/frame-state.ts'
import { grabBox, listGrabbedChunks, releaseBox } from '../../scenes/state/grabbed-boxes.ts'
import type { Preferences } from '../../scenes/state/preferences.ts'
import type { UiActions, UiState } from '../../scenes/state/scene-context.ts'
import type { SceneServices } from '../../scenes/state/scene-services.ts'
import { xrStore } from './xr-session.ts'

type ActionPorts = {
  /** Opens a song of the list in the headset's panel. */
  openSong: (file: string) => void
  /** @returns the preferences that take effect */
  writePreferences: (requested: Preferences) => Preferences
}

/** The visitor's actions, which the page and the headset's panel share. */
export function createActions(
  store: StoreApi<UiState>,
  frameState: FrameState,
  services: SceneServices,
  { openSong, writePreferences }: ActionPorts,
): UiActions {
  const actions: UiActions = {
    play: () => {
      if (!services.playback) return
      void services.voices?.resume()
      if (store.getState().mode === 'walk') store.setState({ mode: 'roam' })
      services.playback.play()
      store.setState({ playing: true })
    },
    pause: () => {
      services.playback?.pause()
      store.setState({ playing: false })
    },
    seek: (time) => services.playback?.seek(time),
    stepChunk: (by) => {
      const { playback } = services
      if (!playback) return
      const target = Math.min(frameState.boxes.count - 1, Math.max(0, playback.chunk() + by))
      playback.seek(frameState.boxes.chunks[target]?.start ?? 0)
      // While the song is paused, seeking alone is silent.
      if (!playback.playing) actions.pickChunk(target)
    },
    pickChunk: (chunk) => {
      if (chunk < 0 || chunk >= frameState.boxes.count) return
      void services.voices?.resume()
      frameState.playhead.pickedChunk = chunk
      services.playback?.pick(chunk)
      store.setState({ selected: chunk })
    },
    selectChunk: (selected) => store.setState({ selected }),
    stepOnChunk: (chunk, time) => {
      void services.voices?.resume()
      frameState.playhead.pickedChunk = chunk
      services.playback?.walkTo(chunk, time)
      store.setState({ selected: chunk })
    },
    leavePath: () => services.playback?.stopWalking(),
    grabChunk: (chunk) => {
      void services.voices?.resume()
      grabBox(frameState.boxes.grabSlots, chunk, frameState.boxes.position)
      frameState.playhead.pickedChunk = chunk
      // Grabbed chunks repeat, so that their position is audible; several alternate.
      services.playback?.repeat(...listGrabbedChunks(frameState.boxes.grabSlots))
      store.setState({ grabbedChunk: chunk, selected: chunk })
    },
    releaseChunk: (chunk) => {
      for (const box of chunk === undefined ? listGrabbedChunks(frameState.boxes.grabSlots) : [chunk])
        releaseBox(frameState.boxes.grabSlots, box)
      const remaining = listGrabbedChunks(frameState.boxes.grabSlots)
      services.playback?.repeat(...remaining)
      const { grabbedChunk } = store.getState()
      const isStillGrabbed = grabbedChunk !== null && remaining.includes(grabbedChunk)
      store.setState({ grabbedChunk: isStillGrabbed ? grabbedChunk : (remaining[0] ?? null) })
    },
    resetPlacement: () => {
      if (store.getState().xrMode === 'ar') resetArScale({ frameState, store })
      else resetPlacement(frameState)
    },
    replayEmbedding: () => {
      Object.assign(frameState.boxes.embedding, {
        startPositions: null,
        progress: 0,
        running: true,
        duration: REPLAY_DURATION_S,
      })
    },
    scrubEmbedding: (progress) => {
      frameState.boxes.embedding.startPositions = null
      frameState.boxes.embedding.running = false
      frameState.boxes.embedding.progress = progress
    },
    setMode: (mode) => {
      if (mode === 'walk') actions.pause()
      const { view, xrMode } = store.getState()
      const comesFromOutside = view === 'orbit' && xrMode === null
      if (comesFromOutside && mode === 'ride') startRide(frameState)
      if (comesFromOutside && mode === 'walk') startWalk(frameState)
      store.setState(mode === 'roam' ? { mode } : { mode, view: 'inside' })
    },
    setView: (view) => store.setState(view === 'orbit' ? { view, mode: 'roam' } : { view }),
    setPreferences: (change) => {
      const preferences = writePreferences({ ...store.getState().preferences, ...change })
      const { palette } = frameState.preferences
      frameState.preferences = preferences
      if (preferences.palette !== palette) updateColors(frameState)
      if (preferences.layout !== frameState.path.layout) updatePath(frameState, preferences.layout)
      store.setState({ preferences })
    },
    recenter: () => {
      frameState.viewer.eyeHeight.pendingReset = 'recenter'
    },
    openSong,
    exitXR: () => void xrStore.getState().session?.end(),
  }
  return actions
}
