import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import type { Seconds } from '../../../../audio/units.ts'
import {
  createBuffer,
  createNoise,
  createSpans,
  renderOffline,
  type Spatializer,
  setSpatializer,
} from './render-offline.ts'

export const COST_RATE_HZ = 44100
export const COST_FRAMES_PER_SECOND = 72
export const CIRCLING_VOICES = 8

/** A voice that circles about the ear, 90 degrees a second. */
export function locateCirclingVoice(voice: number, time: Seconds): Point {
  const angle = (2 * Math.PI * voice) / CIRCLING_VOICES + (Math.PI / 2) * time
  return [1.5 * Math.sin(angle), 0.3 * Math.sin(voice), -1.5 * Math.cos(angle)]
}

/** Time to render eight voices that circle about the ear in noise, a frame every 14 ms; null is without any place. */
export async function measureSpatialCost(spatializer: Spatializer | null, seconds: Seconds): Promise<Seconds> {
  setSpatializer(spatializer ?? 'panner')
  const next = createNoise()
  let began = 0
  await renderOffline({
    buffer: createBuffer(COST_RATE_HZ, seconds, () => 0.1 * next()),
    chunks: createSpans(0, seconds),
    seconds,
    spatial: spatializer !== null,
    tick: 1 / COST_FRAMES_PER_SECOND,
    script: ({ voices, at }) => {
      const segment = { chunk: 0, offset: 0, duration: seconds, fadeIn: 0, fadeOut: 0 }
      const all = Array.from({ length: CIRCLING_VOICES }, (_, i) =>
        voices.start(i < 3 ? 'song' : 'pick', segment, 0.05, locateCirclingVoice(i, 0)),
      )
      for (let frame = 1; frame < seconds * COST_FRAMES_PER_SECOND; frame++)
        at(frame / COST_FRAMES_PER_SECOND, () => {
          began ||= performance.now()
          all.forEach((voice, i) => {
            voices.moveVoice(voice, locateCirclingVoice(i, frame / COST_FRAMES_PER_SECOND))
          })
          voices.moveListener([0, 0, 0], [0, 0, -1], [0, 1, 0])
        })
    },
  })
  return (performance.now() - began) / 1000
}
