import { BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial, Sphere, Vector3 } from 'three'
import { DRAW_ORDER } from '../../scenes/view/draw-order.ts'
import { ENVIRONMENT_GLSL } from '../../scenes/view/shader-chunks.ts'

type Point = readonly [x: number, y: number, z: number]

/** Kinds of quads in drawing order; only the head occludes. */
const QUAD_KINDS = [1, 2, 3, 4, 0, 5]

const VERTEX_SHADER = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  // 0: head, 1: glow around it, 2: veil down to the floor, 3: light on the floor, 4: gaze cone, 5: hand.
  attribute vec2 corner;
  attribute float kind;
  uniform vec3 head;
  uniform vec3 forward;
  uniform vec3 hand;
  uniform float floorAt;
  uniform float seconds;
  varying vec2 vCorner;
  varying float vKind;
  varying float vClear;
  varying vec3 vFace;
  vec3 seenAt(vec3 place) { return (modelViewMatrix * vec4(place, 1.0)).xyz; }
  void main() {
    vCorner = corner;
    vKind = kind;
    vec3 seen;
    float breath = 1.0 + 0.04 * sin(seconds * 1.3);
    vFace = vec3(0.0, 0.0, 1.0);
    if (kind < 0.5) {
      seen = seenAt(head) + vec3(corner * vec2(0.115, 0.135), 0.02);
      vFace = normalize(seenAt(head + forward) - seenAt(head));
    } else if (kind < 1.5) seen = seenAt(head) + vec3(corner * 0.55 * breath, 0.0);
    else if (kind < 2.5) {
      // A billboard that turns around the vertical axis.
      float top = head.y + 0.02;
      vec3 foot = seenAt(vec3(head.x, floorAt, head.z));
      vec3 crown = seenAt(vec3(head.x, top, head.z));
      vec3 side = normalize(cross(crown - foot, foot));
      seen = mix(foot, crown, corner.y * 0.5 + 0.5) + side * corner.x * 0.42;
    } else if (kind < 3.5) seen = seenAt(vec3(head.x + corner.x * 1.1, floorAt + 0.012, head.z + corner.y * 1.1));
    else if (kind < 4.5) {
      // A cone of light as a billboard.
      float along = corner.y * 0.5 + 0.5;
      vec3 from = seenAt(head);
      vec3 ahead = seenAt(head + forward) - from;
      vec3 side = cross(ahead, from);
      side = length(side) > 1e-5 ? normalize(side) : vec3(1.0, 0.0, 0.0);
      seen = from + ahead * along * 1.7 + side * corner.x * mix(0.1, 0.42, along);
    } else seen = seenAt(hand) + vec3(corner * 0.09, 0.01);
    float away = length(seen);
    vClear = clarity(away) * smoothstep(0.3, 1.4, away);
    gl_Position = projectionMatrix * vec4(seen, 1.0);
  }
