import { findInterval } from '../../audio/find-interval.ts'
import type { Song } from '../../audio/song/song.ts'
import type { Seconds } from '../../audio/units.ts'
import { stepEmbeddingAnimation } from '../../scenes/frame/step-embedding-animation.ts'
import { computeCloudRadius } from '../../scenes/geometry/cloud.ts'
import { WHOLE_PICTURE } from '../../scenes/geometry/free-area.ts'
import { EYE_HEIGHT_M } from '../../scenes/geometry/motion.ts'
import type { PathLayout } from '../../scenes/geometry/path.ts'
import { getPathPoint } from '../../scenes/geometry/path-curve.ts'
import { createFilm } from '../../scenes/locomotion/film.ts'
import { startRide, stepRide, turnEye } from '../../scenes/locomotion/ride.ts'
import { moveToStart } from '../../scenes/locomotion/rig.ts'
import { createFrameState, type FrameState, setChunks, updatePath } from '../../scenes/state/frame-state.ts'
import { setReaching } from '../../scenes/state/settling.ts'

const FRAME_S: Seconds = 1 / 30
/** The flat page's camera on a screen of 16 : 9. */
const TAN_Y = Math.tan((26 * Math.PI) / 180)
const TAN_X = (TAN_Y * 16) / 9
const MIDDLE = 2 / 3
const toDegrees = (radians: number): number => (radians * 180) / Math.PI

/** A song as it stands in the room, its form at rest. */
export function createViewState(song: Pick<Song, 'chunks'>, layout: PathLayout, inHeadset = false): FrameState {
  const frameState = createFrameState()
  setReaching(frameState, inHeadset)
  setChunks(frameState, song.chunks, computeCloudRadius(song.chunks.length))
  updatePath(frameState, layout)
  const form = Float32Array.from(song.chunks.flatMap(({ position }) => position))
  Object.assign(frameState.boxes.embedding, { snapshots: [form], complete: true, progress: 1 })
  stepEmbeddingAnimation(frameState, 0)
  frameState.boxes.position.set(frameState.boxes.home)
  return frameState
}

type Eye = { position: readonly number[]; yaw: number; pitch: number }

/** A point as the eye sees it: x right, y up, z ahead. */
function seeFrom({ position, yaw, pitch }: Eye, points: Float32Array, i: number): [x: number, y: number, z: number] {
  const [dx, dy, dz] = [0, 1, 2].map((k) => points[i * 3 + k]! - position[k]!) as [number, number, number]
  const right = Math.cos(yaw) * dx - Math.sin(yaw) * dz
  const level = -Math.sin(yaw) * dx - Math.cos(yaw) * dz
  return [right, Math.cos(pitch) * dy - Math.sin(pitch) * level, Math.sin(pitch) * dy + Math.cos(pitch) * level]
}

const isWithin = ([x, y, z]: [number, number, number], share: number): boolean =>
  z > 0.03 && Math.abs(x) <= z * TAN_X * share && Math.abs(y) <= z * TAN_Y * share

const countInView = (eye: Eye, { boxes: { count, position } }: FrameState): number => {
  let seen = 0
  for (let i = 0; i < count; i++) if (isWithin(seeFrom(eye, position, i), 1)) seen++
  return seen
}

const getForward = ({ yaw, pitch }: Eye): number[] => [
  -Math.sin(yaw) * Math.cos(pitch),
  Math.sin(pitch),
  -Math.cos(yaw) * Math.cos(pitch),
]

/** Degrees per second between the views of two frames. */
function computeTurn(before: readonly number[], forward: readonly number[]): number {
  const chord = Math.hypot(...forward.map((value, k) => value - before[k]!))
  return toDegrees(2 * Math.asin(Math.min(1, chord / 2))) / FRAME_S
}

export type RideMeasures = {
  /** Shares of the time. */
  soundingInMiddle: number
  enoughInView: number
  /** Degrees per second. */
  fastestTurn: number
}

