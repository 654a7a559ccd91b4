import { WebGLRenderer } from 'three'
import * as v from 'valibot'
import { GoneMessageSchema, LiveMessageSchema } from '../../protocol/live-messages.ts'
import { createFaultCounter } from '../kiosk/faults.ts'
import { startHeartbeats } from '../kiosk/heartbeat.ts'
import { openLiveSocket } from '../kiosk/live-socket.ts'
import { loadExhibit, readDeviceName } from '../kiosk/load-exhibit.ts'
import { createWakeLock, lockDownPage } from '../kiosk/lock-down.ts'
import { restartPage } from '../kiosk/watchdog/restart-page.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { createDevicePicker } from './device-picker.ts'
import { createDirector } from './director.ts'
import { createSpectatorCaptions } from './spectator-captions.ts'
import { installSpectatorDebugApi } from './spectator-debug-api.ts'
import { createSpectatorScene } from './spectator-scene.ts'
import { createSongCache } from './spectator-songs.ts'
import { createSpectatorWatchdog } from './spectator-watchdog.ts'
import './spectator.css'

/** Of a tab that slept, or a frame that took long, no more than this is caught up with. */
const MAX_FRAME_STEP_S = 0.1

async function startSpectator(): Promise<void> {
  const exhibit = await loadExhibit()
  const root = document.getElementById('root') as HTMLElement
  const canvas = document.createElement('canvas')
  // What is drawn is what the words say, and cannot be operated.
  canvas.setAttribute('aria-hidden', 'true')
  canvas.className = 'screen'
  root.append(canvas)
  const captions = createSpectatorCaptions(root, exhibit)
  const faults = createFaultCounter()
  lockDownPage()

  const renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' })
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  const room = createSpectatorScene(renderer, exhibit.palette)
  const resize = () => room.resize(window.innerWidth, window.innerHeight)
  window.addEventListener('resize', resize)
  resize()

  const asked = new URLSearchParams(window.location.search).get('device')
  const following = createDevicePicker(asked)
  const socket = openLiveSocket('spectator', {
    onMessage: (message) => {
      // Without the server's clock nobody knows when it was.
      if (!socket.clock.isSynchronized) return
      const now = socket.clock.toServerTime(performance.now())
      if (v.is(GoneMessageSchema, message)) return following.removeDevice(message.device)
      const told = v.safeParse(LiveMessageSchema, message)
      if (told.success) following.addMessage(told.output, now)
    },
    onClose: () => following.removeDevice(null),
  })
  const shelf = createSongCache(exhibit.songs, faults.report)
  const show = createDirector(exhibit, room, following, shelf, captions, canvas)
  let frame = 0
  let last = performance.now()
  const draw = (now: number) => {
    const dt = Math.min(MAX_FRAME_STEP_S, Math.max(0, (now - last) / 1000))
    last = now
    show.update(socket.clock.toServerTime(performance.now()), dt)
    frame++
  }
  renderer.setAnimationLoop(draw)
  const frames = () => frame
  const look = createSpectatorWatchdog(renderer, draw, frames, show.shown, faults, exhibit.version)
  const stayAwake = createWakeLock(() => true)
  window.setInterval(() => {
    look()
    stayAwake()
  }, readTimeouts().pollIntervalMs)
  startHeartbeats(
    frames,
    (fps) => ({
      device: asked === null ? readDeviceName() : `${asked.slice(0, 33).toLowerCase()}-screen`,
      role: 'spectator',
      version: exhibit.version,
      scene: show.shown.scene,
      song: show.shown.song,
      fps,
      faults: faults.counts(),
    }),
    faults.report,
  )
  installSpectatorDebugApi(show.shown, room, frames)
}

startSpectator().catch(restartPage)
