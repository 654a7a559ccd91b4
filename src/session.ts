import type { ChunkOutline } from '../audio/analysis.ts'
import { sha256 } from '../audio/hash.ts'
import { defaultSettings, type SongSettings } from '../audio/song.ts'
import { cloudRadius } from '../scenes/geometry/cloud.ts'
import { createLive, layBoxes, morphOrigin, newForm } from '../scenes/live.ts'
import type { Room } from '../scenes/room.ts'
import { createActions } from './actions.ts'
import { createMemory, type Memory } from './memory/memory.ts'
import { type Recalled, sameSound } from './memory/recalled.ts'
import { type Analysis, analyzeSound, readSound, type SongFile, type Sound, sentenceFor } from './open-song.ts'
import { connectSound, disconnectSound } from './sound.ts'
import { createRoomStore } from './store.ts'
import { createWaitingPlayback } from './waiting-playback.ts'
import { xrStore } from './xr-store.ts'

/** An open song with all it takes to show and sound it. */
type OpenSong = { sound: Sound; analysis: Analysis }
/** A song on its way: its sound, and what was remembered of it, which can be shown before. */
type Coming = { sound: Promise<Sound>; recalled: Recalled | null }

export type Session = Room & {
  /** Opens a file; the song that is open stays open until the new one is ready, and if it fails. */
  open: (file: SongFile | Promise<SongFile>) => Promise<void>
  /** Analyzes the open song again; its form changes into the new one, the music goes on. */
  applySettings: (change: Partial<SongSettings>) => Promise<void>
  /** The song in the room, once it is ready. */
  opened: () => OpenSong | null
  memory: Memory
  cancel: () => void
  fail: (sentence: string | null) => void
  enterVR: () => Promise<void>
}

const abortOf = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** The composition root: one room, one store, one song at a time. */
export function createSession(settings: SongSettings = defaultSettings, memory: Memory = createMemory()): Session {
  const store = createRoomStore(settings)
  const live = createLive()
  let opened: OpenSong | null = null
  let opening: AbortController | null = null
  /** The room shows a song that is not yet open; `opened` has to come back if it fails. */
  let half = false
  let working = Promise.resolve()
  let cover: Blob | undefined

  const actions = createActions(store, live)

  const ended = () => store.setState({ playing: false })

  const settled = () => ({ phase: opened ? ('ready' as const) : ('empty' as const), stage: null, progress: 0 })

  /** What the page says about a song as soon as its cuts are known. */
  const announce = (
    { title, artist = '', tags }: Pick<Sound, 'title' | 'artist' | 'tags'>,
    outline: ChunkOutline[],
  ) => {
    const duration = outline.at(-1)?.end ?? 0
    store.setState({ title, artist, outline, duration, held: null, selected: null })
    showCover(tags?.cover)
  }

  const showCover = (next: Blob | undefined) => {
    if (next === cover) return
    URL.revokeObjectURL(store.getState().cover ?? '')
    cover = next
    store.setState({ cover: next ? URL.createObjectURL(next) : null })
  }

  /** All of a song but its sound. */
  const hang = ({ song, stills, mapStills, spectrum }: Analysis) => {
    layBoxes(live, song.chunks, cloudRadius(song.chunks.length))
    Object.assign(live.form, { ...newForm(), stills, complete: true, progress: 1 })
    live.mapStills = mapStills
    store.setState({ song, spectrum, settings: song.settings, playing: false })
  }

  /** Puts a finished song into the room, with its form complete. */
  const show = ({ sound, analysis }: OpenSong) => {
    half = false
    hang(analysis)
    connectSound(live, sound.buffer, analysis.song.chunks, ended)
    announce(sound, analysis.song.chunks)
  }

  /** Puts a remembered song into the room while its sound is still being read. */
  const foresee = ({ analysis, tags }: Recalled) => {
    half = true
    disconnectSound(live)
    hang(analysis)
    live.playback = createWaitingPlayback(analysis.song.chunks)
    announce({ ...analysis.song, tags }, analysis.song.chunks)
    store.setState({ phase: 'ready', stage: 'decoding', progress: 0 })
  }

  /** New sound for what is in the room; the music goes on where it was, or where it was told to. */
  const carryOn = (sound: Sound, outline: ChunkOutline[]) => {
    const time = live.playback?.time() ?? 0
    connectSound(live, sound.buffer, outline, ended)
    live.playback?.seek(time)
    if (store.getState().playing) actions.play()
  }

  const clear = () => {
    half = false
    disconnectSound(live)
    layBoxes(live, [], cloudRadius(0))
    store.setState({ song: null, title: '', artist: '', outline: [], duration: 0, playing: false, held: null })
    store.setState({ spectrum: null, selected: null })
    showCover(undefined)
  }

  /** Boxes for new cuts. Of the same sound as before, they start where the old ones hang, and the music goes on. */
  const cut = (sound: Sound, outline: ChunkOutline[], again: boolean) => {
    half = true
    const origin = again ? morphOrigin(live, outline) : null
    layBoxes(live, outline, cloudRadius(outline.length))
    live.form.origin = origin
    live.form.running = true
    if (origin) live.home.set(origin)
    store.setState(again ? { song: null } : { song: null, playing: false })
    again ? carryOn(sound, outline) : connectSound(live, sound.buffer, outline, ended)
    announce(sound, outline)
  }

  /** @param again the sound is the one in the room, and only the settings are new */
  const work = async (coming: Promise<Coming>, settings: SongSettings, again: boolean, mine: AbortController) => {
    // What comes late from an opening that was given up must not change the room.
    const current = () => opening === mine
    const load = async (): Promise<OpenSong> => {
      const { sound: reading, recalled } = await coming
      if (recalled && !again && current()) foresee(recalled)
      const sound = await reading
      mine.signal.throwIfAborted()
      if (recalled && sameSound(recalled.analysis.song, sound)) {
        again ? cut(sound, recalled.analysis.song.chunks, true) : carryOn(sound, recalled.analysis.song.chunks)
        void memory.remember(sound, recalled.analysis, true)
        return { sound, analysis: recalled.analysis }
      }
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
      void memory.remember(sound, analysis, false)
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
      store.setState({ song: song.analysis.song, ...settled() })
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
    actions,
    memory,
    open: (file) => {
      const mine = begin()
      store.setState({ error: null, phase: 'decoding', stage: 'decoding', progress: 0 })
      const read = async (): Promise<Coming> => {
        const arrived = await file
        mine.signal.throwIfAborted()
        const hash = memory.available ? sha256(arrived.bytes) : undefined
        const sound = readSound(arrived, mine.signal, hash)
        // Whoever waits for it hears of its failure, but perhaps not at once.
        sound.catch(() => {})
        const recalled = hash ? await memory.recall(hash, store.getState().settings, arrived) : null
        return { sound, recalled }
      }
      working = work(read(), store.getState().settings, false, mine)
      return working
    },
    applySettings: async (change) => {
      const settings = { ...store.getState().settings, ...change }
      store.setState({ settings })
      // A remembered song can be worked with before its sound is there.
      if (half && store.getState().phase === 'ready') await working
      if (!opened) return
      const { sound } = opened
      const mine = begin()
      store.setState({ error: null, phase: 'analyzing', stage: 'resampling', progress: 0 })
      const read = async (): Promise<Coming> => {
        const recalled = memory.available ? await memory.recall(sound.source.sha256, settings, sound.file) : null
        return { sound: Promise.resolve(sound), recalled }
      }
      await work(read(), settings, true, mine)
    },
    // Not the former one, while the room shows another.
    opened: () => (half ? null : opened),
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
