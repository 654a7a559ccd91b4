import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  DynamicDrawUsage,
  Mesh,
  ShaderMaterial,
  Sphere,
} from 'three'
import { AIR, daylight } from './shaders.ts'

const VERTEX = /* glsl */ `
  ${AIR}
  attribute vec3 along;
  attribute vec4 light;
  attribute vec2 across;
  varying vec3 vLight;
  varying float vAcross;
  void main() {
    vec4 seen = viewMatrix * vec4(position, 1.0);
    vec3 direction = mat3(viewMatrix) * along;
    // The ribbon turns its flat side to the eye.
    vec3 side = cross(direction, seen.xyz);
    side = length(side) > 1e-6 ? normalize(side) : vec3(1.0, 0.0, 0.0);
    // Never thinner than a pixel or so, or it would crawl.
    float width = max(across.y, -seen.z * 0.0011);
    seen.xyz += side * across.x * width;
    vLight = light.rgb * light.a * clarity(length(seen.xyz)) * min(1.0, across.y / width + 0.25);
    vAcross = across.x;
    gl_Position = projectionMatrix * seen;
  }
`

const FRAGMENT = /* glsl */ `
  ${AIR}
  varying vec3 vLight;
  varying float vAcross;
  void main() {
    float core = exp(-vAcross * vAcross * 14.0) * 1.6 + exp(-vAcross * vAcross * 3.0) * 0.35 - 0.017;
    gl_FragColor = vec4(expose(vLight * max(core, 0.0)), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = veil(gl_FragColor.rgb);
  }
`

/** One or more thin bands of light through given points, always flat towards the eye: one draw call. */
export class Ribbon {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  /** 3 × points, to be filled by the owner before `write`. */
  readonly point: Float32Array
  private readonly position: BufferAttribute
  private readonly along: BufferAttribute
  private readonly light: BufferAttribute

  /** @param lengths number of points of each band; their points follow each other. */
  constructor(lengths: readonly number[], width: number) {
    const points = lengths.reduce((sum, length) => sum + length, 0)
    this.point = new Float32Array(points * 3)
    this.position = new BufferAttribute(new Float32Array(points * 6), 3).setUsage(DynamicDrawUsage)
    this.along = new BufferAttribute(new Float32Array(points * 6), 3).setUsage(DynamicDrawUsage)
    this.light = new BufferAttribute(new Float32Array(points * 8), 4).setUsage(DynamicDrawUsage)
    const across = new Float32Array(points * 4)
    for (let k = 0; k < points; k++) across.set([-1, width, 1, width], k * 4)
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', this.position)
    geometry.setAttribute('along', this.along)
    geometry.setAttribute('light', this.light)
    geometry.setAttribute('across', new BufferAttribute(across, 2))
    geometry.setIndex(triangles(lengths))
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { daylight },
      premultipliedAlpha: true,
      transparent: true,
      depthWrite: false,
      blending: AdditiveBlending,
      side: DoubleSide,
    })
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = 3
    this.mesh.raycast = () => {}
  }

  /**
   * Both edges of the band at point `k`, taken from `point[source]`; its direction comes from the neighbors
   * within [first, last]. Color in linear sRGB.
   */
  write(
    k: number,
    source: number,
    first: number,
    last: number,
    r: number,
    g: number,
    b: number,
    strength: number,
  ): void {
    const { point, position, along, light } = this
    const before = Math.max(first, source - 1) * 3
    const after = Math.min(last, source + 1) * 3
    for (let v = k * 2; v < k * 2 + 2; v++) {
      for (let axis = 0; axis < 3; axis++) {
        position.array[v * 3 + axis] = point[source * 3 + axis] as number
        along.array[v * 3 + axis] = (point[after + axis] as number) - (point[before + axis] as number)
      }
      light.array[v * 4] = r
      light.array[v * 4 + 1] = g
      light.array[v * 4 + 2] = b
      light.array[v * 4 + 3] = strength
    }
  }

  flush(): void {
    this.position.needsUpdate = true
    this.along.needsUpdate = true
    this.light.needsUpdate = true
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}

/** Two vertices a point, two triangles between points, none between bands. */
function triangles(lengths: readonly number[]): number[] {
  const index: number[] = []
  let first = 0
  for (const length of lengths) {
    for (let v = first * 2; v < (first + length - 1) * 2; v += 2) index.push(v, v + 1, v + 2, v + 2, v + 1, v + 3)
    first += length
  }
  return index
}
