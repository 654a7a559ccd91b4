import { Matrix4, Quaternion, Vector3, type WebXRManager } from 'three'
import type { Meters } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { pointerRegistry } from '../state/pointer-registry.ts'
import { InstancedGlassBoxes, type PointLike, type QuaternionLike } from './instanced-glass-boxes.ts'
import type { Ribbon } from './ribbon.ts'
import type { RibbonBand } from './ribbon-band.ts'

const MAX_INPUT_SOURCES = 2
/** A hand has 19 bones, a controller 3 boxes; each also has the cursor at the end of its ray. */
const MAX_BOXES = MAX_INPUT_SOURCES * 20
const JOINT_COUNT = 25
/** Length of a ray that hits nothing, in the room. */
const MAX_RAY_LENGTH_M = { controller: 2.2, hand: 0.2 }
const RAY_POINT_COUNT = 4
const RAY_WIDTH_M: Meters = 0.004
/** Hits farther away than this, such as the void around the scene, get no cursor. */
const MAX_CURSOR_DISTANCE_M: Meters = 100

/** TypeScript's XRFrame has `fillPoses` but not `fillJointRadii`. */
type JointRadiiFrame = XRFrame & {
  fillJointRadii?: (joints: readonly XRJointSpace[], radii: Float32Array) => boolean
}
type PoseLike = { readonly position: PointLike; readonly orientation: QuaternionLike }

const jointMatrix = new Matrix4()
const scratchQuaternion = new Quaternion()
const worldToRig = new Matrix4()
const cursorPosition = new Vector3()
const from = new Vector3()
const to = new Vector3()
const identityQuaternion = new Quaternion()

/** Draws controllers, tracked hands and cursors as boxes in one draw call, and their rays as bands of the ribbon. */
export class XRInputView {
  private readonly boxes = new InstancedGlassBoxes(MAX_BOXES)
  /** Belongs into the visitor's own space. */
  readonly mesh = this.boxes.mesh
  private readonly rayBands: RibbonBand[]
  private readonly jointSpaces = new WeakMap<XRHand, XRJointSpace[]>()
  private readonly jointPoses = new Float32Array(JOINT_COUNT * 16)
  private readonly jointRadii = new Float32Array(JOINT_COUNT)

  constructor(
    private readonly frameState: FrameState,
    ribbon: Ribbon,
  ) {
    this.rayBands = Array.from({ length: MAX_INPUT_SOURCES }, () => ribbon.addBand([RAY_POINT_COUNT], RAY_WIDTH_M))
  }

  update(frame: XRFrame | undefined, xr: WebXRManager): void {
    const { mesh, boxes, rayBands } = this
    boxes.clear()
    let shownCount = 0
    const space = xr.getReferenceSpace()
    if (frame && space && frame.session.visibilityState === 'visible') {
      mesh.updateWorldMatrix(true, false)
      worldToRig.copy(mesh.matrixWorld).invert()
      const { inputSources } = frame.session
      for (let k = 0; k < inputSources.length && shownCount < MAX_INPUT_SOURCES; k++) {
        const source = inputSources[k]!
        if (source.targetRayMode !== 'tracked-pointer') continue
        this.showSource(frame, space, source, rayBands[shownCount]!)
        shownCount++
      }
    }
    for (; shownCount < MAX_INPUT_SOURCES; shownCount++) rayBands[shownCount]?.hide()
    boxes.flush()
  }

  private showSource(frame: XRFrame, space: XRReferenceSpace, source: XRInputSource, band: RibbonBand): void {
    const pressed = source.gamepad?.buttons[0]?.value ?? 0
    if (source.hand) this.showHand(frame, space, source.hand, pressed)
    const targetRay = frame.getPose(source.targetRaySpace, space)?.transform
    if (!targetRay) {
      band.hide()
      return
    }
    if (!source.hand) {
      const grip = source.gripSpace ? frame.getPose(source.gripSpace, space)?.transform : undefined
      this.showController(targetRay, grip, pressed)
    }
    this.showRay(targetRay, source, band)
  }

