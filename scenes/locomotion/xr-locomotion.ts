import { type Quaternion, Vector3 } from 'three'
import type { Radians, Seconds } from '../../audio/units.ts'
import { moveTowards } from '../geometry/math.ts'
import { computeDeadZoneScale, getHeading } from '../geometry/motion.ts'
import { findTeleportLanding } from '../geometry/teleport.ts'
import { prefersReducedMotion } from '../state/frame-state.ts'
import type { SceneContext } from '../state/ui-store.ts'
import { TeleportArc } from '../view/teleport-arc.ts'
import { changeFlightHeight } from './eye-height.ts'
import { PinchLocomotion } from './pinch-locomotion.ts'
import { moveAlongHeading, moveHeadTo, rotateAboutHead } from './rig.ts'

const SNAP_TURN_RAD: Radians = Math.PI / 6
const SMOOTH_TURN_RAD_PER_S: Radians = Math.PI / 2
const STICK_PRESS_THRESHOLD = 0.7
const STICK_RELEASE_THRESHOLD = 0.35
/** Of A and X in a gamepad's buttons. */
const LOWER_BUTTON_INDEX = 4
/** Smooth movement reaches its speed, or stands, within about a quarter of a second. */
const ACCELERATION_M_PER_S2 = 6
const TURN_ACCELERATION_RAD_PER_S2 = 8
/** So fast, or turned so quickly, a visitor needs all of the vignette. */
const FULL_VIGNETTE_SPEED_M_PER_S = 0.5
const FULL_VIGNETTE_TURN_RAD_PER_S = 0.8

/** What one hand's stick asks for: -1..1 each, in the stick's own directions. */
type ThumbstickState = { x: number; y: number; vertical: boolean; aiming: boolean; snapTurned: boolean }

const direction = new Vector3()
const landingPoint: [x: number, y: number, z: number] = [0, 0, 0]

/**
 * How a visitor gets about in the headset. Sticks and pinches are read as hands are followed; what they ask for is done
 * at the beginning of the next frame, so that hands and what they hold come along.
 *
 * Each stick alone does everything: pushed forward it teleports or walks, to the side it turns, with A or X held it goes
 * up and down. With two, smooth movement lets one hand step sideways and the other fly.
 */
export class XRLocomotion {
  readonly teleportView: TeleportArc
  private readonly sticks = new Map<XRInputSource, ThumbstickState>()
  private readonly pinches: PinchLocomotion
  /** Who holds the arc. */
  private aimingSource: XRInputSource | null = null
  /** The arc was let go where one can stand; done with the next frame. */
  private teleportPending = false
  private pendingSnapTurns = 0
  private forwardSpeed = 0
  private rightSpeed = 0
  private upSpeed = 0
  private turnSpeed = 0

