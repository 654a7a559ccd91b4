import type { ScheduledChunk } from '../../audio/playback/playback.ts'
import type { Seconds } from '../../audio/units.ts'
import { placeCloud } from '../geometry/cloud.ts'
import { songToRoom } from '../geometry/placement.ts'
import { REPLAY_DURATION_S } from '../state/embedding-animation.ts'
import type { FrameState } from '../state/frame-state.ts'
import { HOMING_RATE, MAX_GRABBED_BOXES, stepReleasedBox } from '../state/grabbed-boxes.ts'

/** Boxes leave the path one after the other: the last starts when this share of the time has passed. */
const STAGGER_SHARE = 0.45

const smoothstep = (t: number): number => {
  const clamped = Math.min(1, Math.max(0, t))
  return clamped * clamped * (3 - 2 * clamped)
}

/** Where the song is, how loud it is, and who sounds. */
export function readPlayhead(live: FrameState): void {
  const { playback, voices } = live
  live.sounding.fill(0)
  if (!playback || !voices) return
  live.time = playback.time()
  live.chunk = playback.chunk()
  live.level += (voices.level() - live.level) * 0.3
  markedFrame = live
  playback.forEachActiveChunk(markSoundingChunk)
}

// A module variable instead of a closure: a closure would be a new object every frame.
let markedFrame: FrameState
function markSoundingChunk(turn: ScheduledChunk): void {
  if (turn.bus === 'pick' || turn.chunk === markedFrame.chunk) markedFrame.sounding[turn.chunk] = 1
}

/** Whose finished form hangs where: as long as it rests, it need not be worked out again. */
const settledCloud: { home: Float32Array | null; still: Float32Array | null } = { home: null, still: null }

/** Boxes leave the path and settle into the cloud while the stills of t-SNE go by. */
export function stepEmbeddingAnimation(live: FrameState, dt: Seconds): void {
  const { form, home, count } = live
  const start = form.startPositions ?? live.path.center
  if (form.running) {
    // Calm: a song that arrives is simply there; who asks to see its form again sees it.
    const atOnce = live.reducedMotion && form.duration < REPLAY_DURATION_S
    const shown = atOnce ? 1 : form.progress + dt / form.duration
    // Never ahead of what t-SNE has sent so far.
    const known = form.complete ? 1 : (form.snapshots.length - 1) / form.expectedSnapshots
    form.progress = Math.max(form.progress, Math.min(shown, known, 1))
    if (form.progress >= 1) form.running = false
  }
  const last = form.snapshots.length - 1
  const finished = form.complete && form.progress >= 1
  if (finished && settledCloud.home === home && settledCloud.still === form.snapshots[last]) return
  settledCloud.home = null
  if (last < 0) {
    home.set(start)
    return
  }
  const cursor = Math.min(last, form.progress * (form.complete ? last : form.expectedSnapshots))
  const before = form.snapshots[Math.floor(cursor)] as Float32Array
  const after = form.snapshots[Math.min(last, Math.floor(cursor) + 1)] as Float32Array
  const mix = cursor - Math.floor(cursor)
  for (let j = 0; j < count * 3; j++) home[j] = (before[j] as number) * (1 - mix) + (after[j] as number) * mix
  placeCloud(home, live.radius, home)
  if (finished) {
    settledCloud.home = home
    settledCloud.still = after
  }
  if (form.progress >= 1) return
  for (let i = 0; i < count; i++) {
    const left = smoothstep((form.progress - (STAGGER_SHARE * i) / count) / (1 - STAGGER_SHARE))
    for (let j = i * 3; j < i * 3 + 3; j++) {
      const from = start[j] as number
      home[j] = from + ((home[j] as number) - from) * left
    }
  }
}

/** A held box goes where the hand is; released ones fly a little and float home like on a soft spring. */
export function stepGrabbedBoxes(live: FrameState, dt: Seconds): void {
  const { carries, home, shift, place, count, edge, placement } = live
  const floating = Math.exp(-dt * HOMING_RATE)
  for (let j = 0; j < count * 3; j++) {
    const away = shift[j] as number
    if (away !== 0) shift[j] = Math.abs(away) < 1e-4 ? 0 : away * floating
  }
  for (let k = 0; k < MAX_GRABBED_BOXES; k++) {
    const chunk = carries.chunk[k] as number
    if (chunk < 0) continue
    const base = chunk * 3
    if (carries.grabbed[k] === 1)
      for (let axis = 0; axis < 3; axis++)
        shift[base + axis] = (carries.target[k * 3 + axis] as number) - (home[base + axis] as number)
    else {
      // Above the floor, unless its home is lower.
      const lowest = Math.min(0, (edge[chunk] as number) / 2 - (home[base + 1] as number))
      stepReleasedBox(carries, k, shift, lowest, 1 / placement.scale, dt)
    }
  }
  for (let j = 0; j < count * 3; j++) place[j] = (home[j] as number) + (shift[j] as number)
}

/** What is all but there is there: numbers that only ever become smaller would at last be very slow ones. */
const easeTowards = (now: number, target: number, share: number): number =>
  Math.abs(target - now) < 1e-4 ? target : now + (target - now) * share

/**
 * The looks ease into each other; sounding rises within 50 ms and falls within half a second. Calm, light comes and goes
 * so slowly that many short chunks are a glow and no flicker.
 */
export function easeChunkAppearance(live: FrameState, dt: Seconds): void {
  const { glow, heard, sounding, chunks, time, count } = live
  const rise = 1 - Math.exp(-dt * (live.reducedMotion ? 8 : 40))
  const fall = 1 - Math.exp(-dt * (live.reducedMotion ? 2.5 : 4))
  const settle = 1 - Math.exp(-dt * 3)
  live.trustLook += ((live.trustShown ? 1 : 0) - live.trustLook) * settle
  let passed = live.chunk
  while (passed < count && time > 0 && time >= (chunks[passed]?.end ?? 0)) passed++
  for (let i = 0; i < count; i++) {
    const sounds = sounding[i] as number
    glow[i] = easeTowards(glow[i] as number, sounds, sounds > (glow[i] as number) ? rise : fall)
    heard[i] = easeTowards(heard[i] as number, i < passed ? 1 : 0, settle)
  }
}

const voicePosition: [number, number, number] = [0, 0, 0]
let voicesFrame: FrameState
function moveVoiceToBox(turn: ScheduledChunk): void {
  const { place, placement, voices } = voicesFrame
  const j = turn.chunk * 3
  songToRoom(placement, place[j] as number, place[j + 1] as number, place[j + 2] as number, voicePosition)
  voices?.moveVoice(turn.voice, voicePosition)
}

/** Every voice stays with its box, also while a hand moves it or the cloud unfolds. */
export function placeVoices(live: FrameState): void {
  if (!live.playback) return
  voicesFrame = live
  live.playback.forEachActiveChunk(moveVoiceToBox)
}

/** The ear is the viewer pose. */
export function placeListener(live: FrameState): void {
  live.voices?.setHearingScale(live.placement.scale)
  live.voices?.moveListener(live.ear.position, live.ear.forward, live.ear.up)
}
