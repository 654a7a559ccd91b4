import { Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { toSong } from '../geometry/placement.ts'
import type { Live } from '../state/frame-state.ts'
import type { Room } from '../state/ui-store.ts'
import { TextPlate } from './text-plate.ts'

const AWAY: Meters = 1.5
/** Of the whole line; its letters are about 0.8 degrees high. */
const HEIGHT: Meters = 0.065
/** Below where one looks. */
const LOWER: Radians = 0.3
/** It stays where it is until one looks or goes away from it so far, and then comes until it is nearly there. */
const FAR = 0.35
const NEAR = 0.03

const wanted = new Vector3()
const ahead = new Vector3()
const turn = new Quaternion()
const UP = new Vector3(0, 1, 0)
const at: [x: number, y: number, z: number] = [0, 0, 0]

/** The caption in the headset: a quiet line below where one looks, which follows lazily. */
export class CaptionView {
  private readonly plate = new TextPlate(HEIGHT)
  readonly mesh = this.plate.mesh
  /** In the room. */
  private readonly position = new Vector3()
  private shown = false
  private following = false

  constructor(
    private readonly store: Room['store'],
    private readonly live: Live,
  ) {}

  paint(dt: Seconds): void {
    const { caption, session } = this.store.getState()
    const { plate, live } = this
    plate.say(session === null ? null : caption)
    if (!this.mesh.visible) {
      this.shown = false
      return
    }
    this.follow(dt)
    const { placement, ear } = live
    toSong(placement, this.position.x, this.position.y, this.position.z, at)
    this.mesh.position.fromArray(at)
    this.mesh.scale.setScalar(1 / placement.scale)
    // It faces the eye and stands upright.
    const heading = Math.atan2(ear.position[0] - this.position.x, ear.position[2] - this.position.z)
    this.mesh.quaternion.copy(turn.setFromAxisAngle(UP, heading - placement.yaw))
  }

  private follow(dt: Seconds): void {
    const { ear, reducedMotion } = this.live
    const level = Math.hypot(ear.forward[0], ear.forward[2])
    // Who looks straight up or down keeps the line where it was.
    if (level > 0.2) ahead.set(ear.forward[0] / level, 0, ear.forward[2] / level)
    const pitch = Math.max(-0.5, Math.min(0.5, Math.asin(Math.max(-1, Math.min(1, ear.forward[1]))))) - LOWER
    wanted.copy(ahead).multiplyScalar(AWAY * Math.cos(pitch))
    wanted.y = AWAY * Math.sin(pitch)
    wanted.x += ear.position[0]
    wanted.y += ear.position[1]
    wanted.z += ear.position[2]
    const off = wanted.distanceTo(this.position)
    if (!this.shown || (reducedMotion && off > FAR * 1.5)) this.position.copy(wanted)
    this.shown = true
    if (reducedMotion) return
    this.following = off > FAR * AWAY || (this.following && off > NEAR)
    if (this.following) this.position.lerp(wanted, 1 - Math.exp(-dt * 3.5))
  }

  dispose(): void {
    this.plate.dispose()
  }
}
