import { createRoot } from 'react-dom/client'
import { SongError } from '../../audio/errors.ts'
import { followPreferences } from '../session/apply-preferences.ts'
import { keepSounding } from '../session/audio-output.ts'
import { createInspection } from '../session/debug-api.ts'
import { fetchSongFile } from '../session/fetch-song.ts'
import { fetchSong, findListed, listSongs } from '../session/listed-songs.ts'
import { restWhileAway } from '../session/pause-when-hidden.ts'
import { createSession } from '../session/session.ts'
import { offerSongs } from '../session/song-list.ts'
import { xrStore } from '../session/xr-session.ts'
import { App } from './app.tsx'
import { followSettings, readSettings } from './settings-url.ts'
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

const asked = readSettings(window.location.search)
const session = createSession(asked.settings)
followSettings(session.store)
window.songwalk = createInspection(session)

followPreferences(session)
restWhileAway(session, xrStore)
keepSounding()

const songs = listSongs()
offerSongs(session, songs)
createRoot(document.getElementById('root') as HTMLElement).render(<App session={session} songs={songs} />)

const demo = async () => {
  const name = new URLSearchParams(window.location.search).get('song')
  if (name?.endsWith('.songwalk')) return fetchSongFile(name)
  const list = await songs
  const named = name === null ? undefined : findListed(list, name)
  const song = named ?? list[0]
  if (!song) throw new SongError('There is no demo song on this server; choose a song of your own.')
  if (name !== null && !named) tell(`There is no song “${name.slice(0, 60)}” here; this is “${song.title}”.`)
  return fetchSong(song)
}
/** Beside what is told already: an address can be wrong in more than one place. */
const tell = (sentence: string) => session.fail([session.store.getState().error, sentence].filter(Boolean).join(' '))
// At once, so that a file the visitor chooses while the demo is still on its way comes later, and stays.
void session.open(demo())
if (asked.misread) tell(asked.misread)
