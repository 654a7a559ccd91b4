import {
  BoxGeometry,
  type BufferGeometry,
  type Intersection,
  Mesh,
  type Raycaster,
  ShaderMaterial,
  Vector3,
} from 'three'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import { type BoxHit, type OrientedBoxes, raycastBoxes, spherecastBoxes } from '../geometry/raycast.ts'
import type { FrameState } from '../state/frame-state.ts'
import { MAX_GRABBED_BOXES } from '../state/grabbed-boxes.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import { ChunkView, createCloudInstances, createTileInstances, mergeInstances } from './chunk-view.ts'
import { CHUNK_STATE_GLSL, CLOUD_BOX_GLSL, ENVIRONMENT_GLSL, GLASS_GLSL, PATH_TILE_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  // 0: a box of the cloud, 1: a tile of the path.
  attribute float kind;
  ${CHUNK_STATE_GLSL}
  ${CLOUD_BOX_GLSL}
  ${PATH_TILE_GLSL}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vEnds;
  varying float vShine;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vLook;
  bool hidden;
  // Boxes in hands or in the air are turned; others stand upright.
  uniform int carried[${MAX_GRABBED_BOXES}];
  uniform vec4 carriedTurn[${MAX_GRABBED_BOXES}];
  vec3 inHand(vec3 v) {
    for (int k = 0; k < ${MAX_GRABBED_BOXES}; k++)
      if (carried[k] == int(chunk + 0.5)) {
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
  vec3 onCube(float attention) {
    float gone = departed();
    // On the path it lies flat inside its tile; it rises as a plate and becomes a cube.
    vSize = mix(vec3(0.4, pathCenter.y * 2.0, edge), vec3(edge) * breath(attention), gone);
    vEnds = vec2(1.0);
    vShine = 1.0;
    float angle = yaw * (1.0 - gone);
    vNormal = inHand(turned(normal, angle));
    // Where both are still one, only the path's tile is drawn.
    hidden = gone < 0.002;
    return place + inHand(turned(position * vSize, angle));
  }
  vec3 onTile() {
    // The shape's -z side is where the tile ends: paths lead along -z.
    float along = 0.5 - position.z;
    vSize = vec3(${PATH_WIDTH_M.toFixed(3)}, shape.x, distance(from.xy, to.xy));
    vEnds = shape.yz;
    vShine = 0.85;
    vNormal = turned(normal, along < 0.5 ? from.z : to.z);
    // Walls between two tiles of one chunk would shimmer through the seam.
    hidden = abs(normal.z) > 0.5 && (normal.z > 0.0 ? shape.y : shape.z) < 0.5;
    return onPath(position.x * ${PATH_WIDTH_M.toFixed(3)}, along, (position.y + 0.5) * shape.x);
  }
  void main() {
    readChunk();
    float attention = attentionTo(int(chunk + 0.5));
    vec4 world = modelMatrix * vec4(kind < 0.5 ? onCube(attention) : onTile(), 1.0);
    vView = cameraPosition - world.xyz;
    vCorner = position;
    vColor = color;
    vPips = pips;
    vLook = vec4(glow, lit(), attention, doubt());
    gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * viewMatrix * world;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${GLASS_GLSL}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vEnds;
  varying float vShine;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vLook;
  varying float vPips;
  void main() {
    // The axis across this face has no inset; it must not count as an edge.
    vec3 to = (0.5 - abs(vCorner)) * vSize + step(0.4999, abs(vCorner)) * 9.0;
    // Between two tiles of one chunk there is no edge.
    if ((vCorner.z > 0.0 ? vEnds.x : vEnds.y) < 0.5) to.z = 9.0;
    float rim = min(to.x, min(to.y, to.z));
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    vec3 light = glass(vColor, rim, facing, normal.y, vLook, pipAt(onFace(vCorner, vSize), vPips)) * vShine;
    light = mix(HORIZON, light, clarity(length(vView)));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** Rays and fingers tremble: boxes are this much larger to them, in the room. */
const RAY_TOLERANCE_M = 0.006

/** The boxes; rays and hands find those of the cloud and of the path, always with the chunk as `instanceId`. */
class RaycastableChunks extends Mesh<BufferGeometry, ShaderMaterial> {
  private readonly cloud: OrientedBoxes = {
    count: 0,
    center: new Float32Array(0),
    size: new Float32Array(0),
    yaw: null,
  }
  private readonly hit: BoxHit = { index: -1, distance: 0 }

  constructor(
    geometry: BufferGeometry,
    material: ShaderMaterial,
    private readonly frameState: FrameState,
  ) {
    super(geometry, material)
  }

  override raycast(raycaster: Raycaster, intersections: Intersection[]): void {
    const { origin: o, direction: d } = raycaster.ray
    const { hit, frameState } = this
    this.resetHit(raycaster.far)
    raycastBoxes(this.cloud, o.x, o.y, o.z, d.x, d.y, d.z, RAY_TOLERANCE_M / frameState.placement.scale, hit)
    const { tiles } = frameState.path.floorPath
    if (raycastBoxes(tiles, o.x, o.y, o.z, d.x, d.y, d.z, 0, hit)) hit.index = tiles.chunk[hit.index]!
    this.pushIntersection(intersections, raycaster.ray.at(hit.distance, new Vector3()))
  }

  /** Called by @pmndrs/pointer-events for grabbing and touching hands. */
  override spherecast(sphere: { center: Vector3; radius: number }, intersections: Intersection[]): void {
    const { center, radius } = sphere
    this.resetHit(radius)
    spherecastBoxes(this.cloud, center.x, center.y, center.z, radius, this.hit)
    this.pushIntersection(intersections, center.clone())
  }

  private resetHit(farthest: number): void {
    const { frameState, cloud, hit } = this
    cloud.count = frameState.boxes.count
    cloud.center = frameState.boxes.position
    cloud.size = frameState.boxes.size
    hit.index = -1
    hit.distance = farthest
  }

  private pushIntersection(intersections: Intersection[], point: Vector3): void {
    const { index, distance } = this.hit
    if (index >= 0) intersections.push({ distance, point, object: this, instanceId: index })
  }
}

/** All boxes, those of the cloud and the tiles of the path, in one draw call. */
export function createBoxesView(frameState: FrameState, looks: ChunkTexture): ChunkView {
  const { chunk, quaternion: turn } = frameState.boxes.grabSlots
  const uniforms = { ...looks.uniforms, carried: { value: chunk }, carriedTurn: { value: turn } }
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms })
  const cube = new BoxGeometry(1, 1, 1)
  const describe = () => mergeInstances([createCloudInstances(frameState), createTileInstances(frameState)])
  return new ChunkView(frameState, cube, describe, new RaycastableChunks(cube, material, frameState))
}
