import { Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { roomToSong } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/ui-store.ts'
import { TextPlate } from './text-plate.ts'

const CAPTION_DISTANCE_M: Meters = 1.5
/** Of the whole line; its letters are about 0.8 degrees high. */
const CAPTION_HEIGHT_M: Meters = 0.065
/** Below where one looks. */
const PITCH_BELOW_GAZE_RAD: Radians = 0.3
/** It stays where it is until one looks or goes away from it so far, and then comes until it is nearly there. */
const FOLLOW_START_RATIO = 0.35
const FOLLOW_STOP_M = 0.03

const targetPosition = new Vector3()
const ahead = new Vector3()
const scratchQuaternion = new Quaternion()
const UP = new Vector3(0, 1, 0)
const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]

/** The caption in the headset: a quiet line below where one looks, which follows lazily. */
export class CaptionPlate {
  private readonly plate = new TextPlate(CAPTION_HEIGHT_M)
  readonly mesh = this.plate.mesh
  /** In the room. */
  private readonly position = new Vector3()
  private shown = false
  private following = false

  constructor(
    private readonly store: SceneContext['store'],
    private readonly frameState: FrameState,
  ) {}

  update(dt: Seconds): void {
    const { caption, xrMode: session } = this.store.getState()
    const { plate, frameState } = this
    plate.setText(session === null ? null : caption)
    if (!this.mesh.visible) {
      this.shown = false
      return
    }
    this.follow(dt)
    const {
      viewer: { head: ear },
      placement,
    } = frameState
    roomToSong(placement, this.position.x, this.position.y, this.position.z, scratchPoint)
    this.mesh.position.fromArray(scratchPoint)
    this.mesh.scale.setScalar(1 / placement.scale)
    // It faces the eye and stands upright.
    const heading = Math.atan2(ear.position[0] - this.position.x, ear.position[2] - this.position.z)
    this.mesh.quaternion.copy(scratchQuaternion.setFromAxisAngle(UP, heading - placement.yaw))
  }

  private follow(dt: Seconds): void {
    const {
      viewer: { head: ear, reducedMotion },
    } = this.frameState
    const level = Math.hypot(ear.forward[0], ear.forward[2])
    // Who looks straight up or down keeps the line where it was.
    if (level > 0.2) ahead.set(ear.forward[0] / level, 0, ear.forward[2] / level)
    const pitch =
      Math.max(-0.5, Math.min(0.5, Math.asin(Math.max(-1, Math.min(1, ear.forward[1]))))) - PITCH_BELOW_GAZE_RAD
    targetPosition.copy(ahead).multiplyScalar(CAPTION_DISTANCE_M * Math.cos(pitch))
    targetPosition.y = CAPTION_DISTANCE_M * Math.sin(pitch)
    targetPosition.x += ear.position[0]
    targetPosition.y += ear.position[1]
    targetPosition.z += ear.position[2]
    const off = targetPosition.distanceTo(this.position)
    if (!this.shown || (reducedMotion && off > FOLLOW_START_RATIO * 1.5)) this.position.copy(targetPosition)
    this.shown = true
    if (reducedMotion) return
    this.following = off > FOLLOW_START_RATIO * CAPTION_DISTANCE_M || (this.following && off > FOLLOW_STOP_M)
    if (this.following) this.position.lerp(targetPosition, 1 - Math.exp(-dt * 3.5))
  }

  dispose(): void {
    this.plate.dispose()
  }
}
