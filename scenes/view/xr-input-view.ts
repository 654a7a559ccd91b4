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
import { rays } from '../input/pointer-registry.ts'
import type { Live } from '../state/frame-state.ts'
import type { Band, Ribbon } from './path-ribbon.ts'
import { AIR, GLASS } from './shaders.ts'

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
  ${AIR}
  ${GLASS}
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

const HANDS = 2
/** The bones of a hand are 19, a controller is three boxes; each has the spot its ray falls on. */
const BOXES = HANDS * 20
const JOINTS = 25
/** Of a ray that meets nothing, in the room. */
const LONGEST_RAY = { controller: 2.2, hand: 0.2 }
const RAY_POINTS = 4
const RAY_WIDTH = 0.004

type Where = { readonly x: number; readonly y: number; readonly z: number }
type Turn = Where & { readonly w: number }
/** The types know only the half of it. */
type HandFrame = XRFrame & {
  fillJointRadii?: (joints: readonly XRJointSpace[], radii: Float32Array) => boolean
}
type Pose = { readonly position: Where; readonly orientation: Turn }

const joint = new Matrix4()
const turn = new Quaternion()
const toVisitor = new Matrix4()
const offset = new Vector3()
const from = new Vector3()
const to = new Vector3()
const upright = new Quaternion()

/** Controllers, tracked hands and their rays, as boxes like all that is here: one draw call, and a band of light each. */
export class InputsView {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>
  private readonly at = new InstancedBufferAttribute(new Float32Array(BOXES * 4), 4).setUsage(DynamicDrawUsage)
  private readonly turn = new InstancedBufferAttribute(new Float32Array(BOXES * 4), 4).setUsage(DynamicDrawUsage)
  private readonly size = new InstancedBufferAttribute(new Float32Array(BOXES * 3), 3).setUsage(DynamicDrawUsage)
  private readonly rays: Band[]
  private readonly jointSpaces = new WeakMap<XRHand, XRJointSpace[]>()
  private readonly joints = new Float32Array(JOINTS * 16)
  private readonly radii = new Float32Array(JOINTS)
  private count = 0

  /** The mesh belongs into the visitor's own space. */
  constructor(
    private readonly live: Live,
    ribbon: Ribbon,
  ) {
    this.rays = Array.from({ length: HANDS }, () => ribbon.band([RAY_POINTS], RAY_WIDTH))
    const cube = new BoxGeometry(1, 1, 1)
    const geometry = new InstancedBufferGeometry()
    geometry.index = cube.index
    for (const name of ['position', 'normal']) geometry.setAttribute(name, cube.getAttribute(name))
    geometry.setAttribute('at', this.at)
    geometry.setAttribute('turn', this.turn)
    geometry.setAttribute('size', this.size)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    this.mesh = new Mesh(geometry, new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT }))
    this.mesh.frustumCulled = false
    this.mesh.visible = false
    this.mesh.raycast = () => {}
  }

  paint(frame: XRFrame | undefined, xr: WebXRManager): void {
    const { mesh, rays } = this
    this.count = 0
    let hand = 0
    const space = xr.getReferenceSpace()
    if (frame && space && frame.session.visibilityState === 'visible') {
      mesh.updateWorldMatrix(true, false)
      toVisitor.copy(mesh.matrixWorld).invert()
      const sources = frame.session.inputSources
      for (let k = 0; k < sources.length && hand < HANDS; k++) {
        const source = sources[k] as XRInputSource
        if (source.targetRayMode !== 'tracked-pointer') continue
        this.showSource(frame, space, source, rays[hand] as Band)
        hand++
      }
    }
    for (; hand < HANDS; hand++) rays[hand]?.hide()
    mesh.visible = this.count > 0
    mesh.geometry.instanceCount = this.count
    this.at.needsUpdate = true
    this.turn.needsUpdate = true
    this.size.needsUpdate = true
  }

  private showSource(frame: XRFrame, space: XRReferenceSpace, source: XRInputSource, band: Band): void {
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
  private showController(aim: Pose, grip: Pose | undefined, pressed: number): void {
    if (grip) this.put(grip.position, grip.orientation, 0, -0.004, 0.03, 0.026, 0.03, 0.1, 0)
    this.put(aim.position, aim.orientation, 0, 0, 0.03, 0.044, 0.018, 0.056, 0)
    this.put(
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

  private showHand(frame: HandFrame, space: XRReferenceSpace, hand: XRHand, pressed: number): void {
    let spaces = this.jointSpaces.get(hand)
    if (!spaces) {
      spaces = Array.from(hand.values())
      this.jointSpaces.set(hand, spaces)
    }
    const { joints, radii } = this
    if (!frame.fillPoses?.(spaces, space, joints) || !frame.fillJointRadii?.(spaces, radii)) return
    // The wrist is the first joint; then five fingers follow, the thumb with one joint less, each up to its tip.
    for (let j = 1; j < JOINTS; j++) {
      if (j % 5 === 4) continue
      turn.setFromRotationMatrix(joint.fromArray(joints, j * 16))
      from.setFromMatrixPosition(joint)
      to.fromArray(joints, j * 16 + 28)
      const thick = (radii[j] as number) * 1.5
      const long = from.distanceTo(to) * 0.9
      const fingertip = j % 5 === 3
      this.put(from.lerp(to, 0.5), turn, 0, 0, 0, thick, thick, long, fingertip ? 0.05 + pressed * 0.6 : 0)
    }
  }

  /** In the song's space, fading towards its end; where it meets something, a spot. */
  private showRay(aim: Pose, source: XRInputSource, band: Band): void {
    const pointer = rays.get(source)
    const met = pointer?.getIntersection()
    if (!pointer?.getEnabled() || !met) {
      band.hide()
      return
    }
    const { scale } = this.live.placement
    const { matrixWorld } = this.mesh
    const longest = (source.hand ? LONGEST_RAY.hand : LONGEST_RAY.controller) / scale
    const length = Math.min(longest, met.distance)
    const { x, y, z } = aim.position
    from.set(x, y, z).applyMatrix4(matrixWorld)
    turn.set(aim.orientation.x, aim.orientation.y, aim.orientation.z, aim.orientation.w)
    to.set(0, 0, -1).applyQuaternion(turn).transformDirection(matrixWorld)
    const pressed = pointer.getButtonsDown().size > 0
    const strength = pressed ? 0.25 : 0.1
    const last = RAY_POINTS - 1
    for (let k = 0; k < RAY_POINTS; k++) {
      const along = (length * k) / last
      band.point[k * 3] = from.x + to.x * along
      band.point[k * 3 + 1] = from.y + to.y * along
      band.point[k * 3 + 2] = from.z + to.z * along
    }
    band.width = RAY_WIDTH / scale
    for (let k = 0; k < RAY_POINTS; k++) band.write(k, k, 0, last, 0.5, 0.63, 1, strength * (1 - k / last))
    if (!Number.isFinite(met.distance) || met.distance > 100 / scale) return
    const wide = 0.005 + met.distance * scale * 0.004
    this.put(
      offset.copy(met.pointOnFace).applyMatrix4(toVisitor),
      upright,
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
  private put(
    { x, y, z }: Where,
    q: Turn,
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
    this.at.setXYZW(i, x + offset.x, y + offset.y, z + offset.z, heat)
    this.turn.setXYZW(i, q.x, q.y, q.z, q.w)
    this.size.setXYZ(i, width, height, depth)
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
