import type { Point } from '../../../audio/playback/hrtf-panners.ts'
import type { Decibels } from '../../../audio/units.ts'
import { clickOf, rms } from './measure.ts'
import { makeBuffer, noise, render, spans, tones } from './render-offline.ts'

// Scenarios about where a sound is heard; each returns plain numbers.

const rate = 44100
const up: Point = [0, 1, 0]
const left: Point = [-1.2, 0, -0.4]
const right: Point = [1.2, 0, -0.4]

type Ears = { left: Decibels; right: Decibels }
const earsOf = ([l, r]: Float32Array[], from: number, to: number): Ears => ({
  left: rms(l as Float32Array, Math.round(from * rate), Math.round(to * rate)),
  right: rms(r as Float32Array, Math.round(from * rate), Math.round(to * rate)),
})

const noiseBuffer = (seconds: number): AudioBuffer => {
  const next = noise()
  return makeBuffer(rate, seconds, () => next() * 0.3)
}

/** One chunk exactly to the left of an ear that looks along `forward`. */
export async function heardFacing(forward: Point): Promise<Ears> {
  const heard = await render({
    buffer: noiseBuffer(1),
    chunks: spans(0, 1),
    seconds: 1.2,
    spatial: true,
    placeOf: () => [-1.2, 0, 0],
    script: ({ playback, voices }) => {
      voices.moveListener([0, 0, 0], forward, up)
      playback.play()
    },
  })
  return earsOf(heard, 0.2, 0.9)
}

/** A sound recorded on the right only, from a box that hangs on the left. */
export async function heardFromOneChannel(): Promise<Ears> {
  const next = noise()
  const heard = await render({
    buffer: makeBuffer(
      rate,
      1,
      () => 0,
      () => next() * 0.3,
    ),
    chunks: spans(0, 1),
    seconds: 1.2,
    spatial: true,
    placeOf: () => left,
    script: ({ playback }) => playback.play(),
  })
  return earsOf(heard, 0.2, 0.9)
}

/** Chunks to the left and right in turn; the first is carried about while the later ones wait. First 20 ms of each. */
export async function attacks(): Promise<Ears[]> {
  const heard = await render({
    buffer: noiseBuffer(1.6),
    chunks: spans(0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6),
    seconds: 1.8,
    spatial: true,
    placeOf: (chunk) => (chunk % 2 ? right : left),
    script: ({ playback, voices, at }) => {
      playback.play()
      for (let time = 0.05; time < 0.18; time += 0.01)
        at(time, () =>
          playback.forEachActiveChunk(({ chunk, voice }) => chunk === 0 && voices.moveVoice(voice, [0, 1, -time])),
        )
    },
  })
  return [1, 2, 3, 4, 5, 6, 7].map((i) => earsOf(heard, 0.03 + i * 0.2 + 0.006, 0.03 + i * 0.2 + 0.026))
}

/** Chunk 1 hangs on the right when it is handed over and on the left when its turn comes. */
export async function movedWhileWaiting(): Promise<Ears> {
  let place = right
  const heard = await render({
    buffer: noiseBuffer(1),
    chunks: spans(0, 0.4, 1),
    seconds: 1.1,
    spatial: true,
    placeOf: () => place,
    script: ({ playback, at }) => {
      playback.play()
      at(0.1, () => {
        place = left
      })
    },
  })
  return earsOf(heard, 0.44, 0.46)
}

/** One smooth chunk carried from left to right, or passed by an ear that walks or jumps. */
export async function carried(how: 'voice' | 'walk' | 'jump') {
  const path = (progress: number): Point => [-1.2 + 2.4 * progress, 0, -0.4]
  const heard = await render({
    buffer: makeBuffer(rate, 2, tones(rate, 2)),
    chunks: spans(0, 2),
    seconds: 2.2,
    spatial: true,
    placeOf: () => (how === 'voice' ? path(0) : [0, 0, 0]),
    script: ({ playback, voices, at }) => {
      const forward: Point = [0, 0, -1]
      voices.moveListener(how === 'voice' ? [0, 0, 0] : [1.2, 0, 0.4], forward, up)
      playback.play()
      for (let frame = 0; frame <= 72; frame++) {
        const progress = frame / 72
        at(0.5 + progress, () => {
          if (how === 'voice') playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, path(progress)))
          else if (how === 'walk') voices.moveListener([1.2 - 2.4 * progress, 0, 0.4], forward, up)
          else if (frame === 36) voices.moveListener([-1.2, 0, 3.4], forward, up)
        })
      }
    },
  })
  return {
    before: earsOf(heard, 0.2, 0.5),
    after: earsOf(heard, 1.6, 1.95),
    click: clickOf(heard),
  }
}

/** How many HRTF panners are made for one chunk and an ear which stay where they are, or are carried about. */
export async function pannersMade(moving: boolean): Promise<number> {
  const { createPanner } = BaseAudioContext.prototype
  let made = 0
  BaseAudioContext.prototype.createPanner = function () {
    made++
    return createPanner.call(this)
  }
  try {
    await render({
      buffer: makeBuffer(rate, 2, tones(rate, 2)),
      chunks: spans(0, 2),
      seconds: 2,
      spatial: true,
      placeOf: () => left,
      script: ({ playback, voices, at }) => {
        playback.play()
        for (let frame = 0; frame < 72; frame++)
          at(0.1 + frame / 72, () => {
            voices.moveListener([moving ? frame / 20 : 0, 0, 0], [0, 0, -1], up)
            playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, left))
          })
      },
    })
  } finally {
    BaseAudioContext.prototype.createPanner = createPanner
  }
  return made
}
