import { hashFile } from '../../audio/decoding/decode-client.ts'
import { defaultSettings, type SongSettings } from '../../audio/song/song.ts'
import { createFrameState } from '../../scenes/state/frame-state.ts'
import { createSceneServices } from '../../scenes/state/scene-services.ts'
import type { SceneContext } from '../../scenes/state/ui-store.ts'
import { i18n } from '../i18n/i18n.ts'
import { createActions } from './actions.ts'
import { type CachedSong, isSameAudio } from './library/cached-song.ts'
import { createSongLibrary, type SongLibrary } from './library/song-library.ts'
import {
  analyzeAudio,
  type LoadedSong,
  loadSongAudio,
  type SongAudio,
  type SongFile,
  toErrorMessage,
} from './open-song.ts'
import { localPreferenceStorage, type PreferenceStorage } from './preferences-storage.ts'
import { createSongPresenter } from './show-song.ts'
import { createRoomStore } from './store.ts'
import { enterXR } from './xr-session.ts'

/** A song on its way: its sound, and what was remembered of it, which can be shown before. */
type IncomingSong = { audio: Promise<SongAudio>; cached: CachedSong | null }

export type Session = SceneContext & {
  /** Opens a file; the song that is open stays open until the new one is ready, and if it fails. */
  open: (file: SongFile | Promise<SongFile>) => Promise<void>
  /** Analyzes the open song again; its form changes into the new one, the music goes on. */
  applySettings: (change: Partial<SongSettings>) => Promise<void>
  /** The song in the room, once it is ready. */
  currentSong: () => LoadedSong | null
  library: SongLibrary
  cancel: () => void
  setError: (sentence: string | null) => void
  enterVR: () => Promise<void>
  enterAR: () => Promise<void>
}

/** Larger files are known by their hash only once they are opened: hashing takes as long as reading them. */
const MAX_EAGER_HASH_BYTES = 64 * 1024 * 1024

