import { computeDistanceGain } from '../../../../audio/playback/distance-gain.ts'
import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import type { Decibels } from '../../../../audio/units.ts'
import { measureLoudestClick, measureResidue, measureRms } from './measure.ts'
import { createBuffer, createNoise, createSpans, createTones, renderOffline } from './render-offline.ts'

// Scenarios about where a sound is heard; each returns plain numbers.

const SAMPLE_RATE_HZ = 44100
const UP: Point = [0, 1, 0]
const LEFT_POSITION: Point = [-1.2, 0, -0.4]
const RIGHT_POSITION: Point = [1.2, 0, -0.4]

type EarLevels = { left: Decibels; right: Decibels }
const measureEarLevels = ([l, r]: Float32Array[], from: number, to: number): EarLevels => ({
  left: measureRms(l as Float32Array, Math.round(from * SAMPLE_RATE_HZ), Math.round(to * SAMPLE_RATE_HZ)),
  right: measureRms(r as Float32Array, Math.round(from * SAMPLE_RATE_HZ), Math.round(to * SAMPLE_RATE_HZ)),
})

const createNoiseBuffer = (seconds: number): AudioBuffer => {
  const next = createNoise()
  return createBuffer(SAMPLE_RATE_HZ, seconds, () => next() * 0.3)
}

/** One chunk exactly to the left of an ear that looks along `forward`. */
export async function measureFacing(forward: Point): Promise<EarLevels> {
  const heard = await renderOffline({
    buffer: createNoiseBuffer(1),
    chunks: createSpans(0, 1),
    seconds: 1.2,
    spatial: true,
    positionOf: () => [-1.2, 0, 0],
    script: ({ playback, voices }) => {
      voices.moveListener([0, 0, 0], forward, UP)
      playback.play()
    },
  })
  return measureEarLevels(heard, 0.2, 0.9)
}

/** A sound recorded on the right only, from a box that hangs on the left. */
export async function measureOneChannel(): Promise<EarLevels> {
  const next = createNoise()
  const heard = await renderOffline({
    buffer: createBuffer(
      SAMPLE_RATE_HZ,
      1,
      () => 0,
      () => next() * 0.3,
    ),
    chunks: createSpans(0, 1),
    seconds: 1.2,
    spatial: true,
    positionOf: () => LEFT_POSITION,
    script: ({ playback }) => playback.play(),
  })
  return measureEarLevels(heard, 0.2, 0.9)
}

/** Chunks to the left and right in turn; the first is carried about while the later ones wait. First 20 ms of each. */
export async function measureAttacks(): Promise<EarLevels[]> {
  const heard = await renderOffline({
    buffer: createNoiseBuffer(1.6),
    chunks: createSpans(0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6),
    seconds: 1.8,
    spatial: true,
    positionOf: (chunk) => (chunk % 2 ? RIGHT_POSITION : LEFT_POSITION),
    script: ({ playback, voices, at }) => {
      playback.play()
      for (let time = 0.05; time < 0.18; time += 0.01)
        at(time, () =>
          playback.forEachActiveChunk(
            ({ chunk, voice }) => chunk === 0 && voices.moveVoice(voice, [0, 1, -time]),
            null,
          ),
        )
    },
  })
  return [1, 2, 3, 4, 5, 6, 7].map((i) => measureEarLevels(heard, 0.03 + i * 0.2 + 0.006, 0.03 + i * 0.2 + 0.026))
}

/** Chunk 1 hangs on the right when it is handed over and on the left when its turn comes. */
export async function measureMoveBeforeStart(): Promise<EarLevels> {
  let place = RIGHT_POSITION
  const heard = await renderOffline({
    buffer: createNoiseBuffer(1),
    chunks: createSpans(0, 0.4, 1),
    seconds: 1.1,
    spatial: true,
    positionOf: () => place,
    script: ({ playback, at }) => {
      playback.play()
      at(0.1, () => {
        place = LEFT_POSITION
      })
    },
  })
  return measureEarLevels(heard, 0.44, 0.46)
}

