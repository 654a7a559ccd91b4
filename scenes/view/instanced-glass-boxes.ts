import {
  BoxGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  Quaternion,
  ShaderMaterial,
  Sphere,
  Vector3,
} from 'three'
import { ENVIRONMENT_GLSL, GLASS_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  attribute vec3 center;
  attribute vec4 quaternion;
  attribute vec3 size;
  // 0-1: how strongly the box shines.
  attribute float brightness;
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec3 vNormal;
  varying vec3 vView;
  varying float vBrightness;
  vec3 rotate(vec3 v) { return v + 2.0 * cross(quaternion.xyz, cross(quaternion.xyz, v) + quaternion.w * v); }
  void main() {
    vec4 world = modelMatrix * vec4(center + rotate(position * size), 1.0);
    vCorner = position;
    vSize = size;
    vNormal = mat3(modelMatrix) * rotate(normal);
    vView = cameraPosition - world.xyz;
    vBrightness = brightness;
    gl_Position = projectionMatrix * viewMatrix * world;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${GLASS_GLSL}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec3 vNormal;
  varying vec3 vView;
  varying float vBrightness;
  void main() {
    vec3 edgeDistance = getEdgeDistances(vCorner, vSize);
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    float rim = min(edgeDistance.x, min(edgeDistance.y, edgeDistance.z));
    // Twice the distance halves the lit edge: these boxes are much smaller than the song's.
    vec3 light = shadeGlass(vec3(0.16, 0.23, 0.5), rim * 2.0, facing, normal.y, vec4(vBrightness, 0.25, 0.0, 0.0), 0.0);
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

export type PointLike = { readonly x: number; readonly y: number; readonly z: number }
export type QuaternionLike = PointLike & { readonly w: number }

const offset = new Vector3()
const rotation = new Quaternion()

const createAttribute = (count: number, itemSize: number) =>
  new InstancedBufferAttribute(new Float32Array(count * itemSize), itemSize).setUsage(DynamicDrawUsage)

/** Glass boxes like the song's own, in one draw call; filled again each frame: `clear`, `addBox` …, `flush`. */
export class InstancedGlassBoxes {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>
  private readonly centers: InstancedBufferAttribute
  private readonly quaternions: InstancedBufferAttribute
  private readonly sizes: InstancedBufferAttribute
  private readonly brightnesses: InstancedBufferAttribute
  private count = 0

  constructor(maxCount: number) {
    this.centers = createAttribute(maxCount, 3)
    this.quaternions = createAttribute(maxCount, 4)
    this.sizes = createAttribute(maxCount, 3)
    this.brightnesses = createAttribute(maxCount, 1)
    const cube = new BoxGeometry(1, 1, 1)
    const geometry = new InstancedBufferGeometry()
    geometry.index = cube.index
    for (const name of ['position', 'normal']) geometry.setAttribute(name, cube.getAttribute(name))
    geometry.setAttribute('center', this.centers)
    geometry.setAttribute('quaternion', this.quaternions)
    geometry.setAttribute('size', this.sizes)
    geometry.setAttribute('brightness', this.brightnesses)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    this.mesh = new Mesh(geometry, new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT }))
    this.mesh.frustumCulled = false
    this.mesh.visible = false
    this.mesh.raycast = () => {}
  }

  clear(): void {
    this.count = 0
  }

  /**
   * Adds a box of the given size in meters.
   * @param offsetX with `offsetY` and `offsetZ`: its center relative to `position`, along the axes of `orientation`
   * @param brightness 0-1
   */
  addBox(
    { x, y, z }: PointLike,
    orientation: QuaternionLike,
    offsetX: number,
    offsetY: number,
    offsetZ: number,
    width: number,
    height: number,
    depth: number,
    brightness: number,
  ): void {
    const i = this.count++
    rotation.set(orientation.x, orientation.y, orientation.z, orientation.w)
    offset.set(offsetX, offsetY, offsetZ).applyQuaternion(rotation)
    this.centers.setXYZ(i, x + offset.x, y + offset.y, z + offset.z)
    this.quaternions.setXYZW(i, rotation.x, rotation.y, rotation.z, rotation.w)
    this.sizes.setXYZ(i, width, height, depth)
    this.brightnesses.setX(i, brightness)
  }

  flush(): void {
    this.mesh.visible = this.count > 0
    this.mesh.geometry.instanceCount = this.count
    this.centers.needsUpdate = true
    this.quaternions.needsUpdate = true
    this.sizes.needsUpdate = true
    this.brightnesses.needsUpdate = true
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