  constructor(private readonly room: SceneContext) {
    this.teleportView = new TeleportArc(room.frameState)
    this.pinches = new PinchLocomotion(room.frameState)
  }

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const detach = this.pinches.attach(session)
    return () => {
      detach()
      for (const source of this.sticks.keys()) this.removeSource(source)
      this.cancelTeleport()
    }
  }

  /** A pinch of this source is meant for something else: a box, the panel. */
  claimSource(source: XRInputSource | undefined): void {
    if (!source) return
    this.pinches.cancelPinch(source)
    if (this.aimingSource === source && !this.sticks.has(source)) this.cancelTeleport()
  }

  /** Reads one hand, which points from `position` (room) along -z of `quaternion`. */
  readSource(source: XRInputSource, position: Vector3, quaternion: Quaternion): void {
    if (this.room.store.getState().xrMode !== 'vr') return
    direction.set(0, 0, -1).applyQuaternion(quaternion)
    const axes = source.gamepad?.axes
    if (axes && axes.length >= 4) this.readThumbstick(source, axes[2]!, axes[3]!, position)
    else this.readPinch(source, position)
  }

  private readThumbstick(source: XRInputSource, x: number, y: number, position: Vector3): void {
    const stick = this.getOrCreateStick(source)
    const { flying, moving, leftHanded } = this.room.frameState.preferences
    const alone = this.sticks.size < 2
    const walker = source.handedness === (leftHanded ? 'right' : 'left')
    stick.x = x
    stick.y = y
    stick.vertical = (source.gamepad?.buttons[LOWER_BUTTON_INDEX]?.pressed ?? false) || (flying && !alone && !walker)
    if (
      moving === 'teleport' &&
      !stick.vertical &&
      (y < -STICK_PRESS_THRESHOLD || (stick.aiming && y < -STICK_RELEASE_THRESHOLD))
    ) {
      stick.aiming = true
      this.aimTeleport(source, position)
    } else if (stick.aiming) {
      stick.aiming = false
      this.releaseTeleport(source)
    }
    const sideways = this.isStrafing(source)
    if (
      !stick.snapTurned &&
      !stick.aiming &&
      !sideways &&
      Math.abs(x) > STICK_PRESS_THRESHOLD &&
      Math.abs(x) > Math.abs(y)
    ) {
      stick.snapTurned = true
      if (this.room.frameState.preferences.turning === 'snap') this.pendingSnapTurns -= Math.sign(x)
    } else if (Math.abs(x) < STICK_RELEASE_THRESHOLD) stick.snapTurned = false
  }

  /** With two sticks and smooth movement, one of them steps aside instead of turning. */
  private isStrafing(source: XRInputSource): boolean {
    const { moving, leftHanded } = this.room.frameState.preferences
    if (moving !== 'smooth' || this.sticks.size < 2) return false
    return source.handedness === (leftHanded ? 'right' : 'left')
  }

  private readPinch(source: XRInputSource, position: Vector3): void {
    const wish = this.pinches.readSource(source, position, direction)
    if (wish === 'aim') this.aimTeleport(source, position)
    else if (wish === 'release') this.releaseTeleport(source)
  }

  private aimTeleport(source: XRInputSource, position: Vector3): void {
    if (this.aimingSource && this.aimingSource !== source) return
    this.aimingSource = source
    const { x, y, z } = position
    const lands = findTeleportLanding(x, y, z, direction.x, direction.y, direction.z, landingPoint)
    this.room.frameState.viewer.teleportTarget = lands ? landingPoint : null
    this.teleportView.show(position, direction, lands)
  }

  private releaseTeleport(source: XRInputSource): void {
    if (this.aimingSource !== source) return
    this.teleportPending = this.room.frameState.viewer.teleportTarget !== null
    this.aimingSource = null
    this.teleportView.hide()
  }

  private cancelTeleport(): void {
    this.aimingSource = null
    this.teleportPending = false
    this.room.frameState.viewer.teleportTarget = null
    this.teleportView.hide()
  }

  /** An input source went away. */
  removeSource(source: XRInputSource): void {
    this.sticks.delete(source)
    this.pinches.removeSource(source)
    if (this.aimingSource === source) this.cancelTeleport()
  }

  /** Does what was asked for. */
  update(dt: Seconds): void {
    const { frameState } = this.room
    const {
      viewer: { rig: visitor, head: ear, eyeHeight: standing },
    } = frameState
    const [x, , z] = ear.position
    for (; this.pendingSnapTurns !== 0; this.pendingSnapTurns -= Math.sign(this.pendingSnapTurns))
      rotateAboutHead(visitor, x, z, Math.sign(this.pendingSnapTurns) * SNAP_TURN_RAD)
    if (this.teleportPending) {
      this.teleportPending = false
      frameState.viewer.teleportTarget = null
      moveHeadTo(visitor, x, z, landingPoint[0], landingPoint[2])
      standing.flightHeight = 0
      visitor.y = standing.lift
      this.leaveRide()
    }
    this.easeSpeeds(dt)
    if (this.turnSpeed !== 0) rotateAboutHead(visitor, x, z, this.turnSpeed * dt)
    if (this.upSpeed !== 0) changeFlightHeight(frameState, this.upSpeed * dt)
    const speed = Math.hypot(this.forwardSpeed, this.rightSpeed)
    if (speed > 0) {
      moveAlongHeading(visitor, getHeading(ear.forward, ear.up), this.forwardSpeed, this.rightSpeed, dt)
      this.leaveRide()
    }
    if (this.pinches.applyPulls() && this.aimingSource && !this.sticks.has(this.aimingSource)) this.cancelTeleport()
    frameState.viewer.motion = Math.min(
      1,
      Math.max(
        speed / FULL_VIGNETTE_SPEED_M_PER_S,
        Math.abs(this.upSpeed) / FULL_VIGNETTE_SPEED_M_PER_S,
        Math.abs(this.turnSpeed) / FULL_VIGNETTE_TURN_RAD_PER_S,
      ),
    )
  }

  /** Whoever goes elsewhere by themselves is no longer carried. */
  private leaveRide(): void {
    const { store, frameState, actions } = this.room
    if (store.getState().mode === 'ride' && frameState.playhead.playing) actions.setMode('roam')
  }

  /** Sticks ask for speeds, which are reached softly. */
  private easeSpeeds(dt: Seconds): void {
    const { frameState } = this.room
    const { moving, turning, speed, flying } = frameState.preferences
    let [forward, right, rise, turn] = [0, 0, 0, 0]
    for (const [source, stick] of this.sticks) {
      const push = computeDeadZoneScale(stick.x, stick.y)
      if (push === 0) continue
      const sideways = this.isStrafing(source)
      if (stick.vertical) rise -= flying ? stick.y * push : 0
      else if (moving === 'smooth') forward -= stick.y * push
      if (sideways) right += stick.x * push
      else if (turning === 'smooth' && !stick.aiming) turn -= stick.x * push
    }
    // Two sticks are no faster than one, nor is the diagonal.
    const most = speed / Math.max(1, Math.hypot(forward, right))
    const calm = prefersReducedMotion(frameState)
    const change = calm ? Number.POSITIVE_INFINITY : ACCELERATION_M_PER_S2 * dt
    this.forwardSpeed = moveTowards(this.forwardSpeed, forward * most, change)
    this.rightSpeed = moveTowards(this.rightSpeed, right * most, change)
    this.upSpeed = moveTowards(this.upSpeed, Math.max(-1, Math.min(1, rise)) * speed, change)
    const spin = calm ? Number.POSITIVE_INFINITY : TURN_ACCELERATION_RAD_PER_S2 * dt
    this.turnSpeed = moveTowards(this.turnSpeed, Math.max(-1, Math.min(1, turn)) * SMOOTH_TURN_RAD_PER_S, spin)
  }

  private getOrCreateStick(source: XRInputSource): ThumbstickState {
    let stick = this.sticks.get(source)
    if (!stick) {
      stick = { x: 0, y: 0, vertical: false, aiming: false, snapTurned: false }
      this.sticks.set(source, stick)
    }
    return stick
  }

  dispose(): void {
    this.teleportView.dispose()
  }
}
