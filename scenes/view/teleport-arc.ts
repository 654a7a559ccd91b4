import { AdditiveBlending, BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial, Vector3 } from 'three'
import type { Radians } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { createNeutralLight, easeToChunkLight } from './chunk-light.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const ARC_POINT_COUNT = 48
/** Share of the way to the color of what sounds, by which it moves each frame: slower than 3 Hz. */
const COLOR_SHARE = 0.03

/** Strength of an arc that is only shown yet. */
const FAINT = 0.35

/** `refused`: the visitor cannot stand there; `away`: it means no place. */
export type ArcEnd = 'free' | 'refused' | 'away'

// A band along the arc, a quadratic Bézier curve (part.z = 0; part.x -1 to 1 across, part.y 0 to 1 along), and a square around
// its end (part.z = 1; part.xy -1 to 1, +y ahead after the landing), in room meters; the mesh's matrix maps them to the song's.
const VERTEX = /* glsl */ `
  attribute vec3 part;
  uniform vec3 origin;
  uniform vec3 control;
  uniform vec3 end;
  uniform float heading;
  varying vec3 vPart;
  varying float vLength;
  const float HALF_WIDTH = 0.014;
  const float REACH = 0.4;
  void main() {
    vPart = part;
    float t = part.z > 0.5 ? 1.0 : part.y;
    vec3 point = mix(mix(origin, control, t), mix(control, end, t), t);
    vLength = (distance(origin, control) + distance(control, end)) * t;
    if (part.z > 0.5) {
      point.y = 0.015;
      point.xz += (part.x * vec2(cos(heading), -sin(heading)) - part.y * vec2(sin(heading), cos(heading))) * REACH;
      gl_Position = projectionMatrix * modelViewMatrix * vec4(point, 1.0);
    } else {
      vec4 viewPosition = modelViewMatrix * vec4(max(point, vec3(-1e4, 0.012, -1e4)), 1.0);
      vec3 direction = mat3(modelViewMatrix) * mix(control - origin, end - control, t);
      // The band faces the camera and is at least about a pixel wide.
      vec3 side = cross(direction, viewPosition.xyz);
      side = length(side) > 1e-6 ? normalize(side) : vec3(1.0, 0.0, 0.0);
      viewPosition.xyz += side * part.x * max(HALF_WIDTH, -viewPosition.z * 0.0016);
      gl_Position = projectionMatrix * viewPosition;
    }
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  // 0 or 1.
  uniform float isFree;
  uniform float hasMark;
  uniform float strength;
  uniform vec3 color;
  varying vec3 vPart;
  varying float vLength;
  const vec3 REFUSED = vec3(1.0, 0.05, 0.03);
  float line(float distance, float width, float soft) { return smoothstep(width + soft, width * 0.3, abs(distance)); }
  void main() {
    // Pale, so that the red of a song's beginning is none of refusal.
    vec3 pale = mix(color, vec3(0.75), 0.55);
    vec3 light;
    if (vPart.z > 0.5) {
      vec2 p = vPart.xy;
      float radius = length(p);
      float soft = fwidth(radius);
      float ring = line(radius - 0.6, 0.022, soft);
      // Free: a closed ring with a faint one around it, a soft disc, a point, and an arrow ahead at its rim.
      float outer = line(radius - 0.84, 0.012, soft) * 0.3;
      float disc = smoothstep(0.6, 0.1, radius) * 0.1;
      float spot = exp(-radius * radius * 160.0);
      float arrow = smoothstep(-soft, soft, min(p.y - 0.68, (0.99 - p.y) * 1.1 - abs(p.x)));
      float shaft = line(p.x, 0.016, soft) * smoothstep(0.08, 0.3, p.y) * step(p.y, 0.58) * 0.5;
      vec3 mark = pale * (ring * 1.4 + outer + disc + spot * 1.2 + arrow * 1.5 + shaft);
      // Refused: a ring with four gaps, crossed out.
      float gaps = smoothstep(0.1, 0.16, abs(abs(p.x) - abs(p.y)));
      float cross = max(line(p.x - p.y, 0.035, soft), line(p.x + p.y, 0.035, soft)) * step(radius, 0.42);
      light = mix(REFUSED * (ring * gaps * 1.6 + cross * 1.6), mark, isFree) * hasMark;
    } else {
      float core = exp(-vPart.x * vPart.x * 12.0) * 1.3 + exp(-vPart.x * vPart.x * 3.0) * 0.3 - 0.015;
      // An arc that leads nowhere is red and dashed: it does not rely on color.
      float dash = max(isFree, smoothstep(0.45, 0.55, fract(vLength * 5.0)) * 0.8);
      light = mix(REFUSED, pale, isFree) * core * dash * (0.35 + 0.9 * vPart.y) * smoothstep(0.0, 0.05, vPart.y);
    }
    gl_FragColor = vec4(expose(light * strength), 1.0);
    #include <colorspace_fragment>
  }
`