  /** A handle at the grip pose; a head and a trigger at the target ray. @param pressed 0-1: how far the trigger is pulled */
  private showController(targetRay: PoseLike, grip: PoseLike | undefined, pressed: number): void {
    const { boxes } = this
    const { position, orientation } = targetRay
    if (grip) boxes.addBox(grip.position, grip.orientation, 0, -0.004, 0.03, 0.026, 0.03, 0.1, 0)
    boxes.addBox(position, orientation, 0, 0, 0.03, 0.044, 0.018, 0.056, 0)
    const triggerZ = 0.014 + pressed * 0.006
    boxes.addBox(position, orientation, 0, -0.017, triggerZ, 0.014, 0.014, 0.02, 0.15 + pressed * 0.85)
  }

  /** One box per bone. @param pressed 0-1: strength of the pinch */
  private showHand(frame: JointRadiiFrame, space: XRReferenceSpace, hand: XRHand, pressed: number): void {
    let spaces = this.jointSpaces.get(hand)
    if (!spaces) {
      spaces = Array.from(hand.values())
      this.jointSpaces.set(hand, spaces)
    }
    const { jointPoses, jointRadii } = this
    if (!frame.fillPoses?.(spaces, space, jointPoses) || !frame.fillJointRadii?.(spaces, jointRadii)) return
    // Joint 0 is the wrist; then five fingers from base to tip, so a bone starts at every joint but the tips (4, 9, …).
    for (let j = 1; j < JOINT_COUNT; j++) {
      if (j % 5 === 4) continue
      scratchQuaternion.setFromRotationMatrix(jointMatrix.fromArray(jointPoses, j * 16))
      from.setFromMatrixPosition(jointMatrix)
      to.fromArray(jointPoses, j * 16 + 28)
      const thickness = jointRadii[j]! * 1.5
      const length = from.distanceTo(to) * 0.9
      const brightness = j % 5 === 3 ? 0.05 + pressed * 0.6 : 0
      this.boxes.addBox(from.lerp(to, 0.5), scratchQuaternion, 0, 0, 0, thickness, thickness, length, brightness)
    }
  }

  /** Draws the ray in the song's space, fading towards its end, and a cursor where it hits something. */
  private showRay(targetRay: PoseLike, source: XRInputSource, band: RibbonBand): void {
    const pointer = pointerRegistry.get(source)
    const hit = pointer?.getIntersection()
    if (!pointer?.getEnabled() || !hit) {
      band.hide()
      return
    }
    const { scale } = this.frameState.placement
    const { matrixWorld } = this.mesh
    const maxLength = (source.hand ? MAX_RAY_LENGTH_M.hand : MAX_RAY_LENGTH_M.controller) / scale
    const length = Math.min(maxLength, hit.distance)
    const { position, orientation } = targetRay
    from.set(position.x, position.y, position.z).applyMatrix4(matrixWorld)
    scratchQuaternion.set(orientation.x, orientation.y, orientation.z, orientation.w)
    to.set(0, 0, -1).applyQuaternion(scratchQuaternion).transformDirection(matrixWorld)
    const isPressed = pointer.getButtonsDown().size > 0
    const strength = isPressed ? 0.25 : 0.1
    const last = RAY_POINT_COUNT - 1
    for (let k = 0; k < RAY_POINT_COUNT; k++) {
      const along = (length * k) / last
      band.points[k * 3] = from.x + to.x * along
      band.points[k * 3 + 1] = from.y + to.y * along
      band.points[k * 3 + 2] = from.z + to.z * along
    }
    band.width = RAY_WIDTH_M / scale
    for (let k = 0; k < RAY_POINT_COUNT; k++) band.writePoint(k, k, 0, last, 0.5, 0.63, 1, strength * (1 - k / last))
    if (!Number.isFinite(hit.distance) || hit.distance > MAX_CURSOR_DISTANCE_M / scale) return
    const size = 0.005 + hit.distance * scale * 0.004
    cursorPosition.copy(hit.pointOnFace).applyMatrix4(worldToRig)
    this.boxes.addBox(cursorPosition, identityQuaternion, 0, 0, 0, size, size, size, isPressed ? 1 : 0.6)
  }

  dispose(): void {
    this.boxes.dispose()
  }
}
