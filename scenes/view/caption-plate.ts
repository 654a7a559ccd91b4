import { Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { roomToSong } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import { TextPlate } from './text-plate.ts'

const CAPTION_DISTANCE_M: Meters = 1.5
/** Height of the plate; at its distance letters are about 0.8 degrees high. */
const CAPTION_HEIGHT_M: Meters = 0.065
/** Angle below the gaze. */
const PITCH_BELOW_GAZE_RAD: Radians = 0.3
/** The plate starts to follow when it is this share of its distance away from its target, and stops this near to it. */
const FOLLOW_START_RATIO = 0.35
const FOLLOW_STOP_M: Meters = 0.03
const FOLLOW_RATE_PER_S = 3.5
/** A gaze with a smaller horizontal part has no heading. */
const MIN_LEVEL_GAZE = 0.2
const MAX_PITCH_RAD: Radians = 0.5

const targetPosition = new Vector3()
const ahead = new Vector3()
const scratchQuaternion = new Quaternion()
const UP = new Vector3(0, 1, 0)
const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]

/** The caption in the headset: one line below the gaze, which follows with a delay. */
export class CaptionPlate {
  private readonly plate = new TextPlate(CAPTION_HEIGHT_M)
  readonly mesh = this.plate.mesh
  /** Position in the room. */
  private readonly position = new Vector3()
  private shown = false
  private following = false

  constructor(
    private readonly store: SceneContext['store'],
    private readonly frameState: FrameState,
  ) {}

  update(dt: Seconds): void {
    const { caption, xrMode } = this.store.getState()
    const { plate, frameState } = this
    plate.setText(xrMode === null ? null : caption)
    if (!this.mesh.visible) {
      this.shown = false
      return
    }
    this.follow(dt)
    const {
      viewer: { head },
      placement,
    } = frameState
    roomToSong(placement, this.position.x, this.position.y, this.position.z, scratchPoint)
    this.mesh.position.fromArray(scratchPoint)
    this.mesh.scale.setScalar(1 / placement.scale)
    // Upright, facing the head.
    const heading = Math.atan2(head.position[0] - this.position.x, head.position[2] - this.position.z)
    this.mesh.quaternion.copy(scratchQuaternion.setFromAxisAngle(UP, heading - placement.yaw))
  }

  private follow(dt: Seconds): void {
    const { head, reducedMotion } = this.frameState.viewer
    const [x, y, z] = head.forward
    const level = Math.hypot(x, z)
    // The heading stays as it was while the visitor looks straight up or down.
    if (level > MIN_LEVEL_GAZE) ahead.set(x / level, 0, z / level)
    const gazePitch = Math.asin(Math.max(-1, Math.min(1, y)))
    const pitch = Math.max(-MAX_PITCH_RAD, Math.min(MAX_PITCH_RAD, gazePitch)) - PITCH_BELOW_GAZE_RAD
    targetPosition.copy(ahead).multiplyScalar(CAPTION_DISTANCE_M * Math.cos(pitch))
    targetPosition.y = CAPTION_DISTANCE_M * Math.sin(pitch)
    targetPosition.x += head.position[0]
    targetPosition.y += head.position[1]
    targetPosition.z += head.position[2]
    const distance = targetPosition.distanceTo(this.position)
    if (!this.shown || (reducedMotion && distance > FOLLOW_START_RATIO * CAPTION_DISTANCE_M))
      this.position.copy(targetPosition)
    this.shown = true
    if (reducedMotion) return
    this.following = distance > FOLLOW_START_RATIO * CAPTION_DISTANCE_M || (this.following && distance > FOLLOW_STOP_M)
    if (this.following) this.position.lerp(targetPosition, 1 - Math.exp(-dt * FOLLOW_RATE_PER_S))
  }

  dispose(): void {
    this.plate.dispose()
  }
}
