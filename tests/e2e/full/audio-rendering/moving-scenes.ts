import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import { computeMakeUpGain } from '../../../../audio/playback/leveling.ts'
import type { Decibels, Seconds } from '../../../../audio/units.ts'
import { createPathCurve } from '../../../../scenes/geometry/path.ts'
import { getPathPoint } from '../../../../scenes/geometry/path-curve.ts'
import { measureLoudestClick, measureRms } from './measure.ts'
import { createBuffer, createSpans, createTones, renderOffline } from './render-offline.ts'
import { CARRIED_SECONDS, createTone, measureWorstResidue } from './spatialization.ts'

// What visitors do: they ride past a box, walk past it, or carry it about.

const RATE_HZ = 44100
const FRAMES_PER_SECOND = 72
const UP: Point = [0, 1, 0]
const EYES_M = 1.6
const SONG_S: Seconds = 163
const CLOUD_RADIUS_M = 2.6
const RIDDEN_FROM_S: Seconds = 60

type Pose = { head: Point; forward: Point; box: Point }
const curve = createPathCurve('spiral', SONG_S, CLOUD_RADIUS_M, null)
const point = new Float64Array(3)
const toForward = (yaw: number): Point => [-Math.sin(yaw), 0, -Math.cos(yaw)]

const scenes = {
  /** Along the path at the speed of the song; the box hangs in the form. */
  ride: (time: Seconds): Pose => {
    const [x = 0, z = 0, yaw = 0] = getPathPoint(curve, (RIDDEN_FROM_S + time) * curve.metersPerSecond, point)
    return { head: [x, EYES_M, z], forward: toForward(yaw), box: [curve.heartX, 1.4, curve.heartZ] }
  },
  /** 1.2 m/s past a box at 60 cm, swaying, while the head looks about. */
  walk: (time: Seconds): Pose => ({
    head: [0.02 * Math.sin(5.6 * time), EYES_M + 0.01 * Math.sin(11 * time), 2.6 - 1.2 * time],
    forward: toForward(0.5 * Math.sin(1.3 * time)),
    box: [0.6, 1.3, 0],
  }),
  /** To and fro before the eyes, up to 2 m/s. */
  carry: (time: Seconds): Pose => ({
    head: [0, EYES_M, 0],
    forward: toForward(0),
    box: [0.5 * Math.sin(4 * time), 1.3 + 0.1 * Math.sin(3 * time), -0.5],
  }),
}
export type MovingScene = keyof typeof scenes

async function render(name: MovingScene, buffer: AudioBuffer): Promise<Float32Array[]> {
  const scene = scenes[name]
  return renderOffline({
    buffer,
    chunks: createSpans(0, 4.5),
    seconds: CARRIED_SECONDS,
    spatial: true,
    tick: 1,
    positionOf: () => scene(0).box,
    script: ({ playback, voices, at }) => {
      const pose = (time: Seconds) => {
        const { head, forward, box } = scene(time)
        voices.setMakeUp(computeMakeUpGain(Float32Array.from(box), Float32Array.of(1), ...head, 1))
        playback.forEachActiveChunk(({ voice }) => voices.moveVoice(voice, box), null)
        voices.moveListener(head, forward, UP)
      }
      pose(0)
      playback.play()
      for (let frame = 1; frame < CARRIED_SECONDS * FRAMES_PER_SECOND; frame++)
        at(frame / FRAMES_PER_SECOND, () => pose(frame / FRAMES_PER_SECOND))
    },
  })
}

/** What is beside tones in the worse ear, by hertz; the level at both ears of a sound of -16 dBFS, and its hardest edge. */
export async function measureMovingScene(name: MovingScene) {
  const residues: Record<number, Decibels> = {}
  for (const hertz of [500, 2000, 6000])
    residues[hertz] = Math.max(...(await render(name, createTone(hertz))).map((ear) => measureWorstResidue(ear, hertz)))
  const tones = createTones(RATE_HZ, 4.5)
  const heard = await render(
    name,
    createBuffer(RATE_HZ, 4.5, (i) => 0.5 * tones(i)),
  )
  const [left, right] = heard.map((ear) => measureRms(ear, RATE_HZ, 4 * RATE_HZ)) as [Decibels, Decibels]
  return { residues, left, right, click: measureLoudestClick(heard) }
}