const rejectOnAbort = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** The composition root: one room, one store, one song at a time. */
export function createSession(
  settings: SongSettings = defaultSettings,
  memory: SongLibrary = createSongLibrary(),
  keeping: PreferenceStorage = localPreferenceStorage,
): Session {
  const preferences = keeping.read()
  const store = createRoomStore(settings, preferences)
  const frameState = createFrameState()
  const services = createSceneServices()
  frameState.preferences = preferences
  frameState.path.layout = preferences.layout
  const actions = createActions(store, frameState, services, keeping)
  const hanging = createSongPresenter({ store, frameState, services, actions })
  let opened: LoadedSong | null = null
  let opening: AbortController | null = null
  /** What is being opened, once it is read. */
  let arriving: SongAudio | null = null
  /** The room shows a song that is not yet open; `opened` has to come back if it fails. */
  let half = false
  /** Of a long song that needed no analysis the sound is still being poured into its store. */
  let filling = new AbortController()
  let working = Promise.resolve()

  const settled = () => ({ phase: opened ? ('ready' as const) : ('empty' as const), stage: null, progress: 0 })

  const foresee = (recalled: CachedSong) => {
    half = true
    hanging.foresee(recalled)
    store.setState({ phase: 'ready', stage: 'decoding', progress: 0 })
  }

  /** What was remembered gets its sound. */
  const complete = (sound: SongAudio, { analysis }: CachedSong, again: boolean): LoadedSong => {
    filling = new AbortController()
    sound.fillStore(filling.signal).catch(() => {})
    const { chunks } = analysis.song
    if (again) hanging.cut(sound, chunks)
    else hanging.carryOn(sound, chunks)
    half = true
    void memory.save(sound, analysis, true)
    return { audio: sound, analysis }
  }

  /** @param again a Song that the file brought along is no longer asked for */
  const analyze = async (
    sound: SongAudio,
    again: boolean,
    { signal }: AbortController,
    current: () => boolean,
  ): Promise<LoadedSong> => {
    const stored = again ? undefined : sound.song
    const analysis = await analyzeAudio(
      sound,
      store.getState().settings,
      {
        onProgress: (stage, progress) => {
          if (current()) store.setState({ phase: stage === 'decoding' ? stage : 'analyzing', stage, progress })
        },
        onSpectrogram: (spectrum) => {
          if (current()) store.setState({ spectrogram: spectrum })
        },
        onOutline: (outline) => {
          if (!current()) return
          half = true
          hanging.cut(sound, outline)
        },
        onForm: (positions, _iteration, iterations) => {
          if (!current()) return
          frameState.boxes.embedding.expectedSnapshots = Math.max(1, Math.floor(iterations / 10))
          frameState.boxes.embedding.snapshots.push(positions)
        },
        onMap: (positions) => {
          if (current()) frameState.boxes.mapSnapshots.push(positions)
        },
      },
      signal,
      stored,
    )
    // What somebody else has analyzed is not taken for our own the next time.
    if (!stored) void memory.save(sound, analysis, false)
    return { audio: sound, analysis }
  }

  /** @param again the sound is one that has been read before, and only the settings are new */
  const work = async (coming: Promise<IncomingSong>, again: boolean, mine: AbortController) => {
    // What comes late from an opening that was given up must not change the room.
    const current = () => opening === mine
    const load = async (): Promise<LoadedSong> => {
      const { audio: reading, cached: recalled } = await coming
      if (recalled && !again && current()) foresee(recalled)
      const sound = await reading
      mine.signal.throwIfAborted()
      arriving = sound
      if (recalled && isSameAudio(recalled.analysis.song, sound)) return complete(sound, recalled, again)
      return analyze(sound, again, mine, current)
    }
    try {
      // The browser's decoder cannot be stopped; giving up does not wait for it.
      const song = await Promise.race([load(), rejectOnAbort(mine.signal)])
      if (!current()) return
      opened = song
      half = false
      frameState.boxes.embedding.snapshots = song.analysis.snapshots
      frameState.boxes.embedding.complete = true
      frameState.boxes.mapSnapshots = song.analysis.mapSnapshots
      const { song: document, spectrum } = song.analysis
      store.setState({ song: document, spectrogram: spectrum, settings: document.settings, ...settled() })
    } catch (error) {
      // A newer opening has taken over, and shows its own progress.
      if (!current()) return
      if (half) opened ? hanging.show(opened) : hanging.clear()
      half = false
      if (opened) store.setState({ settings: opened.analysis.song.settings })
      store.setState(settled())
      if (mine.signal.aborted) return
      store.setState({ error: toErrorMessage(error), ...(opened ? {} : { phase: 'error' }) })
    } finally {
      if (current()) {
        opening = null
        arriving = null
      }
    }
  }

  const begin = (): AbortController => {
    opening?.abort()
    filling.abort()
    arriving = null
    opening = new AbortController()
    return opening
  }

  const recall = (hash: string | Promise<string>, file: SongFile) =>
    memory.isAvailable ? memory.loadCached(hash, store.getState().settings, file) : Promise.resolve(null)

  return {
    store,
    frameState,
    services,
    actions,
    library: memory,
    open: (file) => {
      const mine = begin()
      store.setState({ error: null, phase: 'decoding', stage: 'decoding', progress: 0 })
      const read = async (): Promise<IncomingSong> => {
        const arrived = await file
        mine.signal.throwIfAborted()
        const sound = loadSongAudio(arrived, mine.signal)
        // Whoever waits for it hears of its failure, but perhaps not at once.
        sound.catch(() => {})
        const { blob, sha256 } = arrived
        const small = blob.size <= MAX_EAGER_HASH_BYTES
        const hash = sha256 ?? (small ? hashFile(blob, mine.signal) : sound.then(({ source }) => source.sha256))
        return { audio: sound, cached: await recall(hash, arrived) }
      }
      working = work(read(), false, mine)
      return working
    },
    applySettings: async (change) => {
      store.setState({ settings: { ...store.getState().settings, ...change } })
      // A remembered song hangs there before its sound has come; that comes first.
      if (half && store.getState().phase === 'ready') {
        await working
        store.setState({ settings: { ...store.getState().settings, ...change } })
      }
      const sound = opening ? arriving : opened?.audio
      // What is still being read will be analyzed so.
      if (!sound) return
      const mine = begin()
      store.setState({ error: null, phase: 'analyzing', stage: 'resampling', progress: 0 })
      const read = async (): Promise<IncomingSong> => ({
        audio: Promise.resolve(sound),
        cached: await recall(sound.source.sha256, sound.file),
      })
      working = work(read(), true, mine)
      await working
    },
    // Not the former one, while the room shows another.
    currentSong: () => (half ? null : opened),
    cancel: () => opening?.abort(),
    setError: (error) => store.setState({ error }),
    enterVR: async () => {
      void services.voices?.resume()
      try {
        await enterXR('immersive-vr')
      } catch {
        store.setState({ error: i18n.t('errors.vrNotStarted') })
      }
    },
    enterAR: async () => {
      void services.voices?.resume()
      try {
        await enterXR('immersive-ar')
      } catch {
        store.setState({ error: i18n.t('errors.arNotStarted') })
      }
    },
  }
}
