import { DoubleSide, Mesh, type Object3D, PlaneGeometry, ShaderMaterial, Vector3 } from 'three'

/** Its radius, as a share of its distance: a little over one degree. */
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
    // Dark below, so that it is seen in front of light as well.
    float shade = max(ring, smoothstep(0.24 + soft, 0.24, r)) * 0.45;
    float light = max(dot9, ring * smoothstep(0.12 + soft, 0.12, abs(r - 0.78)) * (filled > 0.0 ? mix(0.25, 1.0, full) : 0.0));
    float alpha = max(light, shade * (filled > 0.0 || r < 0.4 ? 1.0 : 0.0));
    gl_FragColor = vec4(vec3(0.92, 0.96, 1.0) * light / max(alpha, 0.001), alpha * 0.95);
    #include <colorspace_fragment>
  }
`

/** Where the eyes point, and for how long already: a dot with a ring that fills. One draw call, only while shown. */
export class GazeReticle {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>
  private readonly ahead = new Vector3()

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
    this.mesh.renderOrder = 30
    this.mesh.raycast = () => {}
  }

  /** @param away along -z of `eyes`, in their space */
  show(eyes: Object3D, away: number, filled: number): void {
    const { mesh, ahead } = this
    mesh.visible = true
    mesh.quaternion.copy(eyes.quaternion)
    mesh.position.copy(ahead.set(0, 0, -away).applyQuaternion(eyes.quaternion)).add(eyes.position)
    mesh.scale.setScalar(away * RADIUS_RATIO)
    const { filled: ring } = mesh.material.uniforms
    if (ring) ring.value = filled
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
