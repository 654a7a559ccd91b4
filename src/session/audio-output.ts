import type { ChunkOutline } from '../../audio/analysis/analysis-types.ts'
import { createPlayback } from '../../audio/playback/playback.ts'
import type { SampleStore } from '../../audio/playback/sample-store.ts'
import { createAudioContext, createVoicePool } from '../../audio/playback/voice-pool.ts'
import { songToRoom } from '../../scenes/geometry/placement.ts'
import type { FrameState } from '../../scenes/state/frame-state.ts'
import { listGrabbedChunks } from '../../scenes/state/grabbed-boxes.ts'

let context: ReturnType<typeof createAudioContext> | null = null
/** What sounds now, to be set up again should its context die. */
let connected: { live: FrameState; store: SampleStore; chunks: readonly ChunkOutline[]; onEnd: () => void } | null =
  null

let failed = () => {}

/** Calls `tell` whenever sound that ran has stopped by itself; what can be done has been done by then. */
export function tellSoundFailed(tell: () => void): void {
  failed = tell
}

/** Gives the room the sound of one song; what sounded before is let go. */
export function connectSound(
  live: FrameState,
  store: SampleStore,
  chunks: readonly ChunkOutline[],
  onEnd: () => void,
): void {
  disconnectSound(live)
  connected = { live, store, chunks, onEnd }
  if (!context || stateOf(context) === 'closed' || context.sampleRate !== store.sampleRate) {
    const old = context
    // Its end must not be taken for an accident.
    context = openContext(store.sampleRate)
    if (old && stateOf(old) !== 'closed') void old.close()
  }
  const place: [number, number, number] = [0, 0, 0]
  live.voices = createVoicePool(store, context, true, live.preferences.volume)
  live.playback = createPlayback(
    chunks,
    live.voices,
    (chunk) => {
      const [x = 0, y = 0, z = 0] = live.place.subarray(chunk * 3, chunk * 3 + 3)
      songToRoom(live.placement, x, y, z, place)
      return place
    },
    onEnd,
  )
}

export function disconnectSound(live: FrameState): void {
  live.playback?.dispose()
  live.voices?.dispose()
  live.playback = null
  live.voices = null
  connected = null
}

/** Safari knows one state more than the standard: a call or an alarm has taken the output away. */
const stateOf = (of: ReturnType<typeof createAudioContext>): AudioContextState | 'interrupted' => of.state

function openContext(sampleRate: number): ReturnType<typeof createAudioContext> {
  // On an iPhone the ring switch silences a page unless it says that its sound is what it is for.
  const { audioSession } = navigator as { audioSession?: { type: string } }
  if (audioSession) audioSession.type = 'playback'
  const opened = createAudioContext(sampleRate)
  const raw = opened.rawContext as unknown as AudioContext
  opened.on('statechange', () => {
    if (opened !== context) return
    if (stateOf(opened) === 'closed') replaceContext()
    else if (stateOf(opened) !== 'running') {
      if (wanted() && opened.currentTime > 0) failed()
      wakeSound()
    }
  })
  // The output failed. A context that never ran would fail again: it waits for another device, or a gesture.
  raw.addEventListener('error', () => {
    if (opened === context && opened.currentTime > 0) replaceContext()
  })
  raw.addEventListener('sinkchange', checkClock)
  return opened
}

/** Something should be heard now. */
const wanted = () =>
  connected !== null &&
  (connected.live.playback?.playing === true || listGrabbedChunks(connected.live.carries).length > 0)

/** Lets a context go on that the system has suspended; the song goes on where it was, its clock stood still meanwhile. */
function wakeSound(): void {
  if (!context || !wanted() || stateOf(context) === 'running') return
  // Refused during a call, and before a gesture: the next event tries again.
  context.resume().catch(() => {})
}

/** A dead context's song goes on at the same place in a new one. */
function replaceContext(): void {
  if (!connected) {
    context = null
    return
  }
  if (wanted()) failed()
  const { live, store, chunks, onEnd } = connected
  const time = live.playback?.time() ?? 0
  const playing = live.playback?.playing === true
  const old = context
  context = null
  if (old && stateOf(old) !== 'closed') void old.close()
  connectSound(live, store, chunks, onEnd)
  live.playback?.seek(time)
  if (playing) live.playback?.play()
  live.playback?.repeat(...listGrabbedChunks(live.carries))
  if (wanted()) void live.voices?.resume()
}

/** Sound has run, or a gesture has allowed it to: that it stands still is no longer what it waits for. */
export const soundMayRun = (): boolean =>
  context !== null && (context.currentTime > 0 || navigator.userActivation?.hasBeenActive !== false)

/** What should be heard is not: wakes its context, or makes another one. */
export function mendSound(): void {
  if (context && stateOf(context) === 'suspended' && !tried.has(context)) {
    tried.add(context)
    wakeSound()
  } else replaceContext()
}

/** Contexts that could not be woken. */
const tried = new WeakSet<object>()

/** A clock that runs has moved after so long. */
const CLOCK_CHECK_MS = 1000
let checking = 0

/** An output that was unplugged can leave a context that says it runs, and whose clock stands still. */
function checkClock(): void {
  wakeSound()
  if (!context || !wanted() || checking) return
  const watched = context
  const before = context.currentTime
  checking = window.setTimeout(() => {
    checking = 0
    const stuck = watched === context && stateOf(watched) === 'running' && watched.currentTime === before
    if (stuck && wanted()) replaceContext()
  }, CLOCK_CHECK_MS)
}

/** Whatever the system does to the output, what should sound sounds again as soon as it can. */
export function keepSounding(): void {
  navigator.mediaDevices?.addEventListener('devicechange', checkClock)
  document.addEventListener('visibilitychange', wakeSound)
  window.addEventListener('pageshow', wakeSound)
  // Where only a gesture may wake it.
  for (const gesture of ['pointerdown', 'pointerup', 'keydown'] as const)
    window.addEventListener(gesture, checkClock, { capture: true, passive: true })
}
