import type { VoicePool } from '../../audio/playback/voice-pool.ts'
import type { Meters, Seconds } from '../../audio/units.ts'
import { pulseHaptics } from '../input/pulse-haptics.ts'
import type { FeedbackKind } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'

/** What each kind feels like: strength 0-1 and duration of the pulse. */
const PULSES: Record<FeedbackKind, readonly [strength: number, durationMs: number]> = {
  play: [0.35, 14],
  take: [0.6, 25],
  panel: [0.3, 12],
  teleport: [0.5, 30],
  turn: [0.25, 12],
  edge: [0.7, 45],
}
/** What each kind sounds like: so much of the chunk at the playhead, so soft. What is played or taken is heard itself. */
const SOUNDS: Record<FeedbackKind, readonly [duration: Seconds, gain: number] | null> = {
  play: null,
  take: null,
  panel: [0.035, 0.14],
  teleport: [0.16, 0.1],
  turn: [0.05, 0.09],
  edge: [0.09, 0.18],
}
const FADE_IN_S: Seconds = 0.004
/** Sounds closer together than this are one. */
const MIN_INTERVAL_S: Seconds = 0.06
/** Below the head and before it: at the hands. */
const AHEAD_M: Meters = 0.35
const DROP_M: Meters = 0.35

const position: [x: Meters, y: Meters, z: Meters] = [0, 0, 0]
const segment = { chunk: 0, offset: 0, duration: 0, fadeIn: 0, fadeOut: 0, gain: 0 }
let lastSoundAt: Seconds = 0

/** Answers what hands did in this frame: a pulse in the hand, and a small sound that is cut from the song. */
export function stepFeedback({ frameState, services }: SceneContext, xrFrame: XRFrame | undefined): void {
  const { feedback, preferences } = frameState
  for (let k = 0; k < feedback.count; k++) {
    const { kind, source } = feedback.events[k]!
    const [strength, durationMs] = PULSES[kind]
    if (source) pulseHaptics(source, strength, durationMs)
    else if (xrFrame) for (const hand of xrFrame.session.inputSources) pulseHaptics(hand, strength, durationMs)
    if (preferences.touchSounds && services.voices) playTouchSound(frameState, services.voices, kind)
  }
  feedback.count = 0
}

function playTouchSound({ boxes, playhead, viewer }: FrameState, voices: VoicePool, kind: FeedbackKind): void {
  const sound = SOUNDS[kind]
  const chunk = boxes.chunks[playhead.chunk]
  if (!sound || !chunk || voices.now() - lastSoundAt < MIN_INTERVAL_S) return
  lastSoundAt = voices.now()
  const duration = Math.min(sound[0], chunk.end - chunk.start)
  const { head } = viewer
  for (let axis = 0; axis < 3; axis++) position[axis] = head.position[axis]! + head.forward[axis]! * AHEAD_M
  position[1] -= DROP_M
  const fadeIn = Math.min(FADE_IN_S, duration / 2)
  segment.chunk = playhead.chunk
  segment.offset = chunk.start
  segment.duration = duration
  segment.fadeIn = fadeIn
  segment.fadeOut = duration - fadeIn
  segment.gain = sound[1]
  voices.start('pick', segment, voices.soonest(), position)
}
