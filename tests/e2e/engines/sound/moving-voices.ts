import type { Point } from '../../../../audio/playback/hrtf-panners.ts'

// The same moving voices for every engine's audio thread and for Node.

export const VOICES_RATE_HZ = 48_000
export const VOICES_BLOCK = 128
export const VOICES_BLOCKS = 600
/** Blocks between two frames. */
const FRAME_BLOCKS = 5
const VOICES = 4

const round = (value: number): number => Math.round(value * 1024) / 1024

/** Multiples of 1/32768, so that no engine's sine matters: a tone, a tone with pauses, noise, and bursts. */
export function createVoiceSignals(): Float32Array<ArrayBuffer>[] {
  let state = 1
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
  const value = [
    (i: number) => 0.3 * Math.sin(0.07 * i),
    (i: number) => (i % 24_000 < 16_000 ? 0.3 * Math.sin(0.3 * i) : 0),
    () => 0.2 * noise(),
    (i: number) => 0.4 * Math.exp(-(i % 6000) / 800) * Math.sin(0.13 * (i % 6000)),
  ]
  return value.map((at) =>
    Float32Array.from({ length: VOICES_BLOCKS * VOICES_BLOCK }, (_, i) => Math.round(at(i) * 32768) / 32768),
  )
}

/** Where a voice is from this block on, or null if it has not moved: circling, passing the head, jumping, resting. */
export function locateVoice(voice: number, block: number): Point | null {
  if (block % FRAME_BLOCKS !== 0) return null
  const t = (block * VOICES_BLOCK) / VOICES_RATE_HZ
  const places: Point[] = [
    [1.5 * Math.sin(2 * t), 0.2, -1.5 * Math.cos(2 * t)],
    [2 * (t - 0.8), 0, 0.1],
    block % 200 < 100 ? [1, 0, 0] : [-1, 0, 0],
    [0.5, 1, -2],
  ]
  const [x, y, z] = places[voice % VOICES] as Point
  return [round(x), round(y), round(z)]
}

/** Edges of the boxes, meters: a point, a box beside the head, and so on. */
export const VOICE_SIZES: readonly number[] = [0, 0.25, 0.125, 0.3125]

/**
 * A mixer's room from this block on, or null if nothing changes: it comes after a while, the head turns and nods, and it
 * goes before the end.
 */
export function placeRoom(block: number): readonly number[] | null {
  if (block % FRAME_BLOCKS !== 0) return null
  const t = (block * VOICES_BLOCK) / VOICES_RATE_HZ
  const [turn, nod] = [t, 0.5 * Math.sin(t)]
  const isThere = block >= 60 && block < 480
  return [
    isThere ? 1 : 0,
    0,
    Math.cos(nod),
    Math.sin(nod),
    Math.cos(turn),
    -Math.sin(nod) * Math.sin(turn),
    Math.cos(nod) * Math.sin(turn),
    1.5,
  ].map(round)
}
