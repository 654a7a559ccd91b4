import { createRayPointer, type Pointer } from '@pmndrs/pointer-events'
import type { RootState } from '@react-three/fiber'
import { Matrix4, Object3D, Vector3 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { createDwellState, getDwellProgress, stepDwell } from '../geometry/dwell.ts'
import { roomToSong } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import { GazeReticle } from '../view/gaze-reticle.ts'
import { createPointerRay } from './pointer-ray.ts'

/** Distances of the reticle in the room; the default one applies while the gaze hits nothing. */
const MIN_RETICLE_DISTANCE_M: Meters = 0.5
const DEFAULT_RETICLE_DISTANCE_M: Meters = 2
const MAX_RETICLE_DISTANCE_M: Meters = 5

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

/** The nearest ancestor of `object`, or itself, that has a click handler; null without one. */
function findClickable(object: Object3D | null): Object3D | null {
  for (let found = object as Clickable | null; found; found = found.parent as Clickable | null)
    if (found._listeners?.click?.length || found.__r3f?.handlers?.onClick) return found
  return null
}

/** The gaze as a pointer: it clicks an object that it hits for the dwell time. */
export class GazePointer {
  readonly pointerRay = createPointerRay('gaze', 'none')
  readonly reticle = new GazeReticle()
  /** `pointerState` of its events. */
  readonly eventState = { gazeRay: this.pointerRay }
  private readonly space = new Object3D()
  private readonly dwell = createDwellState()
  private pointer: Pointer | null = null
  private active = false

  constructor(private readonly frameState: FrameState) {}

  /**
   * Moves the pointer, and clicks once the dwell time is over.
   * @param boxes the mesh of all boxes, in which every instance has its own dwell time
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
    const hitsNothing = !hit || 'isVoidObject' in hit.object
    const target = hitsNothing ? null : hit.object === boxes ? (hit.instanceId ?? null) : findClickable(hit.object)
    if (stepDwell(this.dwell, target, dt)) {
      this.pointer.down(event)
      this.pointer.up(event)
    }
    const { scale } = this.frameState.placement
    const distance = hitsNothing
      ? DEFAULT_RETICLE_DISTANCE_M
      : Math.min(MAX_RETICLE_DISTANCE_M, Math.max(MIN_RETICLE_DISTANCE_M, hit.distance * scale))
    this.reticle.show(this.space, distance / scale, getDwellProgress(this.dwell))
  }

  /** Sets the ray to the head's pose in the room, and `space` to it in the song. */
  private updatePose(): void {
    const {
      viewer: { head },
      placement,
    } = this.frameState
    const { space, pointerRay } = this
    pointerRay.position.fromArray(head.position)
    forward.fromArray(head.forward)
    pointerRay.quaternion.setFromRotationMatrix(lookMatrix.lookAt(ORIGIN, forward, up.fromArray(head.up)))
    roomToSong(placement, head.position[0], head.position[1], head.position[2], scratchPoint)
    space.position.fromArray(scratchPoint)
    space.quaternion.setFromAxisAngle(UP, -placement.yaw).multiply(pointerRay.quaternion)
    space.updateMatrix()
  }

  private deactivate(): void {
    this.active = false
    this.pointer?.exit({ timeStamp: performance.now() })
    stepDwell(this.dwell, null, Number.POSITIVE_INFINITY)
    this.reticle.mesh.visible = false
  }
}
