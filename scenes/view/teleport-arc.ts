import { AdditiveBlending, BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial, Vector3 } from 'three'
import { ARC_GRAVITY_M_PER_S2, ARC_SPEED_M_PER_S, computeFlightTime } from '../geometry/teleport.ts'
import type { FrameState } from '../state/frame-state.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const ARC_POINT_COUNT = 48

// One mesh: a band along the arc (part.z = 0; part.x across, part.y along), and a square around the landing (part.z = 1;
// part.xy from -1 to 1), in meters of the room; its matrix brings them into the song's space.
const VERTEX = /* glsl */ `
  attribute vec3 part;
  uniform vec3 origin;
  uniform vec3 velocity;
  uniform float flight;
  varying vec3 vPart;
  varying float vLength;
  const float HALF_WIDTH = 0.022;
  const float REACH = 0.36;
  void main() {
    vPart = part;
    float t = flight * (part.z > 0.5 ? 1.0 : part.y);
    vec3 place = origin + velocity * t - vec3(0.0, ${(ARC_GRAVITY_M_PER_S2 / 2).toFixed(4)} * t * t, 0.0);
    vLength = length(velocity) * t;
    if (part.z > 0.5) {
      place.y = 0.015;
      place.xz += part.xy * REACH;
      gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
    } else {
      vec4 seen = modelViewMatrix * vec4(max(place, vec3(-1e4, 0.012, -1e4)), 1.0);
      vec3 direction = mat3(modelViewMatrix) * (velocity - vec3(0.0, ${ARC_GRAVITY_M_PER_S2.toFixed(4)} * t, 0.0));
      // The band turns its flat side to the eye, and is never thinner than a pixel or so.
      vec3 side = cross(direction, seen.xyz);
      side = length(side) > 1e-6 ? normalize(side) : vec3(1.0, 0.0, 0.0);
      seen.xyz += side * part.x * max(HALF_WIDTH, -seen.z * 0.0016);
      gl_Position = projectionMatrix * seen;
    }
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  uniform float lands;
  varying vec3 vPart;
  varying float vLength;
  const vec3 YES = vec3(0.30, 0.72, 1.0);
  const vec3 NO = vec3(1.0, 0.30, 0.16);
  void main() {
    vec3 light;
    if (vPart.z > 0.5) {
      // A ring around where one will stand, a soft disc in it, and a dot right at the spot.
      float away = length(vPart.xy);
      float ring = smoothstep(0.07, 0.03, abs(away - 0.78));
      float disc = smoothstep(0.78, 0.2, away) * 0.22;
      float spot = smoothstep(0.16, 0.09, away);
      light = YES * (ring * 1.5 + disc + spot * 1.2) * lands;
    } else {
      float core = exp(-vPart.x * vPart.x * 5.0) - 0.0067;
      // Where one cannot land the arc is broken, not only red.
      float whole = max(lands, step(0.5, fract(vLength * 4.0)));
      light = mix(NO, YES, lands) * core * whole * (0.5 + 1.1 * vPart.y) * smoothstep(0.0, 0.05, vPart.y);
    }
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** The arc from a hand to the floor, and the mark where one would stand: one draw call, none while nobody aims. */
export class TeleportArc {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  private readonly origin = new Vector3()
  private readonly velocity = new Vector3()

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
        lands: { value: 1 },
      },
      transparent: true,
      // Boxes of the path must not hide where one will stand.
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

  /** @param origin of the hand, in the room, and the direction it points in. */
  show(origin: Vector3, direction: Vector3, lands: boolean): void {
    const { mesh, frameState } = this
    const { x, y, z, yaw, scale } = frameState.placement
    const { uniforms } = mesh.material
    this.origin.copy(origin)
    this.velocity.copy(direction).multiplyScalar(ARC_SPEED_M_PER_S)
    uniforms.flight!.value = computeFlightTime(origin.y, direction.y)
    uniforms.lands!.value = lands ? 1 : 0
    mesh.visible = true
    // What is drawn is in the song's space.
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
