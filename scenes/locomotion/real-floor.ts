import type { Seconds } from '../../audio/units.ts'
import { layRoute } from '../geometry/lay-route.ts'
import { getHeading } from '../geometry/motion.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type FrameState, setWalkingFloor } from '../state/frame-state.ts'
import { updateStretch } from '../state/path-state.ts'
import type { LocomotionMode } from '../state/scene-context.ts'
import { findPathAtFeet } from './rig.ts'

/** The path comes to where the visitor has been moved to after this time at rest. */
const REST_S: Seconds = 0.3
/** Moved by no more than this the real floor is where it was; meters, radians and shares of the scale. */
const MAX_SHIFT = 0.02
/** A path without a way back is laid anew if what plays is this far before its start. */
const MAX_EARLIER_M = 0.3

/** Pose of the visitor's own space in the song's. */
type Pose = { x: number; z: number; yaw: number; scale: number }
const createPose = (): Pose => ({ x: 0, z: 0, yaw: 0, scale: 1 })
const measureShift = (a: Pose, b: Pose): number =>
  Math.max(Math.hypot(a.x - b.x, a.z - b.z), Math.abs(a.yaw - b.yaw), Math.abs(a.scale - b.scale))

const songPoint: [x: number, y: number, z: number] = [0, 0, 0]

/**
 * Keeps the path on the real floor that the headset reports: a stretch of the song that renews itself as one walks, laid
 * anew around the feet whenever something else than steps has moved the visitor. A ride needs no floor.
 */
export class RealFloor {
  private readonly now = createPose()
  private readonly before = createPose()
  private readonly laid = createPose()
  private restTime: Seconds = 0
  private mode: LocomotionMode = 'roam'
  private playheadTime: Seconds = 0

  update(frameState: FrameState, mode: LocomotionMode, dt: Seconds): void {
    const { path } = frameState
    if (!path.realFloor || mode === 'ride') {
      setWalkingFloor(frameState, null)
      return
    }
    this.readPose(frameState)
    this.restTime = measureShift(this.now, this.before) < 1e-6 ? this.restTime + dt : 0
    Object.assign(this.before, this.now)
    const isOnPath = this.followFeet(frameState, mode)
    const begins = mode === 'walk' && this.mode !== 'walk'
    this.mode = mode
    if (!path.walkingFloor || (begins && !isOnPath)) path.needsLaying = true
    const isMoved = this.restTime > REST_S && measureShift(this.now, this.laid) > MAX_SHIFT
    if (path.needsLaying || isMoved) this.lay(frameState)
    updateStretch(frameState.path, frameState.boxes.boundaries)
  }

  private readPose({ viewer: { rig }, placement }: FrameState): void {
    roomToSong(placement, rig.x, 0, rig.z, songPoint)
    this.now.x = songPoint[0]
    this.now.z = songPoint[2]
    this.now.yaw = rig.yaw - placement.yaw
    this.now.scale = 1 / placement.scale
  }

  /** Moves the shown stretch along with the feet, or with what plays. @returns whether feet are on the path. */
  private followFeet(frameState: FrameState, mode: LocomotionMode): boolean {
    const { path, playhead } = frameState
    const found = findPathAtFeet(frameState, true)
    const isPlayed = mode !== 'walk' && (playhead.playing || playhead.time !== this.playheadTime)
    this.playheadTime = playhead.time
    if (isPlayed) path.feet = playhead.time * path.curve.metersPerSecond
    else if (found >= 0 && !path.needsLaying) path.feet = found
    const { route } = path.curve
    if (route && !route.back && path.feet < route.start - MAX_EARLIER_M) path.needsLaying = true
    return found >= 0
  }

  private lay(frameState: FrameState): void {
    const { path, placement, viewer, boxes } = frameState
    const { now } = this
    const { head, feet } = viewer
    const length = boxes.boundaries[boxes.count]! * path.curve.metersPerSecond
    const cos = Math.cos(now.yaw) * now.scale
    const sin = Math.sin(now.yaw) * now.scale
    roomToSong(placement, feet[0], 0, feet[1], songPoint)
    path.feet = Math.min(path.feet, length)
    const floor = {
      corners: placeCorners(path.realFloor!, now.x, now.z, cos, sin),
      x: songPoint[0],
      z: songPoint[2],
      heading: getHeading(head.forward, head.up) - placement.yaw,
      start: path.feet,
    }
    setWalkingFloor(frameState, floor, layRoute(floor))
    path.needsLaying = false
    Object.assign(this.laid, now)
  }
}

function placeCorners(corners: readonly number[], x: number, z: number, cos: number, sin: number): number[] {
  const placed = corners.slice()
  for (let k = 0; k < placed.length; k += 2) {
    placed[k] = x + cos * corners[k]! + sin * corners[k + 1]!
    placed[k + 1] = z - sin * corners[k]! + cos * corners[k + 1]!
  }
  return placed
}
