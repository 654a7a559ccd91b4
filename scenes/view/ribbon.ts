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
import type { ChunkTexture } from './chunk-texture.ts'
import { ENVIRONMENT_GLSL, PROJECTION_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${PROJECTION_GLSL}
  attribute vec3 along;
  attribute vec4 light;
  attribute vec2 across;
  varying vec3 vLight;
  varying float vAcross;
  void main() {
    vec4 seen = viewed(position);
    vec3 direction = mat3(viewMatrix) * along;
    // The ribbon turns its flat side to the eye.
    vec3 side = cross(direction, seen.xyz);
    side = length(side) > 1e-6 ? normalize(side) : vec3(1.0, 0.0, 0.0);
    // Never thinner than a pixel or so, or it would crawl.
    float width = max(across.y, -seen.z * 0.0011);
    seen.xyz += side * across.x * width;
    vLight = light.rgb * light.a * clarity(length(seen.xyz)) * min(1.0, across.y / width + 0.25);
    vAcross = across.x;
    gl_Position = projected(seen);
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec3 vLight;
  varying float vAcross;
  void main() {
    float core = exp(-vAcross * vAcross * 14.0) * 1.6 + exp(-vAcross * vAcross * 3.0) * 0.35 - 0.017;
    gl_FragColor = vec4(expose(vLight * max(core, 0.0)), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = veil(gl_FragColor.rgb);
  }
`

/** Enough for the thread, its arcs, the teleport arc and a ray for each hand. */
const MAX_POINTS = 256

/** Thin bands of light through given points, always flat towards the eye: all in one draw call. */
export class Ribbon {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  private readonly position = new BufferAttribute(new Float32Array(MAX_POINTS * 6), 3).setUsage(DynamicDrawUsage)
  private readonly along = new BufferAttribute(new Float32Array(MAX_POINTS * 6), 3).setUsage(DynamicDrawUsage)
  private readonly light = new BufferAttribute(new Float32Array(MAX_POINTS * 8), 4).setUsage(DynamicDrawUsage)
  /** Which edge, -1 or 1, and how far it is from the middle, in the song's meters. */
  private readonly across = new BufferAttribute(new Float32Array(MAX_POINTS * 4), 2).setUsage(DynamicDrawUsage)
  private readonly index: number[] = []
  private pointCount = 0

  constructor({ uniforms }: ChunkTexture) {
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', this.position)
    geometry.setAttribute('along', this.along)
    geometry.setAttribute('light', this.light)
    geometry.setAttribute('across', this.across)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { scale: uniforms.scale, daylight: uniforms.daylight },
      premultipliedAlpha: true,
      transparent: true,
      depthWrite: false,
      blending: AdditiveBlending,
      side: DoubleSide,
    })
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    // Added light: after the panel (10), which it can lie before.
    this.mesh.renderOrder = 11
    this.mesh.raycast = () => {}
  }

  /**
   * Room for more bands, before the first frame.
   * @param lengths number of points of each; their points follow each other.
   */
  addBand(lengths: readonly number[], width: number): RibbonBand {
    const { position, along, light, across, index, pointCount: first } = this
    for (const length of lengths) {
      const end = (this.pointCount + length - 1) * 2
      // Two vertices a point, two triangles between points, none between bands.
      for (let v = this.pointCount * 2; v < end; v += 2) index.push(v, v + 1, v + 2, v + 2, v + 1, v + 3)
      this.pointCount += length
    }
    if (this.pointCount > MAX_POINTS) throw new RangeError(`A ribbon has ${MAX_POINTS} points.`)
    this.mesh.geometry.setIndex(index)
    const part = ({ array, itemSize }: BufferAttribute): Float32Array =>
      (array as Float32Array).subarray(first * 2 * itemSize, this.pointCount * 2 * itemSize)
    return new RibbonBand(part(position), part(along), part(light), part(across), width)
  }

  flush(): void {
    this.position.needsUpdate = true
    this.along.needsUpdate = true
    this.light.needsUpdate = true
    this.across.needsUpdate = true
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}

/** One or more bands of a ribbon; dark until written. */
export class RibbonBand {
  /** 3 × points, to be filled by the owner before `write`. */
  readonly points: Float32Array

  constructor(
    private readonly position: Float32Array,
    private readonly along: Float32Array,
    private readonly light: Float32Array,
    private readonly across: Float32Array,
    /** From the middle to the edge. */
    public width: number,
  ) {
    this.points = new Float32Array(position.length / 2)
  }

  /**
   * Both edges of the band at point `k`, taken from `point[source]`; its direction comes from the neighbors
   * within [first, last]. Color in linear sRGB.
   */
  writePoint(
    k: number,
    source: number,
    first: number,
    last: number,
    r: number,
    g: number,
    b: number,
    strength: number,
  ): void {
    const { points: point, position, along, light, across } = this
    const before = Math.max(first, source - 1) * 3
    const after = Math.min(last, source + 1) * 3
    for (let v = k * 2; v < k * 2 + 2; v++) {
      for (let axis = 0; axis < 3; axis++) {
        position[v * 3 + axis] = point[source * 3 + axis]!
        along[v * 3 + axis] = point[after + axis]! - point[before + axis]!
      }
      light[v * 4] = r
      light[v * 4 + 1] = g
      light[v * 4 + 2] = b
      light[v * 4 + 3] = strength
      across[v * 2] = v % 2 === 0 ? -1 : 1
      across[v * 2 + 1] = this.width
    }
  }

  /** Nothing of it is seen until it is written again. */
  hide(): void {
    this.light.fill(0)
  }
}
