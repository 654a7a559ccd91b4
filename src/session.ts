import { cloudRadius } from '../scenes/geometry/cloud.ts'
import { createLive, layBoxes, newForm, relayPath } from '../scenes/live.ts'
import type { Room, RoomActions } from '../scenes/room.ts'
import { boardRide } from '../scenes/visitor.ts'
import { type OpenSong, openSong, type SongFile, sentenceFor } from './open-song.ts'
import { connectSound, disconnectSound } from './sound.ts'
import { createRoomStore } from './store.ts'
import { xrStore } from './xr-store.ts'

export type Session = Room & {
  /** Opens a file; the song that is open stays open until the new one is ready, and if it fails. */
  open: (file: SongFile | Promise<SongFile>) => Promise<void>
  cancel: () => void
  fail: (sentence: string | null) => void
  enterVR: () => Promise<void>
}

const abortOf = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** The composition root: one room, one store, one song at a time. */
export function createSession(): Session {
  const store = createRoomStore()
  const live = createLive()
  let opened: OpenSong | null = null
  let opening: AbortController | null = null
  /** The room shows a song that is not yet open; `opened` has to come back if it fails. */
  let half = false

  const ended = () => store.setState({ playing: false })

  const settled = () => ({ phase: opened ? ('ready' as const) : ('empty' as const), stage: null, progress: 0 })

  /** Puts a finished song into the room, with its form complete. */
  const show = ({ song, buffer, stills }: OpenSong) => {
    half = false
    layBoxes(live, song.chunks, cloudRadius(song.chunks.length))
    Object.assign(live.form, { ...newForm(), stills, complete: true, progress: 1 })
    connectSound(live, buffer, song.chunks, ended)
    const { title, artist = '', chunks, source } = song
    store.setState({ song, title, artist, outline: chunks, duration: source.duration, playing: false, held: null })
  }

  const clear = () => {
    half = false
    disconnectSound(live)
    layBoxes(live, [], cloudRadius(0))
    store.setState({ song: null, title: '', artist: '', outline: [], duration: 0, playing: false, held: null })
  }

  const open = async (file: SongFile | Promise<SongFile>) => {
    opening?.abort()
    const mine = new AbortController()
    opening = mine
    // What comes late from an opening that was given up must not change the room.
    const current = () => opening === mine
    const load = async () => {
      const arrived = await file
      mine.signal.throwIfAborted()
      return openSong(
        arrived,
        {
          onProgress: (stage, progress) => {
            if (!current()) return
            store.setState({ phase: stage === 'decoding' ? 'decoding' : 'analyzing', stage, progress })
          },
          onCut: (buffer, outline, title) => {
            if (!current()) return
            half = true
            layBoxes(live, outline, cloudRadius(outline.length))
            live.form.running = true
            connectSound(live, buffer, outline, ended)
            const duration = outline.at(-1)?.end ?? 0
            const artist = arrived.artist ?? ''
            store.setState({ song: null, title, artist, outline, duration, playing: false, held: null })
          },
          onForm: (positions, _iteration, iterations) => {
            if (!current()) return
            live.form.expected = Math.max(1, Math.floor(iterations / 10))
            live.form.stills.push(positions)
          },
        },
        mine.signal,
      )
    }
    store.setState({ error: null, phase: 'decoding', stage: 'decoding', progress: 0 })
    try {
      // The browser's decoder cannot be stopped; giving up does not wait for it.
      const song = await Promise.race([load(), abortOf(mine.signal)])
      if (!current()) return
      opened = song
      half = false
      live.form.stills = song.stills
      live.form.complete = true
      store.setState({ song: song.song, ...settled() })
    } catch (error) {
      // A newer opening has taken over, and shows its own progress.
      if (!current()) return
      if (half) opened ? show(opened) : clear()
      store.setState(settled())
      if (mine.signal.aborted) return
      store.setState({ error: sentenceFor(error), ...(opened ? {} : { phase: 'error' }) })
    } finally {
      if (current()) opening = null
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
