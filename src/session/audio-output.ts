import type { ChunkOutline } from '../../audio/analysis/analysis-types.ts'
import { createPlayback } from '../../audio/playback/playback.ts'
import type { SampleStore } from '../../audio/playback/sample-store.ts'
import { createAudioContext, createVoicePool } from '../../audio/playback/voice-pool.ts'
import { songToRoom } from '../../scenes/geometry/placement.ts'
import { listGrabbedChunks } from '../../scenes/state/grabbed-boxes.ts'
import type { SceneContext } from '../../scenes/state/ui-store.ts'

type AudioScene = Pick<SceneContext, 'frameState' | 'services'>

let audioContext: ReturnType<typeof createAudioContext> | null = null
/** What sounds now, to be set up again should its context die. */
let activeSong: {
  scene: AudioScene
  store: SampleStore
  chunks: readonly ChunkOutline[]
  onEnd: () => void
} | null = null

let notifyFailure = () => {}

/** Calls `tell` whenever sound that ran has stopped by itself; what can be done has been done by then. */
export function setAudioFailureListener(tell: () => void): void {
  notifyFailure = tell
}

/** Gives the room the sound of one song; what sounded before is let go. */
export function connectAudio(
  scene: AudioScene,
  store: SampleStore,
  chunks: readonly ChunkOutline[],
  onEnd: () => void,
): void {
  const { frameState, services } = scene
  disconnectAudio(scene)
  activeSong = { scene, store, chunks, onEnd }
  if (!audioContext || getContextState(audioContext) === 'closed' || audioContext.sampleRate !== store.sampleRate) {
    const old = audioContext
    // Its end must not be taken for an accident.
    audioContext = openAudioContext(store.sampleRate)
    if (old && getContextState(old) !== 'closed') void old.close()
  }
  const place: [number, number, number] = [0, 0, 0]
  services.voices = createVoicePool(store, audioContext, true, frameState.preferences.volume)
  services.playback = createPlayback(
    chunks,
    services.voices,
    (chunk) => {
      const [x = 0, y = 0, z = 0] = frameState.boxes.position.subarray(chunk * 3, chunk * 3 + 3)
      songToRoom(frameState.placement, x, y, z, place)
      return place
    },
    onEnd,
  )
}

export function disconnectAudio({ services }: AudioScene): void {
  services.playback?.dispose()
  services.voices?.dispose()
  services.playback = null
  services.voices = null
  activeSong = null
}

/** Safari knows one state more than the standard: a call or an alarm has taken the output away. */
const getContextState = (of: ReturnType<typeof createAudioContext>): AudioContextState | 'interrupted' => of.state

function openAudioContext(sampleRate: number): ReturnType<typeof createAudioContext> {
  // On an iPhone the ring switch silences a page unless it says that its sound is what it is for.
  const { audioSession } = navigator as { audioSession?: { type: string } }
  if (audioSession) audioSession.type = 'playback'
  const opened = createAudioContext(sampleRate)
  const raw = opened.rawContext as unknown as AudioContext
  opened.on('statechange', () => {
    if (opened !== audioContext) return
    if (getContextState(opened) === 'closed') replaceAudioContext()
    else if (getContextState(opened) !== 'running') {
      if (isSoundExpected() && opened.currentTime > 0) notifyFailure()
      resumeAudio()
    }
  })
  // The output failed. A context that never ran would fail again: it waits for another device, or a gesture.
  raw.addEventListener('error', () => {
    if (opened === audioContext && opened.currentTime > 0) replaceAudioContext()
  })
  raw.addEventListener('sinkchange', checkAudioClock)
  return opened
}

/** Something should be heard now. */
const isSoundExpected = () =>
  activeSong !== null &&
  (activeSong.scene.services.playback?.playing === true ||
    listGrabbedChunks(activeSong.scene.frameState.boxes.grabSlots).length > 0)

/** Lets a context go on that the system has suspended; the song goes on where it was, its clock stood still meanwhile. */
function resumeAudio(): void {
  if (!audioContext || !isSoundExpected() || getContextState(audioContext) === 'running') return
  // Refused during a call, and before a gesture: the next event tries again.
  audioContext.resume().catch(() => {})
}

/** A dead context's song goes on at the same place in a new one. */
function replaceAudioContext(): void {
  if (!activeSong) {
    audioContext = null
    return
  }
  if (isSoundExpected()) notifyFailure()
  const { scene, store, chunks, onEnd } = activeSong
  const { frameState, services } = scene
  const time = services.playback?.time() ?? 0
  const playing = services.playback?.playing === true
  const old = audioContext
  audioContext = null
  if (old && getContextState(old) !== 'closed') void old.close()
  connectAudio(scene, store, chunks, onEnd)
  services.playback?.seek(time)
  if (playing) services.playback?.play()
  services.playback?.repeat(...listGrabbedChunks(frameState.boxes.grabSlots))
  if (isSoundExpected()) void services.voices?.resume()
}

/** Sound has run, or a gesture has allowed it to: that it stands still is no longer what it waits for. */
export const mayStartAudio = (): boolean =>
  audioContext !== null && (audioContext.currentTime > 0 || navigator.userActivation?.hasBeenActive !== false)

/** What should be heard is not: wakes its context, or makes another one. */
export function recoverAudio(): void {
  if (audioContext && getContextState(audioContext) === 'suspended' && !resumedContexts.has(audioContext)) {
    resumedContexts.add(audioContext)
    resumeAudio()
  } else replaceAudioContext()
}

/** Contexts that could not be woken. */
const resumedContexts = new WeakSet<object>()

/** A clock that runs has moved after so long. */
const CLOCK_CHECK_DELAY_MS = 1000
let clockCheckTimer = 0

/** An output that was unplugged can leave a context that says it runs, and whose clock stands still. */
function checkAudioClock(): void {
  resumeAudio()
  if (!audioContext || !isSoundExpected() || clockCheckTimer) return
  const watched = audioContext
  const before = audioContext.currentTime
  clockCheckTimer = window.setTimeout(() => {
    clockCheckTimer = 0
    const stuck = watched === audioContext && getContextState(watched) === 'running' && watched.currentTime === before
    if (stuck && isSoundExpected()) replaceAudioContext()
  }, CLOCK_CHECK_DELAY_MS)
}

/** Whatever the system does to the output, what should sound sounds again as soon as it can. */
export function watchAudioContext(): void {
  navigator.mediaDevices?.addEventListener('devicechange', checkAudioClock)
  document.addEventListener('visibilitychange', resumeAudio)
  window.addEventListener('pageshow', resumeAudio)
  // Where only a gesture may wake it.
  for (const gesture of ['pointerdown', 'pointerup', 'keydown'] as const)
    window.addEventListener(gesture, checkAudioClock, { capture: true, passive: true })
}
