import { createRayPointer, type Pointer } from '@pmndrs/pointer-events'
import type { RootState } from '@react-three/fiber'
import { Matrix4, Object3D, Vector3 } from 'three'
import type { Seconds } from '../../audio/units.ts'
import { createDwell, filledOf, rest } from '../geometry/dwell.ts'
import { toSong } from '../geometry/placement.ts'
import type { Live } from '../state/frame-state.ts'
import { ReticleView } from '../view/gaze-reticle.ts'
import { createAim } from './pointer.ts'

/** The mark in front of the eyes is never nearer or farther than this. */
const NEAREST = 0.5
const FARTHEST = 5

const NOWHERE = new Vector3()
const UP = new Vector3(0, 1, 0)
const forward = new Vector3()
const up = new Vector3()
const at: [number, number, number] = [0, 0, 0]
const turn = new Matrix4()

type Clickable = Object3D & {
  _listeners?: { click?: readonly unknown[] }
  __r3f?: { handlers?: { onClick?: unknown } }
}

/** The thing that a click on `object` would press, or null. */
function pressedBy(object: Object3D | null): Object3D | null {
  for (let found = object as Clickable | null; found; found = found.parent as Clickable | null)
    if (found._listeners?.click?.length || found.__r3f?.handlers?.onClick) return found
  return null
}

/** Eyes that point: what they rest on for a moment is pressed, boxes and keys alike. */
export class Gaze {
  readonly aim = createAim('gaze', 'none')
  readonly reticle = new ReticleView()
  /** Marks its events. */
  readonly state = { eyes: this.aim }
  private readonly space = new Object3D()
  private readonly dwell = createDwell()
  private pointer: Pointer | null = null
  private awake = false

  constructor(private readonly live: Live) {}

  /**
   * One step of looking.
   * @param boxes what of the scene is boxes: each of them is looked at by itself
   */
  look(active: boolean, { scene, camera }: RootState, boxes: Object3D, dt: Seconds): void {
    if (!active) {
      if (this.awake) this.sleep()
      return
    }
    this.awake = true
    this.pointer ??= createRayPointer(() => camera, { current: this.space }, this.state, {}, 'gaze')
    const event = { timeStamp: performance.now(), button: 0 }
    this.face()
    this.pointer.move(scene, event)
    const hit = this.pointer.getIntersection()
    const nothing = !hit || 'isVoidObject' in hit.object
    const target = nothing ? null : hit.object === boxes ? (hit.instanceId ?? null) : pressedBy(hit.object)
    if (rest(this.dwell, target, dt)) {
      this.pointer.down(event)
      this.pointer.up(event)
    }
    const { scale } = this.live.placement
    const away = nothing ? 2 : Math.min(FARTHEST, Math.max(NEAREST, hit.distance * scale))
    this.reticle.show(this.space, away / scale, filledOf(this.dwell))
  }

  /** The eyes, in the song's space. */
  private face(): void {
    const { ear, placement } = this.live
    const { space, aim } = this
    aim.position.fromArray(ear.position)
    forward.fromArray(ear.forward)
    aim.quaternion.setFromRotationMatrix(turn.lookAt(NOWHERE, forward, up.fromArray(ear.up)))
    toSong(placement, ear.position[0], ear.position[1], ear.position[2], at)
    space.position.fromArray(at)
    space.quaternion.setFromAxisAngle(UP, -placement.yaw).multiply(aim.quaternion)
    space.updateMatrix()
  }

  private sleep(): void {
    this.awake = false
    this.pointer?.exit({ timeStamp: performance.now() })
    rest(this.dwell, null, Number.POSITIVE_INFINITY)
    this.reticle.mesh.visible = false
  }
}
