import type { Levels } from '../dsp/levels.ts'
import { SILENCE_LUFS } from '../dsp/levels.ts'
import type { Decibels, Meters, Seconds } from '../units.ts'
import { computeDistanceGain } from './distance-gain.ts'
import type { Point } from './hrtf-panners.ts'
import type { Bus } from './spatial-voice.ts'

/** Loudness that all songs come to, LUFS: one whose peaks are up to 21 dB higher than that reaches it. */
export const TARGET_LUFS: Decibels = -20
/** dBTP; the limiter keeps to it. */
export const CEILING_DB: Decibels = -1
/** A song may be made louder until this much of its highest peaks is left to the limiter. */
const MAX_LIMITED_DB: Decibels = 2
/** Voices that are nearer than the others are at most this much louder than the song as recorded. */
const MAX_NEAR_GAIN = Math.SQRT2
/** Of a song with more boxes only every second, third ... box is looked at. */
const SAMPLED_BOXES = 400

export const decibelsToGain = (decibels: Decibels): number => 10 ** (decibels / 20)

/** A mix to one point cancels what differs between channels; no more than this is made up for. */
const MAX_MIX_LOSS_DB: Decibels = 6

/**
 * The gain of a song before distance.
 * @param isEven as loud as all others; else as loud as recorded
 * @param isPlaced heard from boxes, which are points; else as recorded, where no limiter takes peaks
 */
export function computeSongGain(
  { loudness, monoLoudness, truePeak }: Levels,
  isEven: boolean,
  isPlaced: boolean,
): number {
  if (monoLoudness <= SILENCE_LUFS) return 1
  const heard = isPlaced ? monoLoudness : loudness
  const limited = isPlaced ? MAX_LIMITED_DB : 0
  return decibelsToGain(
    isEven
      ? Math.min(TARGET_LUFS - heard, Math.max(0, CEILING_DB + limited - truePeak))
      : Math.min(loudness - heard, MAX_MIX_LOSS_DB),
  )
}

/** What each chunk adds to the loudness of its song. */
export const computeEnergies = (
  chunks: readonly { start: Seconds; end: Seconds; loudness: Decibels }[],
): Float32Array => Float32Array.from(chunks, ({ start, end, loudness }) => (end - start) * 10 ** (loudness / 10))

/**
 * The gain that makes up for the distances of boxes: at this place the whole song is as loud as recorded.
 * @param positions 3 × N
 * @param energies N, in any unit
 * @param distanceScale of the distances that are heard
 */
export function computeMakeUpGain(
  positions: Float32Array,
  energies: Float32Array,
  x: Meters,
  y: Meters,
  z: Meters,
  distanceScale: number,
): number {
  const stride = Math.max(1, Math.floor(energies.length / SAMPLED_BOXES))
  let power = 0
  let total = 0
  for (let i = 0; i < energies.length; i += stride) {
    const dx = positions[3 * i]! - x
    const dy = positions[3 * i + 1]! - y
    const dz = positions[3 * i + 2]! - z
    power += energies[i]! * computeDistanceGain(distanceScale * Math.sqrt(dx * dx + dy * dy + dz * dz)) ** 2
    total += energies[i]!
  }
  return power > 0 ? Math.sqrt(total / power) : 1
}

/**
 * The part of the make-up that a voice at a distance gets: what is near stands out, but not by all that its song is far.
 * @param nearest the loudest that it may be after its distance
 */
export const limitMakeUp = (makeUp: number, distance: Meters, nearest = MAX_NEAR_GAIN): number =>
  Math.max(1, Math.min(makeUp, nearest / computeDistanceGain(distance)))

/** What voices are made louder by: their song among others, and all songs from afar. */
export type Leveling = {
  setSongGain: (gain: number) => void
  setMakeUp: (gain: number) => void
  /** @param position relative to the head */
  computeGain: (bus: Bus, position: Point) => number
}

/** @param isPlaced a song as recorded has no distance */
export function createLeveling(isPlaced: boolean): Leveling {
  let songGain = 1
  let makeUp = 1
  return {
    setSongGain: (gain) => {
      songGain = gain
    },
    setMakeUp: (gain) => {
      makeUp = gain
    },
    computeGain: (bus, position) =>
      songGain * (isPlaced ? limitMakeUp(makeUp, Math.hypot(...position), bus === 'pick' ? 1 : undefined) : 1),
  }
}
