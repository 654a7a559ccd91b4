import type { VoicePool } from '../../audio/playback/voice-pool.ts'
import type { Meters, Seconds } from '../../audio/units.ts'
import { songToRoom } from '../geometry/placement.ts'
import { computeSongRms } from '../geometry/song-rms.ts'
import { pulseHaptics } from '../input/pulse-haptics.ts'
import type { FeedbackEvent, FeedbackKind } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'

/** What each kind feels like: strength 0-1 and duration of the pulse. Hovering is felt at once. */
const PULSES: Record<FeedbackKind, readonly [strength: number, durationMs: number] | null> = {
  hover: null,
  play: [0.35, 14],
  take: [0.6, 25],
  throw: [0.3, 15],
  panel: [0.3, 12],
  teleport: [0.5, 30],
  turn: [0.25, 12],
  edge: [0.7, 45],
  arrival: null,
  ending: null,
}

/**
 * What each kind sounds like: so much of a chunk, its beginning or its end. Of the box's own chunk, else of the one at the
 * playhead; an ending returns to the first.
 */
type SmallSound = { duration: Seconds; part: 'beginning' | 'end'; isFirst?: true }
const SOUNDS: Record<FeedbackKind, SmallSound | null> = {
  hover: { duration: 0.04, part: 'beginning' },
  // It is heard itself.
  play: null,
  // The beginning of what is taken is heard itself.
  take: { duration: 0.06, part: 'end' },
  throw: { duration: 0.12, part: 'end' },
  panel: { duration: 0.035, part: 'beginning' },
  teleport: { duration: 0.16, part: 'beginning' },
  turn: { duration: 0.05, part: 'beginning' },
  edge: { duration: 0.09, part: 'end' },
  arrival: { duration: 0.5, part: 'beginning' },
  ending: { duration: 0.7, part: 'beginning', isFirst: true },
}
/** -24 dB, below the song's own level. */
const SMALL_SOUND_GAIN = 10 ** (-24 / 20)
const FADE_IN_S: Seconds = 0.004
/** Between two sounds of a kind, and between any two. */
const MIN_PAUSE_S: Seconds = 0.08
const MIN_INTERVAL_S: Seconds = 0.03
/** Below the head and before it: at the hands. */
const AHEAD_M: Meters = 0.35
const DROP_M: Meters = 0.35

const position: [x: Meters, y: Meters, z: Meters] = [0, 0, 0]
const segment = { chunk: 0, offset: 0, duration: 0, fadeIn: 0, fadeOut: 0, gain: 0 }
/** When the last sound of each kind is over. */
const ends: Record<FeedbackKind, Seconds> = {
  hover: 0,
  play: 0,
  take: 0,
  throw: 0,
  panel: 0,
  teleport: 0,
  turn: 0,
  edge: 0,
  arrival: 0,
  ending: 0,
}
let lastSoundAt: Seconds = 0
let lastVoices: VoicePool | null = null

/** Answers what hands did in this frame: a pulse in the hand, and a small sound that is cut from the song. */
export function stepFeedback({ frameState, services }: SceneContext, xrFrame: XRFrame | undefined): void {
  const { feedback, preferences } = frameState
  for (let k = 0; k < feedback.count; k++) {
    const event = feedback.events[k]!
    const pulse = PULSES[event.kind]
    if (pulse && event.source) pulseHaptics(event.source, pulse[0], pulse[1])
    else if (pulse && xrFrame) for (const hand of xrFrame.session.inputSources) pulseHaptics(hand, pulse[0], pulse[1])
    if (xrFrame && preferences.touchSounds && services.voices) playSmallSound(frameState, services.voices, event)
  }
  feedback.count = 0
}

function playSmallSound(frameState: FrameState, voices: VoicePool, event: FeedbackEvent): void {
  const { boxes, playhead } = frameState
  const sound = SOUNDS[event.kind]
  const index = sound?.isFirst ? 0 : event.chunk >= 0 ? event.chunk : playhead.chunk
  const chunk = boxes.chunks[index]
  const now = voices.now()
  // Other voices have another clock.
  const isTooSoon =
    voices === lastVoices && (now < lastSoundAt + MIN_INTERVAL_S || now < ends[event.kind] + MIN_PAUSE_S)
  if (!sound || !chunk || isTooSoon || !voices.hasFreeVoice('pick')) return
  const duration = Math.min(sound.duration, chunk.end - chunk.start)
  segment.chunk = index
  segment.offset = sound.part === 'end' ? chunk.end - duration : chunk.start
  segment.duration = duration
  segment.fadeIn = Math.min(FADE_IN_S, duration / 2)
  segment.fadeOut = duration - segment.fadeIn
  const rms = voices.measureSegment(segment)
  // What is nearly silent stays so.
  segment.gain = Math.min(1, (SMALL_SOUND_GAIN * computeSongRms(boxes.chunks)) / rms)
  if (!(rms > 0)) return
  if (voices !== lastVoices) for (const kind in ends) ends[kind as FeedbackKind] = 0
  lastVoices = voices
  lastSoundAt = now
  ends[event.kind] = now + duration
  placeSound(frameState, event)
  voices.start('pick', segment, voices.soonest(), position)
}

/** At its box, else at the hand that points, else before the visitor. */
function placeSound({ boxes, placement, pointer, viewer }: FrameState, { chunk, source }: FeedbackEvent): void {
  const { head } = viewer
  const { kind, hand, origin } = pointer.active
  const j = 3 * chunk
  if (chunk >= 0) songToRoom(placement, boxes.position[j]!, boxes.position[j + 1]!, boxes.position[j + 2]!, position)
  else if (source && source.handedness === hand && (kind === 'controller' || kind === 'hand'))
    for (let axis = 0; axis < 3; axis++) position[axis] = origin[axis]!
  else {
    for (let axis = 0; axis < 3; axis++) position[axis] = head.position[axis]! + head.forward[axis]! * AHEAD_M
    position[1] -= DROP_M
  }
}
