import { createRoot } from 'react-dom/client'
import { SongError } from '../audio/errors.ts'
import { App } from './app.tsx'
import { followPreferences } from './follow-preferences.ts'
import { createInspection } from './inspect.ts'
import { offerSongs } from './offered-songs.ts'
import { restWhileAway } from './rest.ts'
import { createSession } from './session.ts'
import { followSettings, readSettings } from './settings-url.ts'
import { fetchSongFile } from './song-url.ts'
import { fetchSong, findListed, listSongs } from './songs.ts'
import { keepSounding } from './sound.ts'
import { xrStore } from './xr-store.ts'
import './styles/page.css'
import './styles/controls.css'
import './styles/drawer.css'
import './styles/panels.css'
import './styles/chunk-card.css'
import './styles/strip.css'
import './styles/map.css'
import './styles/songs.css'
import './styles/save.css'
import './styles/ar.css'
import './styles/access.css'
import './styles/comfort.css'
import './styles/small-screens.css'

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