/** Rides through a song on a flat screen. `enough` boxes: 30, or half of those of a song with fewer than 60. */
export function measureRide(song: Pick<Song, 'chunks'>, layout: PathLayout): RideMeasures {
  const frameState = createViewState(song, layout)
  const { viewer, playhead, boxes } = frameState
  playhead.playing = true
  startRide(frameState)
  const end = boxes.boundaries[boxes.count]!
  const enough = Math.min(30, boxes.count / 2)
  let [looks, inMiddle, enoughLooks, fastestTurn] = [0, 0, 0, 0]
  let before: number[] | null = null
  for (let frame = 0; frame * FRAME_S < end; frame++) {
    playhead.time = frame * FRAME_S
    playhead.chunk = findInterval(boxes.boundaries, playhead.time)
    stepRide(frameState, false, FRAME_S)
    turnEye(frameState, FRAME_S)
    const { x, y, z, yaw, pitch } = viewer.rig
    viewer.head.position = [x, y + EYE_HEIGHT_M, z]
    const eye = { position: viewer.head.position, yaw, pitch }
    const forward = getForward(eye)
    if (before) fastestTurn = Math.max(fastestTurn, computeTurn(before, forward))
    before = forward
    if (frame % 6 > 0) continue
    looks++
    if (isWithin(seeFrom(eye, boxes.position, playhead.chunk), MIDDLE)) inMiddle++
    if (countInView(eye, frameState) >= enough) enoughLooks++
  }
  return { soundingInMiddle: inMiddle / looks, enoughInView: enoughLooks / looks, fastestTurn }
}

export type ArrivalMeasures = {
  /** Share of the boxes at most 50 degrees from straight ahead. */
  ahead: number
  /** Degrees of view across the largest box, corner to corner. */
  largestBox: number
}

/** What a visitor sees who has just arrived at the beginning of the path, in a headset. */
export function measureArrival(song: Pick<Song, 'chunks'>, layout: PathLayout): ArrivalMeasures {
  const frameState = createViewState(song, layout, true)
  moveToStart(frameState)
  const { x, z, yaw } = frameState.viewer.rig
  const { count, position, edgeLength } = frameState.boxes
  const eye = { position: [x, EYE_HEIGHT_M, z], yaw, pitch: 0 }
  let [ahead, largestBox] = [0, 0]
  for (let i = 0; i < count; i++) {
    const seen = seeFrom(eye, position, i)
    const distance = Math.hypot(...seen)
    if (seen[2] >= distance * Math.cos((50 * Math.PI) / 180)) ahead++
    largestBox = Math.max(largestBox, toDegrees(2 * Math.atan((edgeLength[i]! * Math.sqrt(3)) / 2 / distance)))
  }
  return { ahead: ahead / count, largestBox }
}

/** Beyond it the middle of the form is behind; exactly aside, it is at the inner side of the way. */
const ASIDE_RAD = (91 * Math.PI) / 180

/** Longest time for which a rider's way leads away from the middle of the form. */
export function measureTimeBehind(song: Pick<Song, 'chunks'>, layout: PathLayout): Seconds {
  const { path, boxes } = createViewState(song, layout)
  const middle = [0, 1, 2].map((k) => {
    let sum = 0
    for (let i = 0; i < boxes.count; i++) sum += boxes.position[i * 3 + k]!
    return sum / boxes.count
  }) as [number, number, number]
  const point = new Float64Array(3)
  let [longest, since] = [0, 0]
  const end = boxes.boundaries[boxes.count]!
  for (let time = 0; time < end; time += 0.1) {
    const [x, z, heading] = getPathPoint(path.curve, time * path.curve.metersPerSecond, point)
    const [toX, toZ] = [middle[0] - x!, middle[2] - z!]
    const toward = -Math.sin(heading!) * toX - Math.cos(heading!) * toZ
    if (toward >= Math.cos(ASIDE_RAD) * Math.hypot(toX, toZ)) since = time + 0.1
    else longest = Math.max(longest, time + 0.1 - since)
  }
  return longest
}

export type FilmMeasures = {
  /** Smallest share of the boxes in the picture at any time. */
  formInView: number
  /** Degrees per second, within shots. */
  fastestTurn: number
}

/** Three minutes of the film between visits. */
export function measureFilm(song: Pick<Song, 'chunks'>, layout: PathLayout): FilmMeasures {
  const frameState = createViewState(song, layout)
  const { boxes } = frameState
  const film = createFilm()
  const pose = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 }
  let [formInView, fastestTurn, index] = [1, 0, -1]
  let before: number[] = []
  for (let frame = 0; frame * FRAME_S < 180; frame++) {
    film.step(frameState, FRAME_S, TAN_X, TAN_Y, WHOLE_PICTURE, pose)
    const eye = { position: [pose.x, pose.y, pose.z], yaw: pose.yaw, pitch: pose.pitch }
    const forward = getForward(eye)
    if (film.shotIndex === index) fastestTurn = Math.max(fastestTurn, computeTurn(before, forward))
    before = forward
    index = film.shotIndex
    if (frame % 6 === 0) formInView = Math.min(formInView, countInView(eye, frameState) / boxes.count)
  }
  return { formInView, fastestTurn }
}