/** The arc of a teleport from the hand to the floor, and its end. One draw call, only while aiming. */
export class TeleportArc {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  private readonly origin = new Vector3()
  private readonly control = new Vector3()
  private readonly end = new Vector3()
  private readonly color = createNeutralLight()

  constructor(private readonly frameState: FrameState) {
    const geometry = new BufferGeometry()
    const part: number[] = []
    for (let k = 0; k < ARC_POINT_COUNT; k++)
      part.push(-1, k / (ARC_POINT_COUNT - 1), 0, 1, k / (ARC_POINT_COUNT - 1), 0)
    part.push(-1, -1, 1, 1, -1, 1, -1, 1, 1, 1, 1, 1)
    const index: number[] = []
    for (let v = 0; v < ARC_POINT_COUNT * 2 - 2; v += 2) index.push(v, v + 1, v + 2, v + 2, v + 1, v + 3)
    const square = ARC_POINT_COUNT * 2
    index.push(square, square + 1, square + 2, square + 2, square + 1, square + 3)
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(part.length), 3))
    geometry.setAttribute('part', new BufferAttribute(new Float32Array(part), 3))
    geometry.setIndex(index)
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: {
        origin: { value: this.origin },
        control: { value: this.control },
        end: { value: this.end },
        heading: { value: 0 },
        isFree: { value: 1 },
        hasMark: { value: 1 },
        strength: { value: 1 },
        color: { value: this.color },
      },
      transparent: true,
      // The target stays visible through the boxes of the path.
      depthTest: false,
      depthWrite: false,
      blending: AdditiveBlending,
      side: DoubleSide,
    })
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = DRAW_ORDER.teleportArc
    this.mesh.raycast = () => {}
    this.mesh.visible = false
  }

  /**
   * @param origin position of the hand in the room, where the arc begins; it bends towards `control`.
   * @param heading of the visitor after the landing.
   * @param isHeld false: faintly, before it is certain that it is aimed.
   */
  show(origin: Vector3, control: Vector3, end: Vector3, heading: Radians, kind: ArcEnd, isHeld: boolean): void {
    const { mesh, frameState } = this
    const { x, y, z, yaw, scale } = frameState.placement
    const { uniforms } = mesh.material
    easeToChunkLight(this.color, frameState.boxes, frameState.playhead.chunk, mesh.visible ? COLOR_SHARE : 1)
    this.origin.copy(origin)
    this.control.copy(control)
    this.end.copy(end)
    uniforms.heading!.value = heading
    uniforms.isFree!.value = kind === 'free' ? 1 : 0
    uniforms.hasMark!.value = kind === 'away' ? 0 : 1
    uniforms.strength!.value = isHeld ? 1 : FAINT
    mesh.visible = true
    // The mesh lives in the song's space: undo the song's placement.
    mesh.rotation.y = -yaw
    mesh.scale.setScalar(1 / scale)
    mesh.position.set(-x, -y, -z).divideScalar(scale).applyAxisAngle(mesh.up, -yaw)
  }

  hide(): void {
    this.mesh.visible = false
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
