import { createRayPointer, type Pointer } from '@pmndrs/pointer-events'
import type { RootState } from '@react-three/fiber'
import { Matrix4, Object3D, Vector3 } from 'three'
import type { Seconds } from '../../audio/units.ts'
import { createDwellState, getDwellProgress, stepDwell } from '../geometry/dwell.ts'
import { roomToSong } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import { GazeReticle } from '../view/gaze-reticle.ts'
import { createPointerRay } from './pointer-ray.ts'

/** The mark in front of the eyes is never nearer or farther than this. */
const MIN_RETICLE_DISTANCE_M = 0.5
const MAX_RETICLE_DISTANCE_M = 5

const ORIGIN = new Vector3()
const UP = new Vector3(0, 1, 0)
const forward = new Vector3()
const up = new Vector3()
const scratchPoint: [number, number, number] = [0, 0, 0]
const lookMatrix = new Matrix4()

type Clickable = Object3D & {
  _listeners?: { click?: readonly unknown[] }
  __r3f?: { handlers?: { onClick?: unknown } }
}

/** The thing that a click on `object` would press, or null. */
function findClickable(object: Object3D | null): Object3D | null {
  for (let found = object as Clickable | null; found; found = found.parent as Clickable | null)
    if (found._listeners?.click?.length || found.__r3f?.handlers?.onClick) return found
  return null
}

/** Eyes that point: what they rest on for a moment is pressed, boxes and keys alike. */
export class GazePointer {
  readonly pointerRay = createPointerRay('gaze', 'none')
  readonly reticle = new GazeReticle()
  /** Marks its events. */
  readonly eventState = { gazeRay: this.pointerRay }
  private readonly space = new Object3D()
  private readonly dwell = createDwellState()
  private pointer: Pointer | null = null
  private active = false

  constructor(private readonly frameState: FrameState) {}

  /**
   * One step of looking.
   * @param boxes what of the scene is boxes: each of them is looked at by itself
   */
  update(active: boolean, { scene, camera }: RootState, boxes: Object3D, dt: Seconds): void {
    if (!active) {
      if (this.active) this.deactivate()
      return
    }
    this.active = true
    this.pointer ??= createRayPointer(() => camera, { current: this.space }, this.eventState, {}, 'gaze')
    const event = { timeStamp: performance.now(), button: 0 }
    this.updatePose()
    this.pointer.move(scene, event)
    const hit = this.pointer.getIntersection()
    const nothing = !hit || 'isVoidObject' in hit.object
    const target = nothing ? null : hit.object === boxes ? (hit.instanceId ?? null) : findClickable(hit.object)
    if (stepDwell(this.dwell, target, dt)) {
      this.pointer.down(event)
      this.pointer.up(event)
    }
    const { scale } = this.frameState.placement
    const away = nothing ? 2 : Math.min(MAX_RETICLE_DISTANCE_M, Math.max(MIN_RETICLE_DISTANCE_M, hit.distance * scale))
    this.reticle.show(this.space, away / scale, getDwellProgress(this.dwell))
  }

  /** The eyes, in the song's space. */
  private updatePose(): void {
    const {
      viewer: { head: ear },
      placement,
    } = this.frameState
    const { space, pointerRay: aim } = this
    aim.position.fromArray(ear.position)
    forward.fromArray(ear.forward)
    aim.quaternion.setFromRotationMatrix(lookMatrix.lookAt(ORIGIN, forward, up.fromArray(ear.up)))
    roomToSong(placement, ear.position[0], ear.position[1], ear.position[2], scratchPoint)
    space.position.fromArray(scratchPoint)
    space.quaternion.setFromAxisAngle(UP, -placement.yaw).multiply(aim.quaternion)
    space.updateMatrix()
  }

  private deactivate(): void {
    this.active = false
    this.pointer?.exit({ timeStamp: performance.now() })
    stepDwell(this.dwell, null, Number.POSITIVE_INFINITY)
    this.reticle.mesh.visible = false
  }
}
