import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createInspection } from './inspect.ts'
import { sentenceFor } from './open-song.ts'
import { createSession } from './session.ts'
import { fetchSong, listSongs } from './songs.ts'
import './styles/page.css'
import './styles/controls.css'
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

songs
  .then(async ([first]) => {
    if (first) await session.open(await fetchSong(first))
  })
  .catch((error: unknown) => session.fail(sentenceFor(error)))