`

const FRAGMENT_SHADER = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec2 vCorner;
  varying float vKind;
  varying float vClear;
  varying vec3 vFace;
  uniform float presence;
  uniform float body;
  uniform float pointing;
  const vec3 WARM = vec3(1.0, 0.80, 0.55);
  const vec3 PALE = vec3(0.80, 0.87, 1.0);
  float soft(float r2) { return max(0.0, (exp(-r2 * 4.5) - exp(-4.5)) / (1.0 - exp(-4.5))); }
  void main() {
    vec2 p = vCorner;
    float r2 = dot(p, p);
    vec3 light;
    float solid = 0.0;
    if (vKind < 0.5) {
      // Bright on the face's side, dim behind.
      float r = sqrt(r2);
      vec3 normal = vec3(p, sqrt(max(0.0, 1.0 - r2)));
      float face = smoothstep(-0.25, 0.95, dot(normal, vFace));
      float disc = 1.0 - smoothstep(0.72, 1.0, r);
      solid = disc * 0.92;
      light = mix(WARM * 0.8, mix(WARM, vec3(1.0), 0.65) * 1.6, face * face) * (0.55 + 0.45 * normal.z) * disc;
    } else if (vKind < 1.5) light = WARM * soft(r2) * soft(r2) * 0.24 * smoothstep(0.0, 0.07, r2);
    else if (vKind < 2.5) {
      // Shoulders at the top, fading out above the floor.
      float h = p.y * 0.5 + 0.5;
      float shoulders = 1.0 - 0.8 * smoothstep(0.8, 0.93, h);
      float wide = mix(0.36, 0.6, smoothstep(0.0, 0.8, h)) * shoulders;
      float across = p.x / wide;
      float veil = soft(across * across * 0.9) * 0.5 + exp(-pow(abs(across) - 0.62, 2.0) * 9.0) * 0.22;
      light = mix(PALE, WARM, h) * veil * smoothstep(0.0, 0.85, h) * (1.0 - smoothstep(0.86, 0.97, h)) * 0.3 * body;
    } else if (vKind < 3.5) light = mix(WARM, PALE, 0.3) * (soft(r2) * 0.12 + soft(r2 * 7.0) * 0.12) * body;
    else if (vKind < 4.5) {
      float along = p.y * 0.5 + 0.5;
      float cone = soft(p.x * p.x) * pow(1.0 - along, 1.8) * smoothstep(0.06, 0.34, along);
      light = mix(WARM, PALE, along) * cone * 0.24;
    } else light = mix(PALE, vec3(1.0), 0.5) * (soft(r2 * 6.0) * 1.3 + soft(r2) * 0.4) * pointing;
    gl_FragColor = vec4(expose(light * vClear * presence), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = solid * vClear * presence;
  }
`

/** Positions are in the space of the mesh's parent. */
export type AvatarPose = { position: Point; forward: Point; hand: Point | null; floorHeight: number }

/** A visitor as a head of light with gaze, veil and hand. One draw call. */
export class Avatar {
  private readonly uniforms = {
    head: { value: new Vector3(0, 1.6, 0) },
    forward: { value: new Vector3(0, 0, -1) },
    hand: { value: new Vector3() },
    floorAt: { value: 0 },
    presence: { value: 0 },
    body: { value: 1 },
    pointing: { value: 0 },
    seconds: { value: 0 },
    daylight: { value: 0 },
  }
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>

  constructor() {
    const corners: number[] = []
    const kinds: number[] = []
    const index: number[] = []
    QUAD_KINDS.forEach((kind, k) => {
      corners.push(-1, -1, 1, -1, 1, 1, -1, 1)
      kinds.push(kind, kind, kind, kind)
      const v = k * 4
      index.push(v, v + 1, v + 2, v, v + 2, v + 3)
    })
    const geometry = new BufferGeometry()
    geometry.setAttribute('corner', new BufferAttribute(new Float32Array(corners), 2))
    geometry.setAttribute('kind', new BufferAttribute(new Float32Array(kinds), 1))
    // The shader does not read it; three.js counts vertices by it.
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(kinds.length * 3), 3))
    geometry.setIndex(index)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    const material = new ShaderMaterial({
      vertexShader: VERTEX_SHADER,
      fragmentShader: FRAGMENT_SHADER,
      uniforms: this.uniforms,
      transparent: true,
      depthWrite: false,
      // The visitor stays visible through boxes.
      depthTest: false,
      premultipliedAlpha: true,
      side: DoubleSide,
    })
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = DRAW_ORDER.hands
  }

  /** Opacity of the avatar, 0-1. */
  get presence(): number {
    return this.uniforms.presence.value
  }

  /** @param visitor null: the avatar fades out */
  paint(visitor: AvatarPose | null, dt: number): void {
    const { head, forward, hand, floorAt, presence, body, pointing, seconds } = this.uniforms
    seconds.value += dt
    const easing = 1 - Math.exp(-dt * 2.5)
    presence.value += ((visitor ? 1 : 0) - presence.value) * easing
    if (!visitor) return
    head.value.fromArray(visitor.position)
    forward.value.fromArray(visitor.forward)
    floorAt.value = visitor.floorHeight
    // A camera high above the floor, as on a flat screen, gets no body.
    const height = visitor.position[1] - visitor.floorHeight
    body.value = Math.max(0, Math.min(1, (2.9 - height) / 0.6))
    pointing.value += ((visitor.hand ? 1 : 0) - pointing.value) * easing
    if (visitor.hand) hand.value.fromArray(visitor.hand)
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
