import { type Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { moveTowards } from '../geometry/math.ts'
import { computeDeadZoneScale, getHeading } from '../geometry/motion.ts'
import { meansFloor } from '../geometry/teleport.ts'
import { giveFeedback } from '../state/feedback.ts'
import { prefersReducedMotion } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import type { TeleportArc } from '../view/teleport-arc.ts'
import { changeFlightHeight } from './eye-height.ts'
import { PinchLocomotion } from './pinch-locomotion.ts'
import { moveAlongHeading, rotateAboutHead } from './rig.ts'
import { callOffStickAim, createStickAim, type StickAim, stepStickAim } from './stick-aim.ts'
import { TeleportAim } from './teleport-aim.ts'

const SNAP_TURN_RAD: Radians = Math.PI / 6
const SMOOTH_TURN_RAD_PER_S = Math.PI / 2
const STICK_PRESS_THRESHOLD = 0.7
const STICK_RELEASE_THRESHOLD = 0.35
/** A click of the stick, A or X, and B or Y among the buttons of a gamepad with the xr-standard mapping. */
const STICK_BUTTON_INDEX = 3
const LOWER_BUTTON_INDEX = 4
const UPPER_BUTTON_INDEX = 5
/** A stick is not taken for one that is led back because frames are slow. */
const MAX_STICK_STEP_S: Seconds = 0.05
/** Smooth movement reaches its speed, or stops, within about a quarter of a second. */
const ACCELERATION_M_PER_S2 = 6
const TURN_ACCELERATION_RAD_PER_S2 = 8
/** Speeds at which the vignette is fully narrowed. */
const FULL_VIGNETTE_SPEED_M_PER_S = 0.5
const FULL_VIGNETTE_TURN_RAD_PER_S = 0.8

/** State of one thumbstick; axes from -1 to 1 as in Gamepad.axes. `vertical`: it flies up and down instead of walking. */
type ThumbstickState = { x: number; y: number; vertical: boolean; aim: StickAim; snapTurned: boolean }

const direction = new Vector3()
const clampToUnit = (value: number): number => Math.max(-1, Math.min(1, value))

/**
 * Locomotion in a headset by thumbsticks and pinches. They are read with the poses of a frame and take effect at the
 * beginning of the next, so that hands and what they hold come along.
 *
 * Either thumbstick does everything: forward teleports or walks, sideways turns, with A or X held it flies up and down.
 * With two thumbsticks and smooth movement one strafes instead of turning, and the other flies.
 */
export class XRLocomotion {
  private readonly sticks = new Map<XRInputSource, ThumbstickState>()
  private readonly pinches: PinchLocomotion
  private readonly teleportAim: TeleportAim
  private pendingSnapTurns = 0
  private forwardSpeed = 0
  private rightSpeed = 0
  private upSpeed = 0
  private turnSpeed = 0
  private stickStep: Seconds = 0

  constructor(private readonly context: SceneContext) {
    this.teleportAim = new TeleportAim(context.frameState)
    this.pinches = new PinchLocomotion(context.frameState, {
      go: (source) => this.teleportAim.release(source),
      tap: (source, chunk) => this.endTap(source, chunk),
    })
  }

  get teleportArc(): TeleportArc {
    return this.teleportAim.arc
  }

  /** @returns a function that detaches it from the session. */
  attach(session: XRSession): () => void {
    const detachPinches = this.pinches.attach(session)
    return () => {
      detachPinches()
      for (const source of this.sticks.keys()) this.removeSource(source)
      this.teleportAim.reset()
    }
  }

  /** Marks a pinch of this source as used: it pressed a box or the panel. */
  claimSource(source: XRInputSource | undefined): void {
    if (!source) return
    this.pinches.cancelPinch(source)
    if (this.teleportAim.source === source && !this.sticks.has(source)) this.teleportAim.callOff()
  }

  /**
   * A hand pinches while its ray meets a box or its tile.
   * @param boxDistance from the hand, Infinity for the tile.
   * @returns whether the floor is meant: held the pinch aims a teleport, and a tap plays the chunk.
   */
  pinchFloor(source: XRInputSource, chunk: number, quaternion: Quaternion, boxDistance: Meters): boolean {
    if (this.context.store.getState().xrMode !== 'vr') return false
    direction.set(0, 0, -1).applyQuaternion(quaternion)
    return meansFloor(direction.y, boxDistance) && this.pinches.aimPinch(source, chunk)
  }

  private endTap(source: XRInputSource, chunk: number): void {
    if (this.teleportAim.source === source) this.teleportAim.callOff()
    if (chunk < 0) return
    this.context.actions.pickChunk(chunk)
    giveFeedback(this.context.frameState.feedback, 'play', source)
  }

  /** Reads an input source that points from `position` (room) along -z of `quaternion`. */
  readSource(source: XRInputSource, position: Vector3, quaternion: Quaternion): void {
    if (this.context.store.getState().xrMode !== 'vr') return
    direction.set(0, 0, -1).applyQuaternion(quaternion)
    const axes = source.gamepad?.axes
    if (axes && axes.length >= 4) this.readThumbstick(source, axes[2]!, axes[3]!, position)
    else this.readPinch(source, position)
  }

  private readThumbstick(source: XRInputSource, x: number, y: number, position: Vector3): void {
    const stick = this.getOrCreateStick(source)
    const { flying, turning } = this.context.frameState.preferences
    const flies = flying && this.sticks.size > 1 && !this.isWalkingHand(source)
    stick.x = x
    stick.y = y
    stick.vertical = (source.gamepad?.buttons[LOWER_BUTTON_INDEX]?.pressed ?? false) || flies
    this.readAim(source, stick, position)
    const sideways = Math.abs(x) > STICK_PRESS_THRESHOLD && Math.abs(x) > Math.abs(y)
    if (sideways && !stick.snapTurned && stick.aim.phase === 'rest' && !this.isStrafing(source)) {
      stick.snapTurned = true
      if (turning === 'snap') this.pendingSnapTurns -= Math.sign(x)
    } else if (Math.abs(x) < STICK_RELEASE_THRESHOLD) stick.snapTurned = false
  }

  /** Aims with a stick that is pushed forward; B, Y or a click of the stick call it off. */
  private readAim(source: XRInputSource, stick: ThumbstickState, position: Vector3): void {
    const { teleportAim } = this
    const { buttons } = source.gamepad!
    if (teleportAim.source && buttons[UPPER_BUTTON_INDEX]?.pressed) this.callOffAim()
    const canAim = this.context.frameState.preferences.moving === 'teleport' && !stick.vertical
    const isClicked = buttons[STICK_BUTTON_INDEX]?.pressed ?? false
    if (stick.aim.phase === 'aim' && (isClicked || !canAim)) this.callOffAim()
    if (!canAim) return
    const step = stepStickAim(stick.aim, stick.x, stick.y, this.stickStep)
    if (step === 'aim') teleportAim.aim(source, position, direction, stick.aim.angle)
    else if (step === 'go') teleportAim.release(source)
    else if (step === 'callOff' && teleportAim.source === source) teleportAim.callOff()
  }

  /** Calls off what any source aims. */
  private callOffAim(): void {
    const { source } = this.teleportAim
    for (const { aim } of this.sticks.values()) if (aim.phase === 'aim') callOffStickAim(aim)
    if (source) this.pinches.cancelPinch(source)
    this.teleportAim.callOff()
  }

  private isWalkingHand({ handedness }: XRInputSource): boolean {
    return handedness === (this.context.frameState.preferences.leftHanded ? 'right' : 'left')
  }

  /** With two thumbsticks and smooth movement, the walking hand steps sideways instead of turning. */
  private isStrafing(source: XRInputSource): boolean {
    const { moving } = this.context.frameState.preferences
    return moving === 'smooth' && this.sticks.size > 1 && this.isWalkingHand(source)
  }

  private readPinch(source: XRInputSource, position: Vector3): void {
    const pinch = this.pinches.readSource(source, position, direction)
    if (pinch) this.teleportAim.aim(source, position, direction, null, pinch === 'aim')
  }

  /** Forgets an input source that went away. */
  removeSource(source: XRInputSource): void {
    this.sticks.delete(source)
    this.pinches.removeSource(source)
    if (this.teleportAim.source === source) this.teleportAim.callOff()
  }

  /** Moves the rig by what was read since the last frame. */
  update(dt: Seconds): void {
    const { viewer } = this.context.frameState
    const { rig, head } = viewer
    const [x, , z] = head.position
    this.stickStep = Math.min(dt, MAX_STICK_STEP_S)
    const { feedback } = this.context.frameState
    if (this.pendingSnapTurns !== 0) {
      rotateAboutHead(rig, x, z, this.pendingSnapTurns * SNAP_TURN_RAD)
      giveFeedback(feedback, 'turn', null)
    }
    this.pendingSnapTurns = 0
    if (this.teleportAim.step(dt)) {
      this.leaveRide()
      giveFeedback(feedback, 'teleport', null)
    }
    this.easeSpeeds(dt)
    if (this.turnSpeed !== 0) rotateAboutHead(rig, x, z, this.turnSpeed * dt)
    if (this.upSpeed !== 0) changeFlightHeight(this.context.frameState, this.upSpeed * dt)
    const speed = Math.hypot(this.forwardSpeed, this.rightSpeed)
    if (speed > 0) {
      moveAlongHeading(rig, getHeading(head.forward, head.up), this.forwardSpeed, this.rightSpeed, dt)
      this.leaveRide()
    }
    const { source } = this.teleportAim
    if (this.pinches.applyPulls() && source && !this.sticks.has(source)) this.teleportAim.callOff()
    viewer.motion = Math.min(
      1,
      Math.max(
        speed / FULL_VIGNETTE_SPEED_M_PER_S,
        Math.abs(this.upSpeed) / FULL_VIGNETTE_SPEED_M_PER_S,
        Math.abs(this.turnSpeed) / FULL_VIGNETTE_TURN_RAD_PER_S,
      ),
    )
  }

  /** A visitor who moves away during a ride gets off it. */
  private leaveRide(): void {
    const { store, frameState, actions } = this.context
    if (store.getState().mode === 'ride' && frameState.playhead.playing) actions.setMode('roam')
  }

  /** Accelerates towards the speeds that the thumbsticks ask for. */
  private easeSpeeds(dt: Seconds): void {
    const { frameState } = this.context
    const { moving, turning, speed, flying } = frameState.preferences
    let forward = 0
    let right = 0
    let up = 0
    let turn = 0
    for (const [source, stick] of this.sticks) {
      const scale = computeDeadZoneScale(stick.x, stick.y)
      if (scale === 0) continue
      if (stick.vertical) up -= flying ? stick.y * scale : 0
      else if (moving === 'smooth') forward -= stick.y * scale
      if (this.isStrafing(source)) right += stick.x * scale
      else if (turning === 'smooth' && stick.aim.phase === 'rest') turn -= stick.x * scale
    }
    // Neither two thumbsticks nor the diagonal are faster than one.
    const walkSpeed = speed / Math.max(1, Math.hypot(forward, right))
    const reducedMotion = prefersReducedMotion(frameState)
    const maxChange = reducedMotion ? Number.POSITIVE_INFINITY : ACCELERATION_M_PER_S2 * dt
    this.forwardSpeed = moveTowards(this.forwardSpeed, forward * walkSpeed, maxChange)
    this.rightSpeed = moveTowards(this.rightSpeed, right * walkSpeed, maxChange)
    this.upSpeed = moveTowards(this.upSpeed, clampToUnit(up) * speed, maxChange)
    const maxTurnChange = reducedMotion ? Number.POSITIVE_INFINITY : TURN_ACCELERATION_RAD_PER_S2 * dt
    this.turnSpeed = moveTowards(this.turnSpeed, clampToUnit(turn) * SMOOTH_TURN_RAD_PER_S, maxTurnChange)
  }

  private getOrCreateStick(source: XRInputSource): ThumbstickState {
    let stick = this.sticks.get(source)
    if (!stick) {
      stick = { x: 0, y: 0, vertical: false, aim: createStickAim(), snapTurned: false }
      this.sticks.set(source, stick)
    }
    return stick
  }

  dispose(): void {
    this.teleportAim.arc.dispose()
  }
}
