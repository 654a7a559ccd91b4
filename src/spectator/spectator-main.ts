import { WebGLRenderer } from 'three'
import * as v from 'valibot'
import { CommandMessageSchema } from '../../protocol/device-commands.ts'
import { GoneMessageSchema, type LiveMessage, LiveMessageSchema } from '../../protocol/live-messages.ts'
import { createFaultCounter } from '../kiosk/fault-counter.ts'
import { startHeartbeats } from '../kiosk/heartbeats.ts'
import { openLiveSocket } from '../kiosk/live-socket.ts'
import { loadExhibit } from '../kiosk/load-exhibit.ts'
import { lockDownPage } from '../kiosk/lock-down-page.ts'
import { readIdentity } from '../kiosk/read-identity.ts'
import { createRefusedPosts } from '../kiosk/refused-posts.ts'
import { createWakeLock } from '../kiosk/wake-lock.ts'
import { createPageProblems } from '../kiosk/watchdog/page-problems.ts'
import { restartPage } from '../kiosk/watchdog/restart-page.ts'
import { readTimeouts } from '../kiosk/watchdog/timeouts.ts'
import { createDevicePicker } from './device-picker.ts'
import { createDirector } from './director.ts'
import { createSpectatorCaptions } from './spectator-captions.ts'
import { installSpectatorDebugApi } from './spectator-debug-api.ts'
import { createSpectatorScene } from './spectator-scene.ts'
import { createSongCache } from './spectator-song-cache.ts'
import { createSpectatorWatchdog } from './spectator-watchdog.ts'
import '../shared/tokens.css'
import './spectator.css'

/** Longest step of the animation after a suspended tab or a slow frame. */
const MAX_FRAME_STEP_S = 0.1

async function startSpectator(): Promise<void> {
  const exhibit = await loadExhibit()
  const root = document.getElementById('root') as HTMLElement
  const canvas = document.createElement('canvas')
  // The captions describe the picture, which has no controls.
  canvas.setAttribute('aria-hidden', 'true')
  root.append(canvas)
  const captions = createSpectatorCaptions(root, exhibit)
  const faults = createFaultCounter()
  const refusedPosts = createRefusedPosts()
  lockDownPage()

  const renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' })
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  const scene = createSpectatorScene(renderer, exhibit.palette)
  const resize = () => scene.resize(window.innerWidth, window.innerHeight)
  window.addEventListener('resize', resize)
  resize()

  const parameters = new URLSearchParams(window.location.search)
  const requestedDevice = parameters.get('device')
  const devicePicker = createDevicePicker(requestedDevice)
  let showHeadsetStatus = (_message: LiveMessage): void => {}
  const headsets = parameters.get('headset')
  if (headsets !== null)
    void import('./headset-notice.ts').then(({ createHeadsetNotice }) => {
      showHeadsetStatus = createHeadsetNotice(root, exhibit, headsets.toLowerCase().split(',').filter(Boolean))
    }, console.warn)
  const identity = readIdentity()
  const socket = openLiveSocket('spectator', identity.device, {
    onMessage: (message) => {
      if (v.is(CommandMessageSchema, message)) return window.location.reload()
      // Without the server's clock, the age of a message is unknown.
      if (!socket.clock.isSynchronized) return
      const now = socket.clock.toServerTime(performance.now())
      if (v.is(GoneMessageSchema, message)) return devicePicker.removeDevice(message.device)
      const parsed = v.safeParse(LiveMessageSchema, message)
      if (!parsed.success) return
      devicePicker.addMessage(parsed.output, now)
      showHeadsetStatus(parsed.output)
    },
    onClose: () => devicePicker.removeDevice(null),
    onRefused: (isRefused) => refusedPosts.set('live', isRefused),
  })
  const songCache = createSongCache(exhibit.songs, faults.report)
  const director = createDirector(exhibit, scene, devicePicker, songCache, captions, canvas)
  let frameCount = 0
  let lastFrameAt = performance.now()
  const draw = (now: number) => {
    const dt = Math.min(MAX_FRAME_STEP_S, Math.max(0, (now - lastFrameAt) / 1000))
    lastFrameAt = now
    director.update(socket.clock.toServerTime(performance.now()), dt)
    frameCount++
  }
  renderer.setAnimationLoop(draw)
  const getFrameCount = () => frameCount
  const problems = createPageProblems()
  const checkWatchdog = createSpectatorWatchdog({
    renderer,
    draw,
    getFrameCount,
    directorState: director.state,
    faults,
    problems,
    version: exhibit.version,
  })
  const updateWakeLock = createWakeLock(() => true)
  window.setInterval(() => {
    checkWatchdog()
    updateWakeLock()
  }, readTimeouts().pollIntervalMs)
  startHeartbeats(
    getFrameCount,
    (fps) => ({
      ...identity,
      version: exhibit.version,
      scene: director.state.scene,
      song: director.state.song,
      fps,
      qualityStep: scene.frameState.stats.qualityStep,
      missingChannels: 0,
      headset: null,
      battery: null,
      volume: null,
      muted: false,
      refused: refusedPosts.list(),
      problems: problems.list(),
      faults: faults.counts(),
    }),
    faults.report,
  )
  installSpectatorDebugApi(director.state, scene, getFrameCount)
}

startSpectator().catch(restartPage)
