import {
  BoxGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Matrix4,
  Mesh,
  Quaternion,
  ShaderMaterial,
  Sphere,
  Vector3,
  type WebXRManager,
} from 'three'
import type { FrameState } from '../state/frame-state.ts'
import { pointerRegistry } from '../state/pointer-registry.ts'
import type { Ribbon, RibbonBand } from './ribbon.ts'
import { ENVIRONMENT_GLSL, GLASS_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  // Where, and how bright.
  attribute vec4 at;
  attribute vec4 turn;
  attribute vec3 size;
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec3 vNormal;
  varying vec3 vView;
  varying float vHeat;
  vec3 turned(vec3 v) { return v + 2.0 * cross(turn.xyz, cross(turn.xyz, v) + turn.w * v); }
  void main() {
    vec4 world = modelMatrix * vec4(at.xyz + turned(position * size), 1.0);
    vCorner = position;
    vSize = size;
    vNormal = mat3(modelMatrix) * turned(normal);
    vView = cameraPosition - world.xyz;
    vHeat = at.w;
    gl_Position = projectionMatrix * viewMatrix * world;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${GLASS_GLSL}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec3 vNormal;
  varying vec3 vView;
  varying float vHeat;
  void main() {
    vec3 to = (0.5 - abs(vCorner)) * vSize + step(0.4999, abs(vCorner)) * 9.0;
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    float rim = min(to.x, min(to.y, to.z));
    // Hands are small: the light at their edges reaches less far in than a box's.
    vec3 light = glass(vec3(0.16, 0.23, 0.5), rim * 2.0, facing, normal.y, vec4(vHeat, 0.25, 0.0, 0.0), 0.0);
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

const MAX_INPUT_SOURCES = 2
/** The bones of a hand are 19, a controller is three boxes; each has the spot its ray falls on. */
const MAX_BOXES = MAX_INPUT_SOURCES * 20
const JOINT_COUNT = 25
/** Of a ray that meets nothing, in the room. */
const MAX_RAY_LENGTH_M = { controller: 2.2, hand: 0.2 }
const RAY_POINT_COUNT = 4
const RAY_WIDTH_M = 0.004

type PointLike = { readonly x: number; readonly y: number; readonly z: number }
type OrientationLike = PointLike & { readonly w: number }
/** The types know only the half of it. */
type JointRadiiFrame = XRFrame & {
  fillJointRadii?: (joints: readonly XRJointSpace[], radii: Float32Array) => boolean
}
type PoseLike = { readonly position: PointLike; readonly orientation: OrientationLike }

const jointMatrix = new Matrix4()
const scratchQuaternion = new Quaternion()
const worldToRig = new Matrix4()
const offset = new Vector3()
const from = new Vector3()
const to = new Vector3()
const identityQuaternion = new Quaternion()

/** Controllers, tracked hands and their rays, as boxes like all that is here: one draw call, and a band of light each. */
export class XRInputView {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>
  private readonly positions = new InstancedBufferAttribute(new Float32Array(MAX_BOXES * 4), 4).setUsage(
    DynamicDrawUsage,
  )
  private readonly quaternions = new InstancedBufferAttribute(new Float32Array(MAX_BOXES * 4), 4).setUsage(
    DynamicDrawUsage,
  )
  private readonly sizes = new InstancedBufferAttribute(new Float32Array(MAX_BOXES * 3), 3).setUsage(DynamicDrawUsage)
  private readonly rayBands: RibbonBand[]
  private readonly jointSpaces = new WeakMap<XRHand, XRJointSpace[]>()
  private readonly joints = new Float32Array(JOINT_COUNT * 16)
  private readonly radii = new Float32Array(JOINT_COUNT)
  private count = 0

  /** The mesh belongs into the visitor's own space. */
  constructor(
    private readonly frameState: FrameState,
    ribbon: Ribbon,
  ) {
    this.rayBands = Array.from({ length: MAX_INPUT_SOURCES }, () => ribbon.addBand([RAY_POINT_COUNT], RAY_WIDTH_M))
    const cube = new BoxGeometry(1, 1, 1)
    const geometry = new InstancedBufferGeometry()
    geometry.index = cube.index
    for (const name of ['position', 'normal']) geometry.setAttribute(name, cube.getAttribute(name))
    geometry.setAttribute('at', this.positions)
    geometry.setAttribute('turn', this.quaternions)
    geometry.setAttribute('size', this.sizes)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    this.mesh = new Mesh(geometry, new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT }))
    this.mesh.frustumCulled = false
    this.mesh.visible = false
    this.mesh.raycast = () => {}
  }

  update(frame: XRFrame | undefined, xr: WebXRManager): void {
    const { mesh, rayBands: rays } = this
    this.count = 0
    let hand = 0
    const space = xr.getReferenceSpace()
    if (frame && space && frame.session.visibilityState === 'visible') {
      mesh.updateWorldMatrix(true, false)
      worldToRig.copy(mesh.matrixWorld).invert()
      const sources = frame.session.inputSources
      for (let k = 0; k < sources.length && hand < MAX_INPUT_SOURCES; k++) {
        const source = sources[k]!
        if (source.targetRayMode !== 'tracked-pointer') continue
        this.showSource(frame, space, source, rays[hand]!)
        hand++
      }
    }
    for (; hand < MAX_INPUT_SOURCES; hand++) rays[hand]?.hide()
    mesh.visible = this.count > 0
    mesh.geometry.instanceCount = this.count
    this.positions.needsUpdate = true
    this.quaternions.needsUpdate = true
    this.sizes.needsUpdate = true
  }

  private showSource(frame: XRFrame, space: XRReferenceSpace, source: XRInputSource, band: RibbonBand): void {
    const pressed = source.gamepad?.buttons[0]?.value ?? 0
    if (source.hand) this.showHand(frame, space, source.hand, pressed)
    const pose = frame.getPose(source.targetRaySpace, space)?.transform
    if (!pose) {
      band.hide()
      return
    }
    if (!source.hand) {
      const grip = source.gripSpace ? frame.getPose(source.gripSpace, space)?.transform : undefined
      this.showController(pose, grip, pressed)
    }
    this.showRay(pose, source, band)
  }

  /** A handle where the palm is; a head and a trigger where it points. */
  private showController(aim: PoseLike, grip: PoseLike | undefined, pressed: number): void {
    if (grip) this.addBox(grip.position, grip.orientation, 0, -0.004, 0.03, 0.026, 0.03, 0.1, 0)
    this.addBox(aim.position, aim.orientation, 0, 0, 0.03, 0.044, 0.018, 0.056, 0)
    this.addBox(
      aim.position,
      aim.orientation,
      0,
      -0.017,
      0.014 + pressed * 0.006,
      0.014,
      0.014,
      0.02,
      0.15 + pressed * 0.85,
    )
  }

  private showHand(frame: JointRadiiFrame, space: XRReferenceSpace, hand: XRHand, pressed: number): void {
    let spaces = this.jointSpaces.get(hand)
    if (!spaces) {
      spaces = Array.from(hand.values())
      this.jointSpaces.set(hand, spaces)
    }
    const { joints, radii } = this
    if (!frame.fillPoses?.(spaces, space, joints) || !frame.fillJointRadii?.(spaces, radii)) return
    // The wrist is the first joint; then five fingers follow, the thumb with one joint less, each up to its tip.
    for (let j = 1; j < JOINT_COUNT; j++) {
      if (j % 5 === 4) continue
      scratchQuaternion.setFromRotationMatrix(jointMatrix.fromArray(joints, j * 16))
      from.setFromMatrixPosition(jointMatrix)
      to.fromArray(joints, j * 16 + 28)
      const thick = radii[j]! * 1.5
      const long = from.distanceTo(to) * 0.9
      const fingertip = j % 5 === 3
      this.addBox(
        from.lerp(to, 0.5),
        scratchQuaternion,
        0,
        0,
        0,
        thick,
        thick,
        long,
        fingertip ? 0.05 + pressed * 0.6 : 0,
      )
    }
  }

  /** In the song's space, fading towards its end; where it meets something, a spot. */
  private showRay(aim: PoseLike, source: XRInputSource, band: RibbonBand): void {
    const pointer = pointerRegistry.get(source)
    const met = pointer?.getIntersection()
    if (!pointer?.getEnabled() || !met) {
      band.hide()
      return
    }
    const { scale } = this.frameState.placement
    const { matrixWorld } = this.mesh
    const longest = (source.hand ? MAX_RAY_LENGTH_M.hand : MAX_RAY_LENGTH_M.controller) / scale
    const length = Math.min(longest, met.distance)
    const { x, y, z } = aim.position
    from.set(x, y, z).applyMatrix4(matrixWorld)
    scratchQuaternion.set(aim.orientation.x, aim.orientation.y, aim.orientation.z, aim.orientation.w)
    to.set(0, 0, -1).applyQuaternion(scratchQuaternion).transformDirection(matrixWorld)
    const pressed = pointer.getButtonsDown().size > 0
    const strength = pressed ? 0.25 : 0.1
    const last = RAY_POINT_COUNT - 1
    for (let k = 0; k < RAY_POINT_COUNT; k++) {
      const along = (length * k) / last
      band.points[k * 3] = from.x + to.x * along
      band.points[k * 3 + 1] = from.y + to.y * along
      band.points[k * 3 + 2] = from.z + to.z * along
    }
    band.width = RAY_WIDTH_M / scale
    for (let k = 0; k < RAY_POINT_COUNT; k++) band.writePoint(k, k, 0, last, 0.5, 0.63, 1, strength * (1 - k / last))
    if (!Number.isFinite(met.distance) || met.distance > 100 / scale) return
    const wide = 0.005 + met.distance * scale * 0.004
    this.addBox(
      offset.copy(met.pointOnFace).applyMatrix4(worldToRig),
      identityQuaternion,
      0,
      0,
      0,
      wide,
      wide,
      wide,
      pressed ? 1 : 0.6,
    )
  }

  /** One more box: `ox`, `oy`, `oz` from a place, in the axes of its turn. */
  private addBox(
    { x, y, z }: PointLike,
    q: OrientationLike,
    ox: number,
    oy: number,
    oz: number,
    width: number,
    height: number,
    depth: number,
    heat: number,
  ): void {
    const i = this.count++
    offset.set(ox, oy, oz).applyQuaternion(q as Quaternion)
    this.positions.setXYZW(i, x + offset.x, y + offset.y, z + offset.z, heat)
    this.quaternions.setXYZW(i, q.x, q.y, q.z, q.w)
    this.sizes.setXYZ(i, width, height, depth)
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
