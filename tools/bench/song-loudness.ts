import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PerspectiveCamera, Vector3 } from 'three'
import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import type { Levels } from '../../audio/dsp/levels.ts'
import { createLoudnessMeter } from '../../audio/dsp/loudness-meter.ts'
import { findInterval } from '../../audio/find-interval.ts'
import type { Pcm } from '../../audio/pcm.ts'
import { createHeadListener } from '../../audio/playback/audio-listener.ts'
import { BLOCK_SAMPLES } from '../../audio/playback/binaural-ears.ts'
import { computeBoundaries, createSegment } from '../../audio/playback/chunk-segments.ts'
import { computeEnergies, computeMakeUpGain, computeSongGain, limitMakeUp } from '../../audio/playback/leveling.ts'
import { defaultSettings, type Song } from '../../audio/song/song.ts'
import type { Decibels } from '../../audio/units.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { CLOUD_CENTER_HEIGHT_M, computeCloudRadius } from '../../scenes/geometry/cloud.ts'
import { fitForm, WHOLE_PICTURE } from '../../scenes/geometry/free-area.ts'
import { EYE_HEIGHT_M } from '../../scenes/geometry/motion.ts'
import { getPathPoint } from '../../scenes/geometry/path-curve.ts'
import { startRide, stepRide, turnEye } from '../../scenes/locomotion/ride.ts'
import { openNodeMixer } from '../../tests/e2e/engines/sound/node-binaural.ts'
import { createSyntheticPcm, decodeDemo } from './inputs.ts'
import { createViewState } from './measure-views.ts'
import type { Report } from './report.ts'

const GOLDEN_FOLDER = join(import.meta.dirname, '../../tests/golden')
const DEMO_SONGS = ['founders', 'electronic', 'ezer-ev', 'naev-intro', 'prelude', 'void-sensor']
const HEAD_HEIGHT_M = 1.6
/** Voices of the song that are heard at once, and ring. */
const INPUTS = 16
const FOLLOW_SAMPLES = 16 * BLOCK_SAMPLES
const FRAME_S = 1 / 30
/** Where somebody stands outside: azimuth and elevation of the page's first view, and two others. */
const OUTSIDE_RAD = [
  [-0.52, 0.36],
  [1.4, 0.5],
  [2.5, 0.1],
] as const

type Pose = { position: [number, number, number]; forward: [number, number, number] }
/** @param time in the song, seconds */
type Place = (time: number) => Pose
/** A place is gone through once, from the beginning of its song. */
type Laid = { song: Song; levels: Levels; positions: Float32Array; places: Record<string, () => Place> }

/**
 * How loud ten songs are, rendered as headphones get them, without a room and before the limiter: riding on a screen, whose eye looks at what sounds, and
 * in a headset, straight ahead; within and outside; in LUFS; beside
 * them the song as it was recorded, at the same setting.
 */
export async function benchmarkSongLoudness(report: Report): Promise<void> {
  for (const [name, pcm] of await readSounds()) {
    const laid = await laySong(name, pcm)
    const asRecorded = laid.levels.loudness + toDecibels(computeSongGain(laid.levels, true, false))
    report.add({ group: name, what: 'as recorded', lufs: asRecorded })
    for (const [what, place] of Object.entries(laid.places)) {
      const lufs = await measurePlace(pcm, laid, place())
      report.add({ group: name, what, lufs, againstRecorded: lufs - asRecorded })
    }
  }
}

const toDecibels = (gain: number): Decibels => 20 * Math.log10(gain)

async function readSounds(): Promise<[string, Pcm][]> {
  const readGolden = async (file: string): Promise<Pcm> => {
    const path = join(GOLDEN_FOLDER, file)
    return decodeFile(new Uint8Array(await readFile(path)), path)
  }
  const demos = DEMO_SONGS.map(async (name): Promise<[string, Pcm]> => [name, (await decodeDemo(`${name}.mp3`)).pcm])
  return [
    ...(await Promise.all(demos)),
    ['founders-40s', await readGolden('founders-40s.wav')],
    ['electronic-30s', await readGolden('electronic-30s.wav')],
    ['calm, 60 s', createSyntheticPcm(60, 11, 0.9)],
    ['fast, 90 s', createSyntheticPcm(90, 14, 7)],
  ]
}

async function laySong(name: string, pcm: Pcm): Promise<Laid> {
  const source = {
    name,
    bytes: 1,
    sha256: '0'.repeat(64),
    duration: 1,
    sampleRate: pcm.sampleRate,
    channels: pcm.channels.length,
  }
  const song = await analyzeSong(pcm, { title: name, source, settings: defaultSettings }, {})
  const { chunks, levels } = song
  if (!levels) throw new Error(`The Song of ${name} has no levels.`)
  const radius = computeCloudRadius(chunks.length)
  const { boxes, path } = createViewState(song, 'spiral')
  const positions = boxes.position
  const { curve } = path
  const heart = [curve.heartX, CLOUD_CENTER_HEIGHT_M, curve.heartZ] as const
  const point = new Float64Array(3)
  const lookAhead: Place = (time) => {
    const [x = 0, z = 0, yaw = 0] = getPathPoint(curve, time * curve.metersPerSecond, point)
    return { position: [x, HEAD_HEIGHT_M, z], forward: [-Math.sin(yaw), 0, -Math.cos(yaw)] }
  }
  const within: Pose = { position: [heart[0], HEAD_HEIGHT_M, heart[2]], forward: [0, 0, -1] }
  const places: Laid['places'] = {
    'ride, screen': () => rideOnScreen(song),
    'ride, headset': () => lookAhead,
    within: () => () => within,
  }
  for (const [azimuth, elevation] of OUTSIDE_RAD) {
    const pose = standOutside(positions, chunks.length, radius, heart, azimuth, elevation)
    places[`outside at ${azimuth}`] = () => () => pose
  }
  return { song, levels, positions, places }
}

