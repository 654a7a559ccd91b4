import { WebGLRenderer } from 'three'
import * as v from 'valibot'
import { LiveSchema } from '../../exhibit/messages.ts'
import { createFaults } from '../exhibit/faults.ts'
import { openLiveSocket } from '../exhibit/live-socket.ts'
import { deviceName, loadExhibit } from '../exhibit/load.ts'
import { createCaptions } from './captions.ts'
import { createFollowing } from './following.ts'
import { sendScreenHeartbeats } from './heartbeats.ts'
import { inspectScreen } from './inspect.ts'
import { hardenPage, keepAwake } from './kiosk.ts'
import { reviveItself } from './revive.ts'
import { createSpectatorRoom } from './room.ts'
import { createShow } from './show.ts'
import { createSongShelf } from './songs.ts'
import '../styles/spectator.css'

/** Of a tab that slept, or a frame that took long, no more than this is caught up with. */
const LONGEST_STEP = 0.1
/** Without an exhibit there is nothing to show; it is asked for again. */
const ASK_AGAIN = 5000

/** The piece may run in the same browser: what goes wrong here is counted apart. */
const screenStorage = {
  getItem: (key: string) => localStorage.getItem(`${key}-screen`),
  setItem: (key: string, value: string) => localStorage.setItem(`${key}-screen`, value),
} as Storage

async function begin(): Promise<void> {
  const exhibit = await loadExhibit().catch(() => null)
  if (!exhibit) {
    window.setTimeout(() => window.location.reload(), ASK_AGAIN)
    return
  }
  const root = document.getElementById('root') as HTMLElement
  const canvas = document.createElement('canvas')
  // What is drawn is what the words say, and cannot be operated.
  canvas.setAttribute('aria-hidden', 'true')
  canvas.className = 'screen'
  root.append(canvas)
  const captions = createCaptions(root, exhibit)
  const faults = createFaults(screenStorage)
  hardenPage()
  keepAwake()
  let frame = 0
  reviveItself(canvas, faults, () => frame)

  const renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' })
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  const room = createSpectatorRoom(renderer, exhibit.palette)
  const resize = () => room.resize(window.innerWidth, window.innerHeight)
  window.addEventListener('resize', resize)
  resize()

  const asked = new URLSearchParams(window.location.search).get('device')
  const following = createFollowing(asked)
  const socket = openLiveSocket('spectator', {
    hear: (message) => {
      // Without the server's clock nobody knows when it was.
      if (!socket.clock.known) return
      const now = socket.clock.at(performance.now())
      if (message.type === 'gone') return following.gone(String(message.device))
      const told = v.safeParse(LiveSchema, message)
      if (told.success) following.hear(told.output, now)
    },
    gone: () => following.gone(null),
  })
  const shelf = createSongShelf(exhibit.songs, faults.note)
  const show = createShow(exhibit, room, following, shelf, captions, canvas)
  let lastBeat = 0
  sendScreenHeartbeats((seconds) => {
    const drawn = frame - lastBeat
    lastBeat = frame
    const { scene, song } = show.shown
    return {
      device: asked === null ? deviceName() : `${asked.slice(0, 33).toLowerCase()}-screen`,
      role: 'spectator',
      version: exhibit.version,
      scene,
      song,
      fps: Math.round((drawn / seconds) * 10) / 10,
      faults: faults.counts(),
    }
  })

  let last = performance.now()
  renderer.setAnimationLoop((now) => {
    const dt = Math.min(LONGEST_STEP, Math.max(0, (now - last) / 1000))
    last = now
    show.step(socket.clock.at(performance.now()), dt)
    frame++
  })
  inspectScreen(show.shown, room, () => frame)
}

void begin()