/** One smooth chunk carried from left to right, or passed by an ear that walks or jumps. */
export async function measureMovingSource(how: 'voice' | 'walk' | 'jump') {
  const path = (progress: number): Point => [-1.2 + 2.4 * progress, 0, -0.4]
  const heard = await renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 2, createTones(SAMPLE_RATE_HZ, 2)),
    chunks: createSpans(0, 2),
    seconds: 2.2,
    spatial: true,
    positionOf: () => (how === 'voice' ? path(0) : [0, 0, 0]),
    script: ({ playback, voices, at }) => {
      const forward: Point = [0, 0, -1]
      voices.moveListener(how === 'voice' ? [0, 0, 0] : [1.2, 0, 0.4], forward, UP)
      playback.play()
      for (let frame = 0; frame <= 72; frame++) {
        const progress = frame / 72
        at(0.5 + progress, () => {
          if (how === 'voice') playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, path(progress)), null)
          else if (how === 'walk') voices.moveListener([1.2 - 2.4 * progress, 0, 0.4], forward, UP)
          else if (frame === 36) voices.moveListener([-1.2, 0, 3.4], forward, UP)
        })
      }
    },
  })
  return {
    before: measureEarLevels(heard, 0.2, 0.5),
    after: measureEarLevels(heard, 1.6, 1.95),
    click: measureLoudestClick(heard),
  }
}

/** A long chunk ahead that is walked up to, from 6 m to 2, while all of its distance is made up for. */
export async function measureFollowedLevel() {
  const heard = await renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 3, createTones(SAMPLE_RATE_HZ, 3)),
    chunks: createSpans(0, 3),
    seconds: 3.2,
    spatial: true,
    positionOf: () => [0, 0, 0],
    script: ({ playback, voices, at }) => {
      const walkTo = (distance: number) => {
        voices.setMakeUp(1 / computeDistanceGain(distance))
        voices.moveListener([0, 0, distance], [0, 0, -1], UP)
      }
      walkTo(6)
      playback.play()
      for (let frame = 1; frame <= 144; frame++) at(0.5 + frame / 72, () => walkTo(6 - frame / 36))
    },
  })
  return {
    before: measureEarLevels(heard, 0.2, 0.5),
    after: measureEarLevels(heard, 2.6, 2.9),
    click: measureLoudestClick(heard),
  }
}

/** A point on a circle around the head: degrees clockwise from ahead, meters. */
const locateOnCircle = (degrees: number, radius = 1.5): Point => [
  radius * Math.sin((degrees * Math.PI) / 180),
  0,
  -radius * Math.cos((degrees * Math.PI) / 180),
]

export const CARRIED_SECONDS = 4.4

/** Quiet enough for the soft clipper, at the near ear too. */
export const createTone = (hertz: number): AudioBuffer =>
  createBuffer(SAMPLE_RATE_HZ, 4.5, (i) => 0.2 * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE_HZ))

/** 90 degrees a second. */
export const locateCarriedTone = (time: number): Point => locateOnCircle(90 * time)

/** What is beside a tone in the worst quarter of its circle, dB. */
export function measureWorstResidue(left: Float32Array, hertz: number): Decibels {
  const quarters = [0.2, 1.2, 2.2, 3.2].map((from) => left.subarray(from * SAMPLE_RATE_HZ, (from + 1) * SAMPLE_RATE_HZ))
  return Math.max(...quarters.map((part) => measureResidue(part, hertz, SAMPLE_RATE_HZ)))
}

/** A tone on a circle, moved by frames: what is beside it in the left ear. */
export async function measureCarriedTone(hertz: number, framesPerSecond: number): Promise<Decibels> {
  const [left] = await renderOffline({
    buffer: createTone(hertz),
    chunks: createSpans(0, 4.5),
    seconds: CARRIED_SECONDS,
    spatial: true,
    tick: 1,
    positionOf: () => locateCarriedTone(0),
    script: ({ playback, voices, at }) => {
      playback.play()
      for (let frame = 1; frame < CARRIED_SECONDS * framesPerSecond; frame++) {
        const time = frame / framesPerSecond
        at(time, () => {
          playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, locateCarriedTone(time)), null)
          voices.moveListener([0, 0, 0], [0, 0, -1], UP)
        })
      }
    },
  })
  return measureWorstResidue(left as Float32Array, hertz)
}

