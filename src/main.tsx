import { createRoot } from 'react-dom/client'
import { SongError } from '../audio/errors.ts'
import { App } from './app.tsx'
import { createInspection } from './inspect.ts'
import { createSession } from './session.ts'
import { fetchSongFile } from './song-url.ts'
import { fetchSong, listSongs } from './songs.ts'
import './styles/page.css'
import './styles/controls.css'
import './styles/drawer.css'
import './styles/save.css'
import './styles/small-screens.css'

const session = createSession()
window.songwalk = createInspection(session)

const still = matchMedia('(prefers-reduced-motion: reduce)')
const honorMotion = () => {
  session.live.reducedMotion = still.matches
}
still.addEventListener('change', honorMotion)
honorMotion()

const songs = listSongs()
createRoot(document.getElementById('root') as HTMLElement).render(<App session={session} songs={songs} />)

const demo = async () => {
  const asked = new URLSearchParams(location.search).get('song')
  if (asked?.endsWith('.songwalk')) return fetchSongFile(asked)
  const [first] = await songs
  if (!first) throw new SongError('There is no demo song on this server; choose a song of your own.')
  return fetchSong(first)
}
// At once, so that a file the visitor chooses while the demo is still on its way comes later, and stays.
void session.open(demo())
