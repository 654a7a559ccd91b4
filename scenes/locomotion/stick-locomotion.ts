import { type Quaternion, Vector3 } from 'three'
import type { Radians, Seconds } from '../../audio/units.ts'
import { approach, beyondDeadZone, headingOf } from '../geometry/motion.ts'
import { teleportLanding } from '../geometry/teleport.ts'
import { isCalm } from '../state/frame-state.ts'
import type { Room } from '../state/ui-store.ts'
import { TeleportView } from '../view/teleport-arc.ts'
import { fly } from './eye-height.ts'
import { Pinches } from './pinch-locomotion.ts'
import { standAt, stride, turnAbout } from './rig.ts'

const SNAP_TURN: Radians = Math.PI / 6
const SMOOTH_TURN: Radians = Math.PI / 2
const STICK_ON = 0.7
const STICK_OFF = 0.35
/** Of A and X in a gamepad's buttons. */
const LOWER_BUTTON = 4
/** Smooth movement reaches its speed, or stands, within about a quarter of a second. */
const ACCELERATION = 6
const TURN_ACCELERATION = 8
/** So fast, or turned so quickly, a visitor needs all of the vignette. */
const FAST = 0.5
const QUICK = 0.8

/** What one hand's stick asks for: -1..1 each, in the stick's own directions. */
type Stick = { x: number; y: number; up: boolean; aiming: boolean; turned: boolean }

const direction = new Vector3()
const landing: [x: number, y: number, z: number] = [0, 0, 0]

/**
 * How a visitor gets about in the headset. Sticks and pinches are read as hands are followed; what they ask for is done
 * at the beginning of the next frame, so that hands and what they hold come along.
 *
 * Each stick alone does everything: pushed forward it teleports or walks, to the side it turns, with A or X held it goes
 * up and down. With two, smooth movement lets one hand step sideways and the other fly.
 */
export class Locomotion {
  readonly teleport: TeleportView
  private readonly sticks = new Map<XRInputSource, Stick>()
  private readonly pinches: Pinches
  /** Who holds the arc. */
  private aimer: XRInputSource | null = null
  /** The arc was let go where one can stand; done with the next frame. */
  private landed = false
  private snaps = 0
  private forward = 0
  private right = 0
  private rise = 0
  private turn = 0

