import { DoubleSide, Mesh, type Object3D, PlaneGeometry, ShaderMaterial, Vector3 } from 'three'
import { DRAW_ORDER } from './draw-order.ts'

/** Radius as a share of the distance: about 1.3 degrees. */
const RADIUS_RATIO = 0.022

const VERTEX = /* glsl */ `
  varying vec2 vSpot;
  void main() {
    vSpot = position.xy;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`

const FRAGMENT = /* glsl */ `
  uniform float filled;
  varying vec2 vSpot;
  void main() {
    float r = length(vSpot);
    float soft = fwidth(r);
    // The ring fills from the top, clockwise.
    float share = fract(atan(vSpot.x, vSpot.y) / 6.2831853 + 1.0);
    float ring = smoothstep(0.2 + soft, 0.2, abs(r - 0.78));
    float dot9 = smoothstep(0.16 + soft, 0.16, r);
    float full = share < filled ? 1.0 : 0.0;
    // A dark backdrop keeps it visible in front of light.
    float shade = max(ring, smoothstep(0.24 + soft, 0.24, r)) * 0.45;
    float light = max(dot9, ring * smoothstep(0.12 + soft, 0.12, abs(r - 0.78)) * (filled > 0.0 ? mix(0.25, 1.0, full) : 0.0));
    float alpha = max(light, shade * (filled > 0.0 || r < 0.4 ? 1.0 : 0.0));
    gl_FragColor = vec4(vec3(0.92, 0.96, 1.0) * light / max(alpha, 0.001), alpha * 0.95);
    #include <colorspace_fragment>
  }
`

/** The gaze cursor: a dot, and a ring that fills with the dwell time. One draw call, only while shown. */
export class GazeReticle {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>
  private readonly offset = new Vector3()

  constructor() {
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { filled: { value: 0 } },
      transparent: true,
      depthTest: false,
      depthWrite: false,
      side: DoubleSide,
    })
    this.mesh = new Mesh(new PlaneGeometry(2, 2), material)
    this.mesh.visible = false
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = DRAW_ORDER.gazeReticle
    this.mesh.raycast = () => {}
  }

  /**
   * @param gaze origin and direction (-z) of the gaze
   * @param distance along the gaze, in the same space
   * @param filled 0-1 of the dwell time
   */
  show(gaze: Object3D, distance: number, filled: number): void {
    const { mesh, offset } = this
    mesh.visible = true
    mesh.quaternion.copy(gaze.quaternion)
    mesh.position.copy(offset.set(0, 0, -distance).applyQuaternion(gaze.quaternion)).add(gaze.position)
    mesh.scale.setScalar(distance * RADIUS_RATIO)
    mesh.material.uniforms.filled!.value = filled
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
