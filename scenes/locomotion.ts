import { type Quaternion, Vector3 } from 'three'
import type { Live } from './live.ts'
import type { Ribbon } from './view/ribbon.ts'
import { TeleportView } from './view/teleport.ts'
import { standAt, turnAbout } from './visitor.ts'

const SNAP_TURN = Math.PI / 6
const STICK_ON = 0.7
const STICK_OFF = 0.35

const direction = new Vector3()
const landing = new Vector3()

/** What a hand's stick was last asked for. */
type Stick = { aiming: boolean; turned: boolean }

/** How a visitor gets about in the headset, with either hand alone: teleport and turning. */
export class Locomotion {
  readonly teleport: TeleportView
  private readonly sticks = new Map<XRInputSource, Stick>()

  constructor(
    private readonly live: Live,
    ribbon: Ribbon,
  ) {
    this.teleport = new TeleportView(ribbon)
  }

  /** Reads the stick of one hand, which points from `position` (room) along -z of `quaternion`. */
  steer(source: XRInputSource, position: Vector3, quaternion: Quaternion): void {
    const axes = source.gamepad?.axes
    if (!axes || axes.length < 4) return
    const x = axes[2] as number
    const y = axes[3] as number
    const { visitor, ear } = this.live
    const stick = this.of(source)
    if (y < -STICK_ON || (stick.aiming && y < -STICK_OFF)) {
      stick.aiming = true
      this.teleport.aim(position, direction.set(0, 0, -1).applyQuaternion(quaternion))
    } else if (stick.aiming) {
      stick.aiming = false
      if (this.teleport.release(landing)) standAt(visitor, ear.position[0], ear.position[2], landing.x, landing.z)
    }
    if (!stick.turned && !stick.aiming && Math.abs(x) > STICK_ON) {
      stick.turned = true
      turnAbout(visitor, ear.position[0], ear.position[2], x > 0 ? -SNAP_TURN : SNAP_TURN)
    } else if (Math.abs(x) < STICK_OFF) stick.turned = false
  }

  /** An input source went away. */
  forget(source: XRInputSource): void {
    if (this.sticks.get(source)?.aiming) this.teleport.release(landing)
    this.sticks.delete(source)
  }

  private of(source: XRInputSource): Stick {
    let stick = this.sticks.get(source)
    if (!stick) {
      stick = { aiming: false, turned: false }
      this.sticks.set(source, stick)
    }
    return stick
  }

  dispose(): void {
    this.teleport.dispose()
  }
}
