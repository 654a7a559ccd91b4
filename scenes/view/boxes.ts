import {
  BoxGeometry,
  type BufferGeometry,
  type Intersection,
  Mesh,
  type Raycaster,
  ShaderMaterial,
  Vector3,
} from 'three'
import { CARRIED } from '../carry.ts'
import { type Boxes, castRay, castSphere, type Hit } from '../geometry/cast.ts'
import type { Live } from '../live.ts'
import { ChunkView, cloudInstances, lookUniforms } from './chunk-view.ts'
import { AIR, CLOUD, GLASS, LOOKS } from './shaders.ts'

const VERTEX = /* glsl */ `
  ${LOOKS}
  ${CLOUD}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vLook;
  // Boxes in hands or in the air are turned; others stand upright.
  uniform int carried[${CARRIED}];
  uniform vec4 carriedTurn[${CARRIED}];
  vec3 inHand(vec3 v) {
    for (int k = 0; k < ${CARRIED}; k++)
      if (carried[k] == gl_InstanceID) {
        vec4 q = carriedTurn[k];
        v += 2.0 * cross(q.xyz, cross(q.xyz, v) + q.w * v);
      }
    return v;
  }
  varying float vPips;
  vec3 turned(vec3 v, float angle) {
    float c = cos(angle), s = sin(angle);
    return vec3(c * v.x + s * v.z, v.y, -s * v.x + c * v.z);
  }
  void main() {
    float gone = departed();
    float attention = attentionTo(gl_InstanceID);
    // On the path it lies flat inside its tile; it rises as a plate and becomes a cube.
    vSize = mix(vec3(0.4, pathCenter.y * 2.0, edge), vec3(edge) * breath(attention), gone);
    float angle = yaw * (1.0 - gone);
    vec4 world = modelMatrix * vec4(place + inHand(turned(position * vSize, angle)), 1.0);
    vNormal = inHand(turned(normal, angle));
    vView = cameraPosition - world.xyz;
    vCorner = position;
    vColor = color;
    vPips = pips;
    vLook = vec4(glow, lit(), attention, doubt());
    gl_Position = projectionMatrix * viewMatrix * world;
    // Where both are still one, only the path's tile is drawn.
    if (gone < 0.002) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  }
`

const FRAGMENT = /* glsl */ `
  ${AIR}
  ${GLASS}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vLook;
  varying float vPips;
  void main() {
    vec3 inset = (0.5 - abs(vCorner)) * vSize;
    // The axis across this face has no inset; it must not count as an edge.
    vec3 flat9 = step(0.4999, abs(vCorner)) * 9.0;
    vec3 to = inset + flat9;
    float rim = min(to.x, min(to.y, to.z));
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    vec3 light = glass(vColor, rim, facing, normal.y, vLook, pipAt(onFace(vCorner, vSize), vPips));
    light = mix(HORIZON, light, clarity(length(vView)));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** Rays and fingers tremble: boxes are this much larger to them. */
const TREMBLE = 0.006

/** The cloud's boxes; rays and hands find those of the path through it too, always with the chunk as `instanceId`. */
class TouchableChunks extends Mesh<BufferGeometry, ShaderMaterial> {
  private readonly cloud: Boxes = { count: 0, center: new Float32Array(0), size: new Float32Array(0), yaw: null }
  private readonly hit: Hit = { index: -1, distance: 0 }

  constructor(
    geometry: BufferGeometry,
    material: ShaderMaterial,
    private readonly live: Live,
  ) {
    super(geometry, material)
  }

  override raycast(raycaster: Raycaster, intersections: Intersection[]): void {
    const { origin: o, direction: d } = raycaster.ray
    const { hit, live } = this
    this.aim(raycaster.far)
    castRay(this.cloud, o.x, o.y, o.z, d.x, d.y, d.z, TREMBLE / live.placement.scale, hit)
    const { tiles } = live.path
    if (castRay(tiles, o.x, o.y, o.z, d.x, d.y, d.z, 0, hit)) hit.index = tiles.chunk[hit.index] as number
    this.report(intersections, raycaster.ray.at(hit.distance, new Vector3()))
  }

  /** Called by @pmndrs/pointer-events for grabbing and touching hands. */
  override spherecast(sphere: { center: Vector3; radius: number }, intersections: Intersection[]): void {
    const { center, radius } = sphere
    this.aim(radius)
    castSphere(this.cloud, center.x, center.y, center.z, radius, this.hit)
    this.report(intersections, center.clone())
  }

  private aim(farthest: number): void {
    const { live, cloud, hit } = this
    cloud.count = live.count
    cloud.center = live.place
    cloud.size = live.cubeSize
    hit.index = -1
    hit.distance = farthest
  }

  private report(intersections: Intersection[], point: Vector3): void {
    const { index, distance } = this.hit
    if (index >= 0) intersections.push({ distance, point, object: this, instanceId: index })
  }
}

/** All boxes of the cloud in one draw call. */
export function createBoxesView(live: Live): ChunkView {
  const { chunk, turn } = live.carries
  const uniforms = { ...lookUniforms(), carried: { value: chunk }, carriedTurn: { value: turn } }
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms })
  const cube = new BoxGeometry(1, 1, 1)
  return new ChunkView(live, cube, cloudInstances, new TouchableChunks(cube, material, live))
}