const FAST_MOVES = {
  'carried at 2 m/s': (time: number) => ({ box: [2 * (time - 1), 0, -0.4] as Point, degrees: 0 }),
  'turning at 360 degrees a second': (time: number) => ({ box: [0, 0, -1] as Point, degrees: 360 * time }),
  'turning around at once': (time: number) => ({ box: [1, 0, 0] as Point, degrees: Math.floor(time / 0.4) * 180 }),
}

/** The hardest edge of a smooth sound that moves, or about which the ear turns. */
export async function measureFastMoves(how: keyof typeof FAST_MOVES): Promise<Decibels> {
  const heard = await renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 2, createTones(SAMPLE_RATE_HZ, 2)),
    chunks: createSpans(0, 2),
    seconds: 2.2,
    spatial: true,
    tick: 1,
    positionOf: () => FAST_MOVES[how](0).box,
    script: ({ playback, voices, at }) => {
      playback.play()
      for (let frame = 1; frame < 2 * 72; frame++) {
        const { box, degrees } = FAST_MOVES[how](frame / 72)
        at(frame / 72, () => {
          playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, box), null)
          voices.moveListener([0, 0, 0], locateOnCircle(degrees), UP)
        })
      }
    },
  })
  return measureLoudestClick(heard)
}

/** Eight chunks on the left; binaural voices come after half of them. */
export async function measureHandOver() {
  const heard = await renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 2, createTones(SAMPLE_RATE_HZ, 2)),
    chunks: createSpans(0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2),
    seconds: 2.2,
    spatial: true,
    binauralFrom: 0.5,
    positionOf: () => [-1.2, 0, 0],
    script: ({ playback }) => playback.play(),
  })
  return {
    click: measureLoudestClick(heard),
    before: measureEarLevels(heard, 0.2, 0.5),
    after: measureEarLevels(heard, 1.5, 1.9),
  }
}

/** Tones to the left, in a context of another rate. */
export async function measureSideAtRate(rate: number): Promise<EarLevels> {
  const [left, right] = (await renderOffline({
    buffer: createBuffer(rate, 1, (i) => 0.2 * Math.sin((2 * Math.PI * 700 * i) / rate)),
    chunks: createSpans(0, 1),
    seconds: 1,
    spatial: true,
    positionOf: () => [-1.2, 0.3, -0.4],
    script: ({ playback }) => playback.play(),
  })) as [Float32Array, Float32Array]
  const [from, to] = [0.2 * rate, 0.9 * rate]
  return { left: measureRms(left, from, to), right: measureRms(right, from, to) }
}

/** How many HRTF panners are made for one chunk and an ear which stay where they are, or are carried about. */
export async function countPanners(moving: boolean): Promise<number> {
  const { createPanner } = BaseAudioContext.prototype
  let made = 0
  BaseAudioContext.prototype.createPanner = function () {
    made++
    return createPanner.call(this)
  }
  try {
    await renderOffline({
      buffer: createBuffer(SAMPLE_RATE_HZ, 2, createTones(SAMPLE_RATE_HZ, 2)),
      chunks: createSpans(0, 2),
      seconds: 2,
      spatial: true,
      positionOf: () => LEFT_POSITION,
      script: ({ playback, voices, at }) => {
        playback.play()
        for (let frame = 0; frame < 72; frame++)
          at(0.1 + frame / 72, () => {
            voices.moveListener([moving ? frame / 20 : 0, 0, 0], [0, 0, -1], UP)
            playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, LEFT_POSITION), null)
          })
      },
    })
  } finally {
    BaseAudioContext.prototype.createPanner = createPanner
  }
  return made
}