  constructor(private readonly room: Room) {
    this.teleport = new TeleportView(room.live)
    this.pinches = new Pinches(room.live)
  }

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const detach = this.pinches.attach(session)
    return () => {
      detach()
      for (const source of this.sticks.keys()) this.forget(source)
      this.cancel()
    }
  }

  /** A pinch of this source is meant for something else: a box, the panel. */
  claim(source: XRInputSource | undefined): void {
    if (!source) return
    this.pinches.drop(source)
    if (this.aimer === source && !this.sticks.has(source)) this.cancel()
  }

  /** Reads one hand, which points from `position` (room) along -z of `quaternion`. */
  steer(source: XRInputSource, position: Vector3, quaternion: Quaternion): void {
    if (this.room.store.getState().session !== 'vr') return
    direction.set(0, 0, -1).applyQuaternion(quaternion)
    const axes = source.gamepad?.axes
    if (axes && axes.length >= 4) this.push(source, axes[2] as number, axes[3] as number, position)
    else this.reach(source, position)
  }

  private push(source: XRInputSource, x: number, y: number, position: Vector3): void {
    const stick = this.of(source)
    const { flying, moving, leftHanded } = this.room.live.preferences
    const alone = this.sticks.size < 2
    const walker = source.handedness === (leftHanded ? 'right' : 'left')
    stick.x = x
    stick.y = y
    stick.up = (source.gamepad?.buttons[LOWER_BUTTON]?.pressed ?? false) || (flying && !alone && !walker)
    if (moving === 'teleport' && !stick.up && (y < -STICK_ON || (stick.aiming && y < -STICK_OFF))) {
      stick.aiming = true
      this.aim(source, position)
    } else if (stick.aiming) {
      stick.aiming = false
      this.release(source)
    }
    const sideways = this.stepsAside(source)
    if (!stick.turned && !stick.aiming && !sideways && Math.abs(x) > STICK_ON && Math.abs(x) > Math.abs(y)) {
      stick.turned = true
      if (this.room.live.preferences.turning === 'snap') this.snaps -= Math.sign(x)
    } else if (Math.abs(x) < STICK_OFF) stick.turned = false
  }

  /** With two sticks and smooth movement, one of them steps aside instead of turning. */
  private stepsAside(source: XRInputSource): boolean {
    const { moving, leftHanded } = this.room.live.preferences
    if (moving !== 'smooth' || this.sticks.size < 2) return false
    return source.handedness === (leftHanded ? 'right' : 'left')
  }

  private reach(source: XRInputSource, position: Vector3): void {
    const wish = this.pinches.follow(source, position, direction)
    if (wish === 'aim') this.aim(source, position)
    else if (wish === 'release') this.release(source)
  }

  private aim(source: XRInputSource, position: Vector3): void {
    if (this.aimer && this.aimer !== source) return
    this.aimer = source
    const { x, y, z } = position
    const lands = teleportLanding(x, y, z, direction.x, direction.y, direction.z, landing)
    this.room.live.landing = lands ? landing : null
    this.teleport.show(position, direction, lands)
  }

  private release(source: XRInputSource): void {
    if (this.aimer !== source) return
    this.landed = this.room.live.landing !== null
    this.aimer = null
    this.teleport.hide()
  }

  private cancel(): void {
    this.aimer = null
    this.landed = false
    this.room.live.landing = null
    this.teleport.hide()
  }

  /** An input source went away. */
  forget(source: XRInputSource): void {
    this.sticks.delete(source)
    this.pinches.forget(source)
    if (this.aimer === source) this.cancel()
  }

  /** Does what was asked for. */
  move(dt: Seconds): void {
    const { live } = this.room
    const { visitor, ear, standing } = live
    const [x, , z] = ear.position
    for (; this.snaps !== 0; this.snaps -= Math.sign(this.snaps))
      turnAbout(visitor, x, z, Math.sign(this.snaps) * SNAP_TURN)
    if (this.landed) {
      this.landed = false
      live.landing = null
      standAt(visitor, x, z, landing[0], landing[2])
      standing.flown = 0
      visitor.y = standing.lift
      this.getOff()
    }
    this.ease(dt)
    if (this.turn !== 0) turnAbout(visitor, x, z, this.turn * dt)
    if (this.rise !== 0) fly(live, this.rise * dt)
    const speed = Math.hypot(this.forward, this.right)
    if (speed > 0) {
      stride(visitor, headingOf(ear.forward, ear.up), this.forward, this.right, dt)
      this.getOff()
    }
    if (this.pinches.drag() && this.aimer && !this.sticks.has(this.aimer)) this.cancel()
    live.moved = Math.min(1, Math.max(speed / FAST, Math.abs(this.rise) / FAST, Math.abs(this.turn) / QUICK))
  }

  /** Whoever goes elsewhere by themselves is no longer carried. */
  private getOff(): void {
    const { store, live, actions } = this.room
    if (store.getState().mode === 'ride' && live.playback?.playing) actions.setMode('roam')
  }

  /** Sticks ask for speeds, which are reached softly. */
  private ease(dt: Seconds): void {
    const { live } = this.room
    const { moving, turning, speed, flying } = live.preferences
    let [forward, right, rise, turn] = [0, 0, 0, 0]
    for (const [source, stick] of this.sticks) {
      const push = beyondDeadZone(stick.x, stick.y)
      if (push === 0) continue
      const sideways = this.stepsAside(source)
      if (stick.up) rise -= flying ? stick.y * push : 0
      else if (moving === 'smooth') forward -= stick.y * push
      if (sideways) right += stick.x * push
      else if (turning === 'smooth' && !stick.aiming) turn -= stick.x * push
    }
    // Two sticks are no faster than one, nor is the diagonal.
    const most = speed / Math.max(1, Math.hypot(forward, right))
    const calm = isCalm(live)
    const change = calm ? Number.POSITIVE_INFINITY : ACCELERATION * dt
    this.forward = approach(this.forward, forward * most, change)
    this.right = approach(this.right, right * most, change)
    this.rise = approach(this.rise, Math.max(-1, Math.min(1, rise)) * speed, change)
    const spin = calm ? Number.POSITIVE_INFINITY : TURN_ACCELERATION * dt
    this.turn = approach(this.turn, Math.max(-1, Math.min(1, turn)) * SMOOTH_TURN, spin)
  }

  private of(source: XRInputSource): Stick {
    let stick = this.sticks.get(source)
    if (!stick) {
      stick = { x: 0, y: 0, up: false, aiming: false, turned: false }
      this.sticks.set(source, stick)
    }
    return stick
  }

  dispose(): void {
    this.teleport.dispose()
  }
}
