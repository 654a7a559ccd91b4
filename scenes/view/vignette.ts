import { BufferAttribute, BufferGeometry, DoubleSide, Mesh, ShaderMaterial } from 'three'
import type { FrameState } from '../state/frame-state.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const SEGMENT_COUNT = 48
/** Half angles from straight ahead: beyond any lens, and where the dark begins when it has narrowed fully. */
const OUTER_ANGLE_RAD = 1.35
const OPEN_ANGLE_RAD = 1.0
const NARROW_ANGLE_RAD = 0.32
const SOFT_EDGE_RAD = 0.24

// Drawn straight into the space of each eye, at infinity: both eyes see one edge.
const VERTEX = /* glsl */ `
  attribute vec2 ring;
  uniform float inner;
  varying float vDark;
  void main() {
    float angle = ring.y < 0.5 ? inner : ring.y < 1.5 ? inner + ${SOFT_EDGE_RAD.toFixed(2)} : ${OUTER_ANGLE_RAD.toFixed(2)};
    vDark = min(ring.y, 1.0);
    vec3 seen = vec3(cos(ring.x) * sin(angle), sin(ring.x) * sin(angle), -cos(angle));
    gl_Position = projectionMatrix * vec4(seen * 2.0, 1.0);
    gl_Position.z = 0.0;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying float vDark;
  void main() {
    gl_FragColor = vec4(expose(HORIZON * 0.25), vDark * vDark * (3.0 - 2.0 * vDark));
    #include <colorspace_fragment>
  }
`

/** Comfort while one is moved: the edge of the view goes dark, in front of everything. Not drawn while it is open. */
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
      uniforms: { inner: { value: OPEN_ANGLE_RAD } },
      transparent: true,
      depthTest: false,
      depthWrite: false,
      side: DoubleSide,
    })
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = 1000
    this.mesh.raycast = () => {}
    this.mesh.visible = false
  }

  update(): void {
    const {
      viewer: { vignette },
    } = this.frameState
    this.mesh.visible = vignette > 0.005
    this.mesh.material.uniforms.inner!.value = OPEN_ANGLE_RAD + (NARROW_ANGLE_RAD - OPEN_ANGLE_RAD) * vignette
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
