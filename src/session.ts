import { cloudRadius } from '../scenes/geometry/cloud.ts'
import { createLive, layBoxes, newForm, relayPath } from '../scenes/live.ts'
import type { Room, RoomActions } from '../scenes/room.ts'
import { boardRide } from '../scenes/visitor.ts'
import { type OpenSong, openSong, type SongFile, sentenceFor } from './open-song.ts'
import { connectSound } from './sound.ts'
import { createRoomStore } from './store.ts'
import { xrStore } from './xr-store.ts'

export type Session = Room & {
  /** Opens a file; the song that is open stays open until the new one is ready, and if it fails. */
  open: (file: SongFile) => Promise<void>
  cancel: () => void
  fail: (sentence: string | null) => void
  enterVR: () => Promise<void>
}

/** The composition root: one room, one store, one song at a time. */
export function createSession(): Session {
  const store = createRoomStore()
  const live = createLive()
  let opened: OpenSong | null = null
  let opening: AbortController | null = null

  const ended = () => store.setState({ playing: false })

  const settled = () => ({ phase: opened ? ('ready' as const) : ('empty' as const), stage: null, progress: 0 })

  /** Puts a finished song into the room, with its form complete. */
  const show = ({ song, buffer, stills }: OpenSong) => {
    layBoxes(live, song.chunks, cloudRadius(song.chunks.length))
    Object.assign(live.form, { ...newForm(), stills, complete: true, progress: 1 })
    connectSound(live, buffer, song.chunks, ended)
    const { title, artist = '', chunks, source } = song
    store.setState({ song, title, artist, outline: chunks, duration: source.duration, playing: false, held: null })
  }

  const open = async (file: SongFile) => {
    opening?.abort()
    const mine = new AbortController()
    opening = mine
    const before = opened
    let replaced = false
    store.setState({ error: null, phase: 'decoding', stage: 'decoding', progress: 0 })
    try {
      const song = await openSong(
        file,
        {
          onProgress: (stage, progress) => {
            if (opening !== mine) return
            store.setState({ phase: stage === 'decoding' ? 'decoding' : 'analyzing', stage, progress })
          },
          onCut: (buffer, outline, title) => {
            if (opening !== mine) return
            replaced = true
            layBoxes(live, outline, cloudRadius(outline.length))
            live.form.running = true
            connectSound(live, buffer, outline, ended)
            const duration = outline.at(-1)?.end ?? 0
            const artist = file.artist ?? ''
            store.setState({ song: null, title, artist, outline, duration, playing: false, held: null })
          },
          onForm: (positions, _iteration, iterations) => {
            if (opening !== mine) return
            live.form.expected = Math.max(1, Math.floor(iterations / 10))
            live.form.stills.push(positions)
          },
        },
        mine.signal,
      )
      if (opening !== mine) return
      opened = song
      live.form.stills = song.stills
      live.form.complete = true
      store.setState({ song: song.song, ...settled() })
    } catch (error) {
      // A newer opening has taken over, and shows its own progress.
      if (opening !== mine) return
      if (replaced && before) show(before)
      const cancelled = mine.signal.aborted
      store.setState({ ...settled(), ...(cancelled ? {} : { error: sentenceFor(error) }) })
      if (!opened) store.setState({ phase: cancelled ? 'empty' : 'error', outline: [], title: '', artist: '' })
    } finally {
      if (opening === mine) opening = null
    }
  }

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
      void live.voices?.resume()
      live.picked = chunk
      live.playback?.pick(chunk)
    },
    stepOn: (chunk) => {
      live.playback?.seek(live.chunks[chunk]?.start ?? 0)
      actions.pick(chunk)
    },
    grab: (chunk) => {
      void live.voices?.resume()
      live.carry.target.set(live.place.subarray(chunk * 3, chunk * 3 + 3))
      live.carry.chunk = chunk
      live.picked = chunk
      // It sounds again and again in the hand, so that one hears where one carries it.
      live.playback?.repeat(chunk)
      store.setState({ held: chunk })
    },
    release: () => {
      live.carry.chunk = -1
      live.playback?.repeat(-1)
      store.setState({ held: null })
    },
    showForm: () => {
      live.form.progress = 0
      live.form.running = true
    },
    scrubForm: (progress) => {
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
    setLayout: (layout) => {
      relayPath(live, layout)
      store.setState({ layout })
    },
    exit: () => void xrStore.getState().session?.end(),
  }

  return {
    store,
    live,
    actions,
    open,
    cancel: () => opening?.abort(),
    fail: (error) => store.setState({ error }),
    enterVR: async () => {
      void live.voices?.resume()
      try {
        await xrStore.enterVR()
      } catch {
        store.setState({ error: 'The headset did not start; check that it is connected and worn, then try again.' })
      }
    },
  }
}
