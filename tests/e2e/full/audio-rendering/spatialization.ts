import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import type { Decibels } from '../../../../audio/units.ts'
import { measureLoudestClick, measureRms } from './measure.ts'
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
