import { BufferAttribute, BufferGeometry, DynamicDrawUsage, type Mesh, type ShaderMaterial, Sphere } from 'three'
import type { ChunkTexture } from './chunk-texture.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { createLightMaterial, createShaderMesh, uploadAttributes } from './light-material.ts'
import { RibbonBand } from './ribbon-band.ts'
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
    vec4 viewPosition = toViewSpace(position);
    vec3 direction = mat3(viewMatrix) * along;
    // The ribbon faces the camera.
    vec3 side = cross(direction, viewPosition.xyz);
    side = length(side) > 1e-6 ? normalize(side) : vec3(1.0, 0.0, 0.0);
    // At least about a pixel wide, or it would flicker; before the eyes of a rider no pillar.
    float width = clamp(across.y, -viewPosition.z * 0.0011, max(-viewPosition.z, 0.05) * 0.006);
    viewPosition.xyz += side * across.x * width;
    vLight = light.rgb * light.a * clarity(length(viewPosition.xyz)) * min(1.0, across.y / width + 0.25);
    vAcross = across.x;
    gl_Position = projectFromView(viewPosition);
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
    gl_FragColor.a = arAlpha(gl_FragColor.rgb);
  }
`

/** Enough for the trails and arcs and one ray per hand. */
const MAX_POINTS = 256

/** Thin bands of light through given points, facing the camera: all bands in one draw call. */
export class Ribbon {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>
  private readonly position = new BufferAttribute(new Float32Array(MAX_POINTS * 6), 3).setUsage(DynamicDrawUsage)
  private readonly along = new BufferAttribute(new Float32Array(MAX_POINTS * 6), 3).setUsage(DynamicDrawUsage)
  private readonly light = new BufferAttribute(new Float32Array(MAX_POINTS * 8), 4).setUsage(DynamicDrawUsage)
  /** The side of the band (-1 or 1) and its half width in the song's meters. */
  private readonly across = new BufferAttribute(new Float32Array(MAX_POINTS * 4), 2).setUsage(DynamicDrawUsage)
  private readonly attributes: readonly BufferAttribute[] = [this.position, this.along, this.light, this.across]
  private readonly index: number[] = []
  private pointCount = 0

  /** Shared with other light in the room. */
  readonly daylight: { value: number }

  constructor({ uniforms }: ChunkTexture) {
    this.daylight = uniforms.daylight
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', this.position)
    geometry.setAttribute('along', this.along)
    geometry.setAttribute('light', this.light)
    geometry.setAttribute('across', this.across)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    const { scale, daylight } = uniforms
    // After the panel (10), because rays can pass in front of it.
    this.mesh = createShaderMesh(
      geometry,
      createLightMaterial(VERTEX, FRAGMENT, { scale, daylight }),
      DRAW_ORDER.ribbon,
    )
  }

  /**
   * Reserves one or more separate bands that share a list of points; called before the first frame.
   * @param lengths number of points of each band
   * @param width half width, meters
   * @throws RangeError if the ribbon has not enough points left
   */
  addBand(lengths: readonly number[], width: number): RibbonBand {
    const { position, along, light, across, index, pointCount: first } = this
    for (const length of lengths) {
      const end = (this.pointCount + length - 1) * 2
      // Two vertices per point, two triangles between points, none between bands.
      for (let v = this.pointCount * 2; v < end; v += 2) index.push(v, v + 1, v + 2, v + 2, v + 1, v + 3)
      this.pointCount += length
    }
    if (this.pointCount > MAX_POINTS)
      throw new RangeError(`The bands of a ribbon have more than ${MAX_POINTS} points: raise MAX_POINTS.`)
    this.mesh.geometry.setIndex(index)
    const part = ({ array, itemSize }: BufferAttribute): Float32Array =>
      (array as Float32Array).subarray(first * 2 * itemSize, this.pointCount * 2 * itemSize)
    return new RibbonBand(part(position), part(along), part(light), part(across), width)
  }

  flush(): void {
    uploadAttributes(this.attributes)
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