function rideOnScreen(song: Song): Place {
  const frameState = createViewState(song, 'spiral')
  const { viewer, playhead, boxes } = frameState
  playhead.playing = true
  startRide(frameState)
  let frame = 0
  return (time) => {
    for (; frame * FRAME_S <= time; frame++) {
      playhead.time = frame * FRAME_S
      playhead.chunk = findInterval(boxes.boundaries, playhead.time)
      stepRide(frameState, false, FRAME_S)
      turnEye(frameState, FRAME_S)
    }
    const { x, y, z, yaw, pitch } = viewer.rig
    const level = Math.cos(pitch)
    return {
      position: [x, y + EYE_HEIGHT_M, z],
      forward: [-Math.sin(yaw) * level, Math.sin(pitch), -Math.cos(yaw) * level],
    }
  }
}

/** Where the page's camera is, from which the whole form fills the picture. */
function standOutside(
  positions: Float32Array,
  count: number,
  radius: number,
  heart: readonly [number, number, number],
  azimuth: number,
  elevation: number,
): Pose {
  const camera = new PerspectiveCamera()
  camera.position.setFromSphericalCoords(1, Math.PI / 2 - elevation, azimuth)
  camera.lookAt(0, 0, 0)
  const axes = [0, 1, 2].flatMap((axis) =>
    new Vector3().setComponent(axis, 1).applyQuaternion(camera.quaternion).toArray(),
  )
  const fit = { x: 0, y: 0, distance: 10 }
  const tanY = Math.tan((26 * Math.PI) / 180)
  fitForm(positions, count, radius, heart, axes, tanY * (16 / 9), tanY, WHOLE_PICTURE, fit)
  const position = new Vector3(fit.x, fit.y, fit.distance).applyQuaternion(camera.quaternion).add(new Vector3(...heart))
  const forward = new Vector3(0, 0, -1).applyQuaternion(camera.quaternion)
  return { position: position.toArray(), forward: forward.toArray() }
}

async function measurePlace(
  { channels, sampleRate }: Pcm,
  { song, levels, positions }: Laid,
  place: Place,
): Promise<Decibels> {
  const mixer = await openNodeMixer(sampleRate, INPUTS)
  const meter = createLoudnessMeter(sampleRate, 2)
  const songGain = computeSongGain(levels, true, true)
  const energies = computeEnergies(song.chunks)
  const boundaries = computeBoundaries(song.chunks, sampleRate)
  const segments = song.chunks.map((_, i) => createSegment(boundaries, i, sampleRate))
  const head = createHeadListener()
  const relative: [number, number, number] = [0, 0, 0]
  const gains = new Float64Array(segments.length)
  const block = new Float32Array(BLOCK_SAMPLES)
  const length = channels[0]?.length ?? 0
  const mono = Float32Array.from({ length }, (_, i) => channels.reduce((sum, x) => sum + x[i]!, 0) / channels.length)
  let first = 0
  for (let at = 0; at + BLOCK_SAMPLES <= length; at += BLOCK_SAMPLES) {
    const { position, forward } = place(at / sampleRate)
    head.setPose(position, forward, [0, 1, 0])
    mixer.clear()
    while (first < segments.length && (segments[first]!.offset + segments[first]!.duration) * sampleRate < at - 4096)
      first++
    for (let i = first; i < segments.length && segments[i]!.offset * sampleRate < at + BLOCK_SAMPLES; i++) {
      const { offset, duration, fadeIn, fadeOut } = segments[i]!
      head.toHeadSpace([positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!], relative)
      // A voice follows the head while it sounds.
      if (gains[i] === 0 || at % FOLLOW_SAMPLES === 0) {
        const makeUp = computeMakeUpGain(positions, energies, position[0], position[1], position[2], 1)
        gains[i] = songGain * limitMakeUp(makeUp, Math.hypot(...relative))
      }
      for (let k = 0; k < BLOCK_SAMPLES; k++) {
        const time = (at + k) / sampleRate - offset
        const left = duration - time
        const fade =
          time < 0 || left < 0 ? 0 : Math.min(1, fadeIn > 0 ? time / fadeIn : 1, fadeOut > 0 ? left / fadeOut : 1)
        block[k] = gains[i]! * fade * mono[at + k]!
      }
      mixer.positions.set(relative, 3 * (i % INPUTS))
      mixer.addInput(i % INPUTS, block, 0)
    }
    const { left, right } = mixer.outputs[0]!
    meter.push([left, right])
  }
  return meter.finish().loudness
}
