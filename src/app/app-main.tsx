import '../shared/start-gpu.ts'
import '../shared/tokens.css'
import './base.css'
import { startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { SongError } from '../../audio/song-error.ts'
import { yieldToNextTask } from '../../audio/yield-to-main.ts'
import { i18n } from '../i18n/i18n.ts'
import { applyPreferences } from '../session/apply-preferences.ts'
import { createDebugApi } from '../session/debug-api.ts'
import { fetchDemoSongs, findDemoSong, requestDemoSong, type SongRequest } from '../session/demo-songs.ts'
import { enterGrantedSessions } from '../session/enter-granted-sessions.ts'
import { fetchSongFile } from '../session/fetch-song-file.ts'
import { createSongLibrary } from '../session/library/song-library.ts'
import { pauseWhenHidden } from '../session/pause-when-hidden.ts'
import { createSession, type Session } from '../session/session.ts'
import { createSongList } from '../session/song-list.ts'
import { wearEars } from '../session/wear-ears.ts'
import { xrStore } from '../session/xr-session.ts'
import { App } from './app.tsx'
import { listPanelSongs, parseLocalKey } from './list-panel-songs.ts'
import { createLocalSongs } from './local-songs.ts'
import { startPageLanguage } from './page-language.ts'
import { prefetchParts } from './prefetch-parts.ts'
import { readSettings, syncSettingsToUrl } from './settings-url.ts'
import { showUncaughtErrors } from './show-uncaught-errors.ts'
import { watchSoundDevice } from './watch-sound-device.ts'

async function startApp(): Promise<void> {
  const demoSongs = fetchDemoSongs()
  // Modules, session and controls in tasks of their own: on a slow CPU all at once would be a long one.
  await yieldToNextTask()
  const urlSettings = readSettings(window.location.search)
  const library = createSongLibrary()
  const songList = createSongList(library, demoSongs)
  const session: Session = createSession({
    settings: urlSettings.settings,
    library,
    openSong: (name) => {
      const place = parseLocalKey(name)
      if (place !== null) return void localSongs.openListed(place)
      const { file, shipped } = songList.request(name)
      void session.open(file, shipped)
    },
  })
  const localSongs = createLocalSongs(session)
  const updatePanelSongs = () => {
    const { files } = localSongs.list.getState()
    session.store.setState({ songs: listPanelSongs(files, library.recentSongs.getState(), songList.items.getState()) })
  }
  songList.items.subscribe(updatePanelSongs)
  localSongs.list.subscribe((now, before) => {
    if (now.files !== before.files) updatePanelSongs()
  })
  syncSettingsToUrl(session.store)
  window.songwalk = createDebugApi(session)

  applyPreferences(session)
  pauseWhenHidden(session, xrStore)
  session.audioOutput.watchInterruptions()
  session.audioOutput.addUnavailableListener(() => session.setError(i18n.t('errors.audioUnavailable')))
  watchSoundDevice(session.store, session.audioOutput.readClock, () => i18n.t('errors.noSoundDevice'))
  showUncaughtErrors(session.store, () => i18n.t('errors.pageFailed'))
  enterGrantedSessions(session)
  prefetchParts(session)

  // English is part of the page; another language arrives before the first render rather than replacing it.
  const languageReady = startPageLanguage()
  void languageReady.then(yieldToNextTask).then(() => {
    const root = createRoot(document.getElementById('root') as HTMLElement)
    // In slices, too.
    startTransition(() => root.render(<App session={session} songs={demoSongs} localSongs={localSongs} />))
  })

  const requestInitialSong = async (): Promise<SongRequest> => {
    const name = new URLSearchParams(window.location.search).get('song')
    if (name?.endsWith('.songwalk')) return { file: fetchSongFile(name), shipped: Promise.resolve(null) }
    const list = await demoSongs
    const named = name === null ? undefined : findDemoSong(list, name)
    const song = named ?? list[0]
    if (!song) throw new SongError('noDemoSong')
    if (name !== null && !named)
      void appendError(() => i18n.t('errors.songNotListed', { name: name.slice(0, 60), title: song.title }))
    return requestDemoSong(song)
  }
  /** Adds a sentence to the error that is shown: an address can be wrong in more than one place. */
  const appendError = async (translateSentence: () => string) => {
    await languageReady
    session.setError([session.store.getState().error, translateSentence()].filter(Boolean).join(' '))
  }
  const ears = new URLSearchParams(window.location.search).get('ears')
  if (ears !== null)
    wearEars(ears).catch(() => appendError(() => i18n.t('errors.earsNotUsed', { name: ears.slice(0, 60) })))
  // Opened now, before its file has arrived: a file chosen meanwhile supersedes it.
  const initialSong = requestInitialSong()
  void session.open(
    initialSong.then(({ file }) => file),
    initialSong.then(
      ({ shipped }) => shipped,
      () => null,
    ),
  )
  const { rejected } = urlSettings
  if (rejected.length > 0)
    void appendError(() => {
      const list = new Intl.ListFormat(i18n.language).format(rejected)
      return i18n.t('errors.addressSettings', { count: rejected.length, list })
    })
}

void startApp()
