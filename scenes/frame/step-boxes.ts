import type { ScheduledChunk } from '../../audio/playback/playback.ts'
import type { Seconds } from '../../audio/units.ts'
import { placeCloud } from '../geometry/cloud.ts'
import { smoothstep } from '../geometry/math.ts'
import { songToRoom } from '../geometry/placement.ts'
import { REPLAY_DURATION_S } from '../state/embedding-animation.ts'
import type { FrameState } from '../state/frame-state.ts'
import { HOMING_RATE, MAX_GRABBED_BOXES, stepReleasedBox } from '../state/grabbed-boxes.ts'
import type { SceneContext } from '../state/ui-store.ts'

/** Boxes leave the path one after the other: the last starts when this share of the time has passed. */
const STAGGER_SHARE = 0.45

type SoundContext = Pick<SceneContext, 'frameState' | 'services'>

/** Copies time, level and sounding chunks from the playback. */
export function readPlayhead({ frameState, services: { playback, voices } }: SoundContext): void {
  frameState.boxes.sounding.fill(0)
  frameState.playhead.playing = playback?.playing ?? false
  if (!playback || !voices) return
  frameState.playhead.time = playback.time()
  frameState.playhead.chunk = playback.chunk()
  frameState.playhead.level += (voices.level() - frameState.playhead.level) * 0.3
  playback.forEachActiveChunk(markSoundingChunk, frameState)
}

function markSoundingChunk({ bus, chunk }: ScheduledChunk, { playhead, boxes }: FrameState): void {
  if (bus === 'pick' || chunk === playhead.chunk) boxes.sounding[chunk] = 1
}

/** Boxes leave the path and settle into the cloud while the stills of t-SNE go by. */
export function stepEmbeddingAnimation(frameState: FrameState, dt: Seconds): void {
  const {
    boxes: { embedding: form, home, count },
  } = frameState
  const start = form.startPositions ?? frameState.path.floorPath.center
  if (form.running) {
    // Calm: a song that arrives is simply there; who asks to see its form again sees it.
    const atOnce = frameState.viewer.reducedMotion && form.duration < REPLAY_DURATION_S
    const shown = atOnce ? 1 : form.progress + dt / form.duration
    // Never ahead of what t-SNE has sent so far.
    const known = form.complete ? 1 : (form.snapshots.length - 1) / form.expectedSnapshots
    form.progress = Math.max(form.progress, Math.min(shown, known, 1))
    if (form.progress >= 1) form.running = false
  }
  const last = form.snapshots.length - 1
  const finished = form.complete && form.progress >= 1
  if (finished && frameState.boxes.settledSnapshot === form.snapshots[last]) return
  frameState.boxes.settledSnapshot = null
  if (last < 0) {
    home.set(start)
    return
  }
  const cursor = Math.min(last, form.progress * (form.complete ? last : form.expectedSnapshots))
  const before = form.snapshots[Math.floor(cursor)] as Float32Array
  const after = form.snapshots[Math.min(last, Math.floor(cursor) + 1)] as Float32Array
  const mix = cursor - Math.floor(cursor)
  for (let j = 0; j < count * 3; j++) home[j] = before[j]! * (1 - mix) + after[j]! * mix
  placeCloud(home, frameState.boxes.cloudRadius, home)
  if (finished) frameState.boxes.settledSnapshot = after
  if (form.progress >= 1) return
  for (let i = 0; i < count; i++) {
    const left = smoothstep((form.progress - (STAGGER_SHARE * i) / count) / (1 - STAGGER_SHARE))
    for (let j = i * 3; j < i * 3 + 3; j++) {
      const from = start[j]!
      home[j] = from + (home[j]! - from) * left
    }
  }
}

/** A held box goes where the hand is; released ones fly a little and float home like on a soft spring. */
export function stepGrabbedBoxes(frameState: FrameState, dt: Seconds): void {
  const {
    boxes: { grabSlots: carries, home, displacement: shift, position: place, count, edgeLength: edge },
    placement,
  } = frameState
  const floating = Math.exp(-dt * HOMING_RATE)
  for (let j = 0; j < count * 3; j++) {
    const away = shift[j]!
    if (away !== 0) shift[j] = Math.abs(away) < 1e-4 ? 0 : away * floating
  }
  for (let k = 0; k < MAX_GRABBED_BOXES; k++) {
    const chunk = carries.chunk[k]!
    if (chunk < 0) continue
    const base = chunk * 3
    if (carries.grabbed[k] === 1)
      for (let axis = 0; axis < 3; axis++) shift[base + axis] = carries.target[k * 3 + axis]! - home[base + axis]!
    else {
      // Above the floor, unless its home is lower.
      const lowest = Math.min(0, edge[chunk]! / 2 - home[base + 1]!)
      stepReleasedBox(carries, k, shift, lowest, 1 / placement.scale, dt)
    }
  }
  for (let j = 0; j < count * 3; j++) place[j] = home[j]! + shift[j]!
}

/** What is all but there is there: numbers that only ever become smaller would at last be very slow ones. */
const easeTowards = (now: number, target: number, share: number): number =>
  Math.abs(target - now) < 1e-4 ? target : now + (target - now) * share

/**
 * The looks ease into each other; sounding rises within 50 ms and falls within half a second. Calm, light comes and goes
 * so slowly that many short chunks are a glow and no flicker.
 */
export function easeChunkAppearance(frameState: FrameState, dt: Seconds): void {
  const {
    boxes: { glow, played: heard, sounding, chunks, count },
    playhead: { time },
  } = frameState
  const rise = 1 - Math.exp(-dt * (frameState.viewer.reducedMotion ? 8 : 40))
  const fall = 1 - Math.exp(-dt * (frameState.viewer.reducedMotion ? 2.5 : 4))
  const settle = 1 - Math.exp(-dt * 3)
  frameState.boxes.trustAmount += ((frameState.boxes.trustShown ? 1 : 0) - frameState.boxes.trustAmount) * settle
  let passed = frameState.playhead.chunk
  while (passed < count && time > 0 && time >= (chunks[passed]?.end ?? 0)) passed++
  for (let i = 0; i < count; i++) {
    const sounds = sounding[i]!
    glow[i] = easeTowards(glow[i]!, sounds, sounds > glow[i]! ? rise : fall)
    heard[i] = easeTowards(heard[i]!, i < passed ? 1 : 0, settle)
  }
}

const voicePosition: [number, number, number] = [0, 0, 0]

function moveVoiceToBox({ chunk, voice }: ScheduledChunk, { frameState, services }: SoundContext): void {
  const { position } = frameState.boxes
  const j = chunk * 3
  songToRoom(frameState.placement, position[j]!, position[j + 1]!, position[j + 2]!, voicePosition)
  services.voices?.moveVoice(voice, voicePosition)
}

/** Moves every voice to its box, which hands or the running embedding may have moved. */
export function placeVoices(context: SoundContext): void {
  context.services.playback?.forEachActiveChunk(moveVoiceToBox, context)
}

/** Sets the audio listener to the viewer pose. */
export function placeListener({ frameState: { placement, viewer }, services: { voices } }: SoundContext): void {
  voices?.setHearingScale(placement.scale)
  voices?.moveListener(viewer.head.position, viewer.head.forward, viewer.head.up)
}
