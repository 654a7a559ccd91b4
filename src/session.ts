import type { ChunkOutline } from '../audio/analysis.ts'
import { defaultSettings, type SongSettings } from '../audio/song.ts'
import { cloudRadius } from '../scenes/geometry/cloud.ts'
import { createLive, layBoxes, morphOrigin, newForm } from '../scenes/live.ts'
import type { Room } from '../scenes/room.ts'
import { createActions } from './actions.ts'
import { type Analysis, analyzeSound, readSound, type SongFile, type Sound, sentenceFor } from './open-song.ts'
import { connectSound, disconnectSound } from './sound.ts'
import { createRoomStore } from './store.ts'
import { xrStore } from './xr-store.ts'

/** An open song with all it takes to show and sound it. */
type OpenSong = { sound: Sound; analysis: Analysis }

export type Session = Room & {
  /** Opens a file; the song that is open stays open until the new one is ready, and if it fails. */
  open: (file: SongFile | Promise<SongFile>) => Promise<void>
  /** Analyzes the open song again; its form changes into the new one, the music goes on. */
  applySettings: (change: Partial<SongSettings>) => Promise<void>
  /** The song in the room, once it is ready. */
  opened: () => OpenSong | null
  cancel: () => void
  fail: (sentence: string | null) => void
  enterVR: () => Promise<void>
}

const abortOf = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** The composition root: one room, one store, one song at a time. */
export function createSession(settings: SongSettings = defaultSettings): Session {
  const store = createRoomStore(settings)
  const live = createLive()
  let opened: OpenSong | null = null
  let opening: AbortController | null = null
  /** The room shows a song that is not yet open; `opened` has to come back if it fails. */
  let half = false

  const ended = () => store.setState({ playing: false })

  const settled = () => ({ phase: opened ? ('ready' as const) : ('empty' as const), stage: null, progress: 0 })

  /** What the page says about a song as soon as its cuts are known. */
  const announce = ({ title, artist = '' }: Sound, outline: ChunkOutline[]) => {
    const duration = outline.at(-1)?.end ?? 0
    store.setState({ title, artist, outline, duration, held: null, selected: null })
  }

  /** Puts a finished song into the room, with its form complete. */
  const show = ({ sound, analysis: { song, stills, mapStills, spectrum } }: OpenSong) => {
    half = false
    layBoxes(live, song.chunks, cloudRadius(song.chunks.length))
    Object.assign(live.form, { ...newForm(), stills, complete: true, progress: 1 })
    live.mapStills = mapStills
    connectSound(live, sound.buffer, song.chunks, ended)
    announce(sound, song.chunks)
    store.setState({ song, spectrum, settings: song.settings, playing: false })
  }

  const clear = () => {
    half = false
    disconnectSound(live)
    layBoxes(live, [], cloudRadius(0))
    store.setState({ song: null, title: '', artist: '', outline: [], duration: 0, playing: false, held: null })
    store.setState({ spectrum: null, selected: null })
  }

  /** Boxes for new cuts. Of the same sound as before, they start where the old ones hang, and the music goes on. */
  const cut = (sound: Sound, outline: ChunkOutline[], again: boolean) => {
    half = true
    const origin = again ? morphOrigin(live, outline) : null
    const time = live.playback?.time() ?? 0
    const playing = again && store.getState().playing
    layBoxes(live, outline, cloudRadius(outline.length))
    live.form.origin = origin
    live.form.running = true
    if (origin) live.home.set(origin)
    connectSound(live, sound.buffer, outline, ended)
    announce(sound, outline)
    store.setState({ song: null, playing })
    if (!again) return
    live.playback?.seek(time)
    if (playing) live.playback?.play()
  }

  /** @param again the sound is the one in the room, and only the settings are new */
  const work = async (coming: Promise<Sound>, settings: SongSettings, again: boolean, mine: AbortController) => {
    // What comes late from an opening that was given up must not change the room.
    const current = () => opening === mine
    const load = async (): Promise<OpenSong> => {
      const sound = await coming
      mine.signal.throwIfAborted()
      const analysis = await analyzeSound(
        sound,
        settings,
        {
          onProgress: (stage, progress) => {
            if (current()) store.setState({ phase: 'analyzing', stage, progress })
          },
          onSpectrum: (spectrum) => {
            if (current()) store.setState({ spectrum })
          },
          onOutline: (outline) => {
            if (current()) cut(sound, outline, again)
          },
          onForm: (positions, _iteration, iterations) => {
            if (!current()) return
            live.form.expected = Math.max(1, Math.floor(iterations / 10))
            live.form.stills.push(positions)
          },
          onMap: (positions) => {
            if (current()) live.mapStills.push(positions)
          },
        },
        mine.signal,
      )
      return { sound, analysis }
    }
    try {
      // The browser's decoder cannot be stopped; giving up does not wait for it.
      const song = await Promise.race([load(), abortOf(mine.signal)])
      if (!current()) return
      opened = song
      half = false
      live.form.stills = song.analysis.stills
      live.form.complete = true
      live.mapStills = song.analysis.mapStills
      // A stored song brings the settings it was made with.
      store.setState({ song: song.analysis.song, settings: song.analysis.song.settings, ...settled() })
    } catch (error) {
      // A newer opening has taken over, and shows its own progress.
      if (!current()) return
      if (half) opened ? show(opened) : clear()
      if (opened) store.setState({ settings: opened.analysis.song.settings })
      store.setState(settled())
      if (mine.signal.aborted) return
      store.setState({ error: sentenceFor(error), ...(opened ? {} : { phase: 'error' }) })
    } finally {
      if (current()) opening = null
    }
  }

  const begin = (): AbortController => {
    opening?.abort()
    opening = new AbortController()
    return opening
  }

  return {
    store,
    live,
    actions: createActions(store, live),
    open: (file) => {
      const mine = begin()
      store.setState({ error: null, phase: 'decoding', stage: 'decoding', progress: 0 })
      const read = async () => {
        const arrived = await file
        mine.signal.throwIfAborted()
        return readSound(arrived, mine.signal)
      }
      return work(read(), store.getState().settings, false, mine)
    },
    applySettings: async (change) => {
      const settings = { ...store.getState().settings, ...change }
      store.setState({ settings })
      if (!opened) return
      const mine = begin()
      store.setState({ error: null, phase: 'analyzing', stage: 'resampling', progress: 0 })
      // The Song that a file brought along is no longer asked for.
      const { song: _, ...sound } = opened.sound
      await work(Promise.resolve(sound), settings, true, mine)
    },
    opened: () => opened,
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
