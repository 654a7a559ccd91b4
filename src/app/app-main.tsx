import { createRoot } from 'react-dom/client'
import { SongError } from '../../audio/song-error.ts'
import { applyPreferences } from '../session/apply-preferences.ts'
import { watchAudioContext } from '../session/audio-output.ts'
import { createDebugApi } from '../session/debug-api.ts'
import { fetchSongFile } from '../session/fetch-song.ts'
import { fetchDemoSong, fetchDemoSongs, findDemoSong } from '../session/listed-songs.ts'
import { pauseWhenHidden } from '../session/pause-when-hidden.ts'
import { createSession } from '../session/session.ts'
import { connectSongList } from '../session/song-list.ts'
import { xrStore } from '../session/xr-session.ts'
import { App } from './app.tsx'
import { readSettings, syncSettingsToUrl } from './settings-url.ts'
import './page.css'
import './controls.css'
import './drawer.css'
import './panels.css'
import './chunk-card.css'
import './strip.css'
import './map.css'
import './songs.css'
import './save.css'
import '../shared/ar.css'
import './access.css'
import './comfort.css'
import './small-screens.css'

const urlSettings = readSettings(window.location.search)
const session = createSession(urlSettings.settings)
syncSettingsToUrl(session.store)
window.songwalk = createDebugApi(session)

applyPreferences(session)
pauseWhenHidden(session, xrStore)
watchAudioContext()

const demoSongs = fetchDemoSongs()
connectSongList(session, demoSongs)
createRoot(document.getElementById('root') as HTMLElement).render(<App session={session} songs={demoSongs} />)

const loadInitialSong = async () => {
  const name = new URLSearchParams(window.location.search).get('song')
  if (name?.endsWith('.songwalk')) return fetchSongFile(name)
  const list = await demoSongs
  const named = name === null ? undefined : findDemoSong(list, name)
  const song = named ?? list[0]
  if (!song) throw new SongError('noDemoSong')
  if (name !== null && !named) appendError(`There is no song “${name.slice(0, 60)}” here; this is “${song.title}”.`)
  return fetchDemoSong(song)
}
/** Beside what is told already: an address can be wrong in more than one place. */
const appendError = (sentence: string) =>
  session.setError([session.store.getState().error, sentence].filter(Boolean).join(' '))
// At once, so that a file the visitor chooses while the demo is still on its way comes later, and stays.
void session.open(loadInitialSong())
if (urlSettings.warning) appendError(urlSettings.warning)
