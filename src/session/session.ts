import { defaultSettings, type SongSettings } from '../../audio/song/song.ts'
import { createFrameState } from '../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../scenes/state/scene-services.ts'
import { i18n, type TranslationKey } from '../i18n/i18n.ts'
import { translateSongError } from '../i18n/translate-error.ts'
import { createActions } from './actions.ts'
import { type AudioOutput, createAudioOutput } from './audio-output.ts'
import { createUiStore } from './create-ui-store.ts'
import { toErrorMessage } from './error-message.ts'
import type { SongLibrary } from './library/song-library.ts'
import { createSongOpener, type SongOpener } from './opening/song-opener.ts'
import { createSongPresenter } from './opening/song-presenter.ts'
import { warmWorkersWhenIdle } from './opening/warm-workers.ts'
import { localPreferenceStorage, type PreferenceStorage } from './preference-storage.ts'
import { enterXR } from './xr-session.ts'

export type Session = SceneContext &
  SongOpener & {
    library: SongLibrary
    audioOutput: AudioOutput
    /** @param message one sentence for the visitor; null removes it */
    setError: (message: string | null) => void
    enterVR: () => Promise<void>
    enterAR: () => Promise<void>
  }

export type SessionOptions = {
  /** Opens a song of the list in the headset's panel. */
  openSong: (file: string) => void
  settings?: SongSettings
  library: SongLibrary
  preferenceStorage?: PreferenceStorage
  audioOutput?: AudioOutput
}

/** The composition root: one store, one frame state, one song at a time. */
export function createSession({
  openSong,
  settings = defaultSettings,
  library,
  preferenceStorage = localPreferenceStorage,
  audioOutput = createAudioOutput(),
}: SessionOptions): Session {
  const preferences = preferenceStorage.read()
  const store = createUiStore(settings, preferences)
  const frameState = createFrameState()
  const services = createSceneServices()
  frameState.preferences = preferences
  frameState.path.layout = preferences.layout
  const actions = createActions(store, frameState, services, { openSong, writePreferences: preferenceStorage.write })
  const presenter = createSongPresenter({ store, frameState, services, actions }, audioOutput)
  const songOpener = createSongOpener(settings, library, presenter, {
    onStatus: (status) => {
      store.setState(status)
      if (status.phase === 'ready' && status.stage === null) warmWorkersWhenIdle()
    },
    onError: (error) => store.setState({ error: error === null ? null : toErrorMessage(error) }),
  })

  const enter = async (mode: 'immersive-vr' | 'immersive-ar', failureKey: TranslationKey) => {
    void services.voices?.resume()
    try {
      await enterXR(mode)
    } catch (error) {
      store.setState({ error: translateSongError(error) ?? i18n.t(failureKey) })
    }
  }

  return {
    ...songOpener,
    store,
    frameState,
    services,
    actions,
    library,
    audioOutput,
    setError: (error) => store.setState({ error }),
    enterVR: () => enter('immersive-vr', 'errors.vrNotStarted'),
    enterAR: () => enter('immersive-ar', 'errors.arNotStarted'),
  }
}
