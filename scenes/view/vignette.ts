import { BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial } from 'three'
import type { Radians } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const SEGMENT_COUNT = 48
/** Angles from straight ahead. The outer one lies beyond the view of any headset. */
const OUTER_ANGLE_RAD: Radians = 1.35
/** Inner edge of the darkness at vignette 0 and 1, and the width of its gradient. */
const OPEN_ANGLE_RAD: Radians = 1.0
const NARROW_ANGLE_RAD: Radians = 0.32
const SOFT_EDGE_RAD: Radians = 0.24

// Drawn in view space at infinity, so that both eyes see the same edge.
const VERTEX = /* glsl */ `
  attribute vec2 ring;
  uniform float inner;
  varying float vDark;
  void main() {
    float angle = ring.y < 0.5 ? inner : ring.y < 1.5 ? inner + ${SOFT_EDGE_RAD.toFixed(2)} : ${OUTER_ANGLE_RAD.toFixed(2)};
    vDark = min(ring.y, 1.0);
    vec3 viewPosition = vec3(cos(ring.x) * sin(angle), sin(ring.x) * sin(angle), -cos(angle));
    gl_Position = projectionMatrix * vec4(viewPosition * 2.0, 1.0);
    gl_Position.z = 0.0;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  uniform float darkness;
  varying float vDark;
  void main() {
    float edge = vDark * vDark * (3.0 - 2.0 * vDark);
    gl_FragColor = vec4(expose(HORIZON * 0.25), darkness > 0.0 ? darkness * darkness * (3.0 - 2.0 * darkness) : edge);
    #include <colorspace_fragment>
  }
`

/** Darkens the edge of the view while the visitor is moved, and all of it on arrival and in a teleport; in front of everything. */
export class Vignette {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>

  constructor(private readonly frameState: FrameState) {
    const geometry = new BufferGeometry()
    const ring = new Float32Array(SEGMENT_COUNT * 3 * 2)
    const index: number[] = []
    for (let k = 0; k < SEGMENT_COUNT; k++) {
      const next = (k + 1) % SEGMENT_COUNT
      for (let band = 0; band < 3; band++) ring.set([(k / SEGMENT_COUNT) * 2 * Math.PI, band], (k * 3 + band) * 2)
      for (let band = 0; band < 2; band++) {
        const [a, b] = [k * 3 + band, next * 3 + band]
        index.push(a, b, a + 1, a + 1, b, b + 1)
      }
    }
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(SEGMENT_COUNT * 9), 3))
    geometry.setAttribute('ring', new BufferAttribute(ring, 2))
    geometry.setIndex(index)
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { inner: { value: OPEN_ANGLE_RAD }, darkness: { value: 0 } },
      transparent: true,
      depthTest: false,
      depthWrite: false,
      side: DoubleSide,
    })
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = DRAW_ORDER.vignette
    this.mesh.raycast = () => {}
    this.mesh.visible = false
  }

  update(): void {
    const { vignette, blink } = this.frameState.viewer
    const darkness = Math.max(blink, this.frameState.viewer.darkness)
    const { uniforms } = this.mesh.material
    this.mesh.visible = vignette > 0.005 || darkness > 0
    uniforms.darkness!.value = darkness
    // In the dark the ring is a disc.
    uniforms.inner!.value = darkness > 0 ? 0 : OPEN_ANGLE_RAD + (NARROW_ANGLE_RAD - OPEN_ANGLE_RAD) * vignette
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
