import type { StoreApi } from 'zustand/vanilla'
import { restoreSize } from '../../scenes/ar/ar-scale.ts'
import { boardRide } from '../../scenes/locomotion/ride.ts'
import { UNFOLDING } from '../../scenes/state/embedding-animation.ts'
import { type Live, relayPath, repaint } from '../../scenes/state/frame-state.ts'
import { dropBox, heldIn, takeBox } from '../../scenes/state/grabbed-boxes.ts'
import type { RoomActions, RoomState } from '../../scenes/state/ui-store.ts'
import { type Keeping, onDevice } from './preferences-storage.ts'
import { xrStore } from './xr-session.ts'

/** What a visitor can do, whether from the page or from within the room. */
export function createActions(
  store: StoreApi<RoomState>,
  live: Live,
  { keep }: Pick<Keeping, 'keep'> = onDevice,
): RoomActions {
  const actions: RoomActions = {
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
    step: (by) => {
      const { playback } = live
      if (!playback) return
      const target = Math.min(live.count - 1, Math.max(0, playback.chunk() + by))
      playback.seek(live.chunks[target]?.start ?? 0)
      // A step while the song rests would otherwise be silent.
      if (!playback.playing) actions.pick(target)
    },
    pick: (chunk) => {
      if (chunk < 0 || chunk >= live.count) return
      void live.voices?.resume()
      live.picked = chunk
      live.playback?.pick(chunk)
      store.setState({ selected: chunk })
    },
    select: (selected) => store.setState({ selected }),
    stepOn: (chunk) => {
      void live.voices?.resume()
      live.picked = chunk
      live.playback?.walkTo(chunk)
      store.setState({ selected: chunk })
    },
    grab: (chunk) => {
      void live.voices?.resume()
      takeBox(live.carries, chunk, live.place)
      live.picked = chunk
      // It sounds again and again in the hand, so that one hears where one carries it; two take turns.
      live.playback?.repeat(...heldIn(live.carries))
      store.setState({ held: chunk, selected: chunk })
    },
    release: (chunk) => {
      for (const box of chunk === undefined ? heldIn(live.carries) : [chunk]) dropBox(live.carries, box)
      const left = heldIn(live.carries)
      live.playback?.repeat(...left)
      const { held } = store.getState()
      store.setState({ held: held !== null && left.includes(held) ? held : (left[0] ?? null) })
    },
    resetSize: () => {
      if (store.getState().session === 'ar') restoreSize({ live, store })
      else if (live.placedBefore) Object.assign(live.placement, live.placedBefore)
      live.placedBefore = null
    },
    showForm: () => {
      Object.assign(live.form, { origin: null, progress: 0, running: true, duration: UNFOLDING })
    },
    scrubForm: (progress) => {
      live.form.origin = null
      live.form.running = false
      live.form.progress = progress
    },
    setMode: (mode) => {
      if (mode === 'walk') actions.pause()
      const { view, session } = store.getState()
      if (mode === 'ride' && view === 'orbit' && session === null) boardRide(live)
      store.setState(mode === 'roam' ? { mode } : { mode, view: 'inside' })
    },
    setView: (view) => store.setState(view === 'orbit' ? { view, mode: 'roam' } : { view }),
    prefer: (change) => {
      const preferences = keep({ ...store.getState().preferences, ...change })
      const { palette } = live.preferences
      live.preferences = preferences
      if (preferences.palette !== palette) repaint(live)
      if (preferences.layout !== live.layout) relayPath(live, preferences.layout)
      store.setState({ preferences })
    },
    recenter: () => {
      live.standing.call = 'recenter'
    },
    // src/session/song-list.ts knows which there are.
    openSong: () => {},
    exit: () => void xrStore.getState().session?.end(),
  }
  return actions
}
