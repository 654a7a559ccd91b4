import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import type { Decibels, Seconds } from '../../../../audio/units.ts'
import { filterOctave, measureDecayTime } from '../../../audio/playback/room/measure-decay.ts'
import { measureLoudestClick } from './measure.ts'
import {
  createBuffer,
  createNoise,
  createSpans,
  createTones,
  type RenderStage,
  renderOffline,
} from './render-offline.ts'

// Scenarios about the room around the boxes; each returns plain numbers.

const SAMPLE_RATE_HZ = 44100
const UP: Point = [0, 1, 0]
const EARS: Point = [0, 1.6, 0]
const IMPULSE_AT_S: Seconds = 0.5
/** The song is scheduled this late. */
const START_S: Seconds = 0.03
/** Of direct sound, which the room's first reflection follows by more. */
const DIRECT_S: Seconds = 0.0025

const renderImpulse = (distance: number): Promise<Float32Array[]> =>
  renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 0.6, (i) => (i === IMPULSE_AT_S * SAMPLE_RATE_HZ ? 0.7 : 0)),
    chunks: createSpans(0, 0.6),
    seconds: 2,
    spatial: true,
    positionOf: () => [0, 1.6, -distance],
    script: ({ playback, voices }) => {
      voices.moveListener(EARS, [0, 0, -1], UP)
      playback.play()
    },
  })

const sumSquares = (x: Float32Array, from: number, to = x.length) =>
  x.subarray(from, to).reduce((sum, value) => sum + value * value, 0)

/** Energy of an impulse ahead against all that follows it, both ears. */
export async function measureDirectRatio(distance: number): Promise<Decibels> {
  const ears = await renderImpulse(distance)
  const peak = (ears[0] as Float32Array).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const onset = (ears[0] as Float32Array).findIndex((value) => Math.abs(value) > peak / 5)
  const split = onset + Math.round(DIRECT_S * SAMPLE_RATE_HZ)
  const direct = ears.reduce((sum, ear) => sum + sumSquares(ear, 0, split), 0)
  const rest = ears.reduce((sum, ear) => sum + sumSquares(ear, split), 0)
  return 10 * Math.log10(direct / rest)
}

/** Seconds by octave, of what follows the reflections. */
export async function measureDecays(): Promise<Record<number, Seconds>> {
  const [left] = (await renderImpulse(2)) as [Float32Array]
  const tail = left.subarray(Math.round((START_S + IMPULSE_AT_S + 0.1) * SAMPLE_RATE_HZ))
  return Object.fromEntries(
    [500, 1000, 4000].map((hertz) => [
      hertz,
      measureDecayTime(filterOctave(tail, hertz, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ),
    ]),
  )
}

/** Level of the tail of an impulse that comes while the song is ducked, against one that comes while it is not. */
export async function measureDuckedTail(): Promise<Decibels> {
  const render = (ducked: boolean) =>
    renderOffline({
      buffer: createBuffer(SAMPLE_RATE_HZ, 0.6, (i) => (i === IMPULSE_AT_S * SAMPLE_RATE_HZ ? 0.7 : 0)),
      chunks: createSpans(0, 0.6),
      seconds: 1,
      spatial: true,
      script: ({ playback, voices, at }) => {
        playback.play()
        if (ducked) at(0.3, () => voices.duck(true))
      },
    })
  const from = Math.round((START_S + IMPULSE_AT_S + 0.02) * SAMPLE_RATE_HZ)
  const [ducked, plain] = [(await render(true))[0] as Float32Array, (await render(false))[0] as Float32Array]
  return 10 * Math.log10(sumSquares(ducked, from) / sumSquares(plain, from))
}

/** A box that circles; the room comes after a second and goes again. */
export async function measureRoomSwitch() {
  const seconds = 5
  const render = (script: (stage: RenderStage) => void, value: (i: number) => number) =>
    renderOffline({
      buffer: createBuffer(SAMPLE_RATE_HZ, seconds, value),
      chunks: createSpans(0, seconds),
      seconds,
      spatial: true,
      script: (stage) => {
        stage.voices.setRoom(false)
        for (let time = 0.1; time < seconds; time += 0.1)
          stage.at(time, () =>
            stage.playback.forEachActiveChunk(
              ({ voice }) => stage.voices.moveVoice(voice, [Math.sin(time), 1.6, -Math.cos(time)]),
              null,
            ),
          )
        stage.voices.moveListener(EARS, [0, 0, -1], UP)
        stage.playback.play()
        script(stage)
      },
    })
  const turnOnAndOff = ({ voices, at }: RenderStage) => {
    at(1, () => voices.setRoom(true))
    at(2, () => voices.setRoom(false))
  }
  const click = measureLoudestClick(await render(turnOnAndOff, createTones(SAMPLE_RATE_HZ, seconds)))
  const next = createNoise()
  const noise = Float32Array.from({ length: seconds * SAMPLE_RATE_HZ }, () => 0.2 * next())
  const readNoise = (i: number) => noise[i] as number
  const switched = await render(turnOnAndOff, readNoise)
  const never = await render(() => {}, readNoise)
  const compare = (from: Seconds, to: Seconds) =>
    switched.reduce((most, ear, c) => {
      for (let i = from * SAMPLE_RATE_HZ; i < to * SAMPLE_RATE_HZ; i++)
        most = Math.max(most, Math.abs((ear[i] as number) - (never[c]?.[i] as number)))
      return most
    }, 0)
  return { click, before: compare(0, 1), after: compare(4, 5) }
}
