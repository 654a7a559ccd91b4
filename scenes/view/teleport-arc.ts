import { AdditiveBlending, BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial, Vector3 } from 'three'
import { ARC_GRAVITY_M_PER_S2, ARC_SPEED_M_PER_S, computeFlightTime } from '../geometry/teleport.ts'
import type { FrameState } from '../state/frame-state.ts'
import { createNeutralLight, easeToChunkLight } from './chunk-light.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const ARC_POINT_COUNT = 48
/** Share of the way to the color of what sounds, by which it moves each frame: slower than 3 Hz. */
const COLOR_SHARE = 0.03

// A band along the arc (part.z = 0; part.x -1 to 1 across, part.y 0 to 1 along) and a square around the target
// (part.z = 1; part.xy -1 to 1), both in room meters; the mesh's matrix maps them to the song's space.
const VERTEX = /* glsl */ `
  attribute vec3 part;
  uniform vec3 origin;
  uniform vec3 velocity;
  uniform float flight;
  varying vec3 vPart;
  varying float vLength;
  const float HALF_WIDTH = 0.014;
  const float REACH = 0.36;
  void main() {
    vPart = part;
    float t = flight * (part.z > 0.5 ? 1.0 : part.y);
    vec3 point = origin + velocity * t - vec3(0.0, ${(ARC_GRAVITY_M_PER_S2 / 2).toFixed(4)} * t * t, 0.0);
    vLength = length(velocity) * t;
    if (part.z > 0.5) {
      point.y = 0.015;
      point.xz += part.xy * REACH;
      gl_Position = projectionMatrix * modelViewMatrix * vec4(point, 1.0);
    } else {
      vec4 viewPosition = modelViewMatrix * vec4(max(point, vec3(-1e4, 0.012, -1e4)), 1.0);
      vec3 direction = mat3(modelViewMatrix) * (velocity - vec3(0.0, ${ARC_GRAVITY_M_PER_S2.toFixed(4)} * t, 0.0));
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
  uniform float hasTarget;
  uniform vec3 color;
  varying vec3 vPart;
  varying float vLength;
  void main() {
    vec3 light;
    if (vPart.z > 0.5) {
      // Target: a fine ring with a wider faint one around it, a soft disc, and a point at its center.
      float radius = length(vPart.xy);
      float soft = fwidth(radius);
      float ring = smoothstep(0.022 + soft, 0.006, abs(radius - 0.62));
      float outer = smoothstep(0.012 + soft, 0.004, abs(radius - 0.9)) * 0.35;
      float disc = smoothstep(0.62, 0.1, radius) * 0.1;
      float spot = exp(-radius * radius * 160.0);
      light = color * (ring * 1.4 + outer + disc + spot * 1.2) * hasTarget;
    } else {
      float core = exp(-vPart.x * vPart.x * 12.0) * 1.3 + exp(-vPart.x * vPart.x * 3.0) * 0.3 - 0.015;
      // An arc without a target is dim and dashed: it does not rely on color.
      float dash = max(hasTarget, step(0.5, fract(vLength * 5.0)) * 0.5);
      light = color * core * dash * (0.35 + 0.9 * vPart.y) * smoothstep(0.0, 0.05, vPart.y);
    }
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** The arc of a teleport from the hand to the floor, and its target. One draw call, only while aiming. */
export class TeleportArc {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  private readonly origin = new Vector3()
  private readonly velocity = new Vector3()
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
        velocity: { value: this.velocity },
        flight: { value: 1 },
        hasTarget: { value: 1 },
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
    this.mesh.renderOrder = 4
    this.mesh.raycast = () => {}
    this.mesh.visible = false
  }

  /**
   * @param origin position of the hand in the room
   * @param direction unit vector in the room
   * @param hasTarget whether the arc ends where the visitor can stand
   */
  show(origin: Vector3, direction: Vector3, hasTarget: boolean): void {
    const { mesh, frameState } = this
    const { x, y, z, yaw, scale } = frameState.placement
    const { uniforms } = mesh.material
    easeToChunkLight(this.color, frameState.boxes, frameState.playhead.chunk, mesh.visible ? COLOR_SHARE : 1)
    this.origin.copy(origin)
    this.velocity.copy(direction).multiplyScalar(ARC_SPEED_M_PER_S)
    uniforms.flight!.value = computeFlightTime(origin.y, direction.y)
    uniforms.hasTarget!.value = hasTarget ? 1 : 0
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
