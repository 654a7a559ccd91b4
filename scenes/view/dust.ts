import { AdditiveBlending, BufferAttribute, BufferGeometry, Points, ShaderMaterial, Sphere } from 'three'

const MOTES = 700

const VERTEX = /* glsl */ `
  uniform float seconds;
  varying float vLight;
  void main() {
    // Each mote drifts on a slow ellipse of its own.
    float phase = fract(position.x * 13.7 + position.z * 7.3) * 6.2832;
    vec3 drift = vec3(sin(seconds * 0.05 + phase), sin(seconds * 0.031 + phase * 1.7) * 0.6, cos(seconds * 0.043 + phase));
    vec4 seen = viewMatrix * vec4(position + drift * 0.35, 1.0);
    float distance = length(seen.xyz);
    vLight = smoothstep(0.4, 1.5, distance) * exp(-distance * distance * 0.012) * (0.5 + 0.5 * sin(phase * 3.0));
    gl_PointSize = clamp(projectionMatrix[1][1] * 4.0 / distance, 1.0, 4.0);
    gl_Position = projectionMatrix * seen;
  }
`

const FRAGMENT = /* glsl */ `
  varying float vLight;
  void main() {
    float r = length(gl_PointCoord - 0.5) * 2.0;
    gl_FragColor = vec4(vec3(0.75, 0.82, 1.0) * vLight * 0.22 * max(0.0, 1.0 - r), 1.0);
  }
`

/** Dust in the beam: gives the dark a depth that both eyes can measure. */
export class DustView {
  private readonly uniforms = { seconds: { value: 0 } }
  readonly points: Points<BufferGeometry, ShaderMaterial>

  constructor() {
    const geometry = new BufferGeometry()
    const position = new Float32Array(MOTES * 3)
    // A low-discrepancy sequence (Roberts' R3) instead of chance: even, and the same every time.
    for (let k = 0; k < MOTES; k++) {
      position[k * 3] = (((k * 0.8191725134) % 1) - 0.5) * 16
      position[k * 3 + 1] = ((k * 0.6710436067) % 1) * 6
      position[k * 3 + 2] = (((k * 0.5497004779) % 1) - 0.5) * 16
    }
    geometry.setAttribute('position', new BufferAttribute(position, 3))
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    this.points = new Points(
      geometry,
      new ShaderMaterial({
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        uniforms: this.uniforms,
        transparent: true,
        depthWrite: false,
        blending: AdditiveBlending,
      }),
    )
    this.points.frustumCulled = false
    this.points.renderOrder = 1
    this.points.raycast = () => {}
  }

  paint(dt: number, still: boolean): void {
    if (!still) this.uniforms.seconds.value += dt
  }

  dispose(): void {
    this.points.geometry.dispose()
    this.points.material.dispose()
  }
}
