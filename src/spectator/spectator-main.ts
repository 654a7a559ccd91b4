import { WebGLRenderer } from 'three'
import * as v from 'valibot'
import { LiveSchema } from '../../protocol/live-messages.ts'
import { createFaults } from '../kiosk/faults.ts'
import { keepBeating } from '../kiosk/heartbeat.ts'
import { openLiveSocket } from '../kiosk/live-socket.ts'
import { deviceName, loadExhibit } from '../kiosk/load-exhibit.ts'
import { keepAwake, stayInKiosk } from '../kiosk/lock-down.ts'
import { beginAgain } from '../kiosk/watchdog/restart-page.ts'
import { readWaits } from '../kiosk/watchdog/timeouts.ts'
import { createFollowing } from './device-picker.ts'
import { createShow } from './director.ts'
import { createCaptions } from './spectator-captions.ts'
import { inspectScreen } from './spectator-debug-api.ts'
import { createSpectatorRoom } from './spectator-scene.ts'
import { createSongShelf } from './spectator-songs.ts'
import { guardScreen } from './spectator-watchdog.ts'
import './spectator.css'

/** Of a tab that slept, or a frame that took long, no more than this is caught up with. */
const LONGEST_STEP = 0.1

async function begin(): Promise<void> {
  const exhibit = await loadExhibit()
  const root = document.getElementById('root') as HTMLElement
  const canvas = document.createElement('canvas')
  // What is drawn is what the words say, and cannot be operated.
  canvas.setAttribute('aria-hidden', 'true')
  canvas.className = 'screen'
  root.append(canvas)
  const captions = createCaptions(root, exhibit)
  const faults = createFaults()
  stayInKiosk()

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
  let frame = 0
  let last = performance.now()
  const draw = (now: number) => {
    const dt = Math.min(LONGEST_STEP, Math.max(0, (now - last) / 1000))
    last = now
    show.step(socket.clock.at(performance.now()), dt)
    frame++
  }
  renderer.setAnimationLoop(draw)
  const frames = () => frame
  const look = guardScreen(renderer, draw, frames, show.shown, faults, exhibit.version)
  const stayAwake = keepAwake(() => true)
  window.setInterval(() => {
    look()
    stayAwake()
  }, readWaits().look)
  keepBeating(
    frames,
    (fps) => ({
      device: asked === null ? deviceName() : `${asked.slice(0, 33).toLowerCase()}-screen`,
      role: 'spectator',
      version: exhibit.version,
      scene: show.shown.scene,
      song: show.shown.song,
      fps,
      faults: faults.counts(),
    }),
    faults.note,
  )
  inspectScreen(show.shown, room, frames)
}

begin().catch(beginAgain)
