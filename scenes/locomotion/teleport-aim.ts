import { Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { clearLanding } from '../geometry/head-clearance.ts'
import { moveTowards, wrapAngle } from '../geometry/math.ts'
import { getHeading } from '../geometry/motion.ts'
import { roomToSong, songToRoom } from '../geometry/placement.ts'
import {
  ARC_SPEED_M_PER_S,
  computeFlightTime,
  computeLandingHeading,
  findArcLanding,
  findRayLanding,
  limitLanding,
} from '../geometry/teleport.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { TeleportArc } from '../view/teleport-arc.ts'
import { moveHeadTo, rotateAboutHead, snapToPath } from './rig.ts'

/** The view darkens for this time before a teleport, and lightens for as long after it. */
const BLINK_S: Seconds = 0.15
/** Length of an arc that means no place. */
const AWAY_M: Meters = 2.5
/** Share of its length by which the arc of a hand that points straight rises. */
const HAND_ARC_SHARE = 0.12

const landing = { x: 0, z: 0 }
const eyes: [x: number, y: number, z: number] = [0, 0, 0]
const control = new Vector3()
const end = new Vector3()

/** One source at a time aims a teleport; released above a place where the visitor can stand, it leads there through the dark. */
export class TeleportAim {
  readonly arc: TeleportArc
  /** Source that aims now. */
  source: XRInputSource | null = null
  private readonly target: [x: number, y: number, z: number] = [0, 0, 0]
  /** Heading after the landing; null: the visitor's own. */
  private heading: Radians | null = null
  private isAway = false
  private departs = false
  private readonly cloud = createRaycastBoxes()

  constructor(private readonly frameState: FrameState) {
    this.arc = new TeleportArc(frameState)
  }

  /**
   * Aims from `position` along the unit vector `direction`, both in the room.
   * @param aside angle of the stick to the right of forward; null: a hand without one, which means the place that it points
   * straight at, and the visitor's own heading.
   * @param isHeld false: it is only shown, for it may be a tap.
   */
  aim(source: XRInputSource, position: Vector3, direction: Vector3, aside: Radians | null, isHeld = true): void {
    if ((this.source && this.source !== source) || this.departs) return
    const { viewer } = this.frameState
    this.source = source
    viewer.teleporting = true
    const { x, y, z } = position
    const findLanding = aside === null ? findRayLanding : findArcLanding
    this.isAway = !findLanding(x, y, z, direction.x, direction.y, direction.z, landing)
    const canLand = !this.isAway && this.settleLanding()
    this.target[0] = landing.x
    this.target[2] = landing.z
    viewer.teleportTarget = canLand && isHeld ? this.target : null
    const ahead = getHeading(viewer.head.forward, viewer.head.up)
    this.heading = aside === null ? null : computeLandingHeading(direction.x, direction.z, ahead, aside)
    if (this.isAway) end.copy(position).addScaledVector(direction, AWAY_M)
    else end.set(landing.x, 0, landing.z)
    // The parabola to the landing, also where that was moved aside.
    control.lerpVectors(position, end, 0.5)
    if (aside === null) control.y += this.isAway ? 0 : position.distanceTo(end) * HAND_ARC_SHARE
    else if (!this.isAway) control.y = y + (direction.y * ARC_SPEED_M_PER_S * computeFlightTime(y, direction.y)) / 2
    this.arc.show(
      position,
      control,
      end,
      this.heading ?? ahead,
      this.isAway ? 'away' : canLand ? 'free' : 'refused',
      isHeld,
    )
  }

  /** Brings the landing onto the path where that is near, and away from heads' boxes. @returns whether the visitor can stand there */
  private settleLanding(): boolean {
    const { viewer, boxes, placement } = this.frameState
    const [headX, , headZ] = viewer.head.position
    if (limitLanding(headX, headZ, landing)) return false
    snapToPath(this.frameState, landing)
    const eyeHeight = viewer.headInRig.position.y + viewer.eyeHeight.lift
    roomToSong(placement, landing.x, eyeHeight, landing.z, eyes)
    landing.x = eyes[0]
    landing.z = eyes[2]
    updateCloudBoxes(this.cloud, boxes)
    const isClear = clearLanding(this.cloud, landing, eyes[1], 1 / placement.scale)
    songToRoom(placement, landing.x, eyes[1], landing.z, eyes)
    landing.x = eyes[0]
    landing.z = eyes[2]
    return isClear
  }

  release(source: XRInputSource): void {
    if (this.source !== source) return
    this.source = null
    this.arc.hide()
    const { viewer, feedback } = this.frameState
    this.departs = viewer.teleportTarget !== null
    viewer.teleporting = this.departs
    // Who points into the air calls off.
    if (!this.departs && !this.isAway) giveFeedback(feedback, 'edge', source)
  }

  /** Calls off what is aimed. */
  callOff(): void {
    if (!this.source) return
    this.source = null
    this.arc.hide()
    this.frameState.viewer.teleporting = false
    this.frameState.viewer.teleportTarget = null
  }

  /** Darkens the view, moves the visitor, and lightens it again. @returns whether the visitor lands now */
  step(dt: Seconds): boolean {
    const { viewer } = this.frameState
    viewer.blink = moveTowards(viewer.blink, this.departs ? 1 : 0, dt / BLINK_S)
    if (!this.departs || viewer.blink < 1) return false
    const { rig, head, eyeHeight } = viewer
    const [x, , z] = head.position
    if (this.heading !== null) rotateAboutHead(rig, x, z, wrapAngle(this.heading - getHeading(head.forward, head.up)))
    moveHeadTo(rig, x, z, this.target[0], this.target[2])
    eyeHeight.flightHeight = 0
    rig.y = eyeHeight.lift
    this.endTeleport()
    return true
  }

  /** Ends it with the session. */
  reset(): void {
    this.callOff()
    this.endTeleport()
    this.frameState.viewer.blink = 0
  }

  private endTeleport(): void {
    this.departs = false
    this.frameState.viewer.teleporting = false
    this.frameState.viewer.teleportTarget = null
  }
}
