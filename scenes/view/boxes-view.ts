import { BoxGeometry, ShaderMaterial } from 'three'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import type { FrameState } from '../state/frame-state.ts'
import { MAX_GRABBED_BOXES } from '../state/grabbed-boxes.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import { ChunkView, createCloudInstances, createTileInstances, mergeInstances } from './chunk-view.ts'
import { RaycastableChunks } from './raycastable-chunks.ts'
import { CHUNK_STATE_GLSL, CLOUD_BOX_GLSL, ENVIRONMENT_GLSL, GLASS_GLSL, PATH_TILE_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  // 0: a cube of the cloud, 1: a tile of the path.
  attribute float kind;
  ${CHUNK_STATE_GLSL}
  ${CLOUD_BOX_GLSL}
  ${PATH_TILE_GLSL}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vHasEnd;
  varying float vBrightness;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vState;
  bool isHidden;
  // Only grabbed and thrown boxes are rotated.
  uniform int grabbedChunks[${MAX_GRABBED_BOXES}];
  uniform vec4 grabbedRotations[${MAX_GRABBED_BOXES}];
  vec3 applyGrabRotation(vec3 v) {
    for (int k = 0; k < ${MAX_GRABBED_BOXES}; k++)
      if (grabbedChunks[k] == int(chunk + 0.5)) {
        vec4 q = grabbedRotations[k];
        v += 2.0 * cross(q.xyz, cross(q.xyz, v) + q.w * v);
      }
    return v;
  }
  varying float vPips;
  vec3 rotateY(vec3 v, float angle) {
    float c = cos(angle), s = sin(angle);
    return vec3(c * v.x + s * v.z, v.y, -s * v.x + c * v.z);
  }
  vec3 placeCube(float hover) {
    float cloudShare = cloudAmount();
    // A flat plate inside its tile while on the path; it grows into a cube as it leaves.
    vSize = mix(vec3(0.4, pathCenter.y * 2.0, edge), vec3(edge) * soundScale(hover), cloudShare);
    vHasEnd = vec2(1.0);
    vBrightness = 1.0;
    float angle = yaw * (1.0 - cloudShare);
    vNormal = applyGrabRotation(rotateY(normal, angle));
    // Hidden while it still lies inside its tile.
    isHidden = cloudShare < 0.002;
    return chunkPosition + applyGrabRotation(rotateY(position * vSize, angle));
  }
  vec3 placeTile() {
    // Paths lead along -z, so the -z side of the unit cube is the end of the tile.
    float along = 0.5 - position.z;
    vSize = vec3(${PATH_WIDTH_M.toFixed(3)}, shape.x, distance(from.xy, to.xy));
    vHasEnd = shape.yz;
    vBrightness = 0.85;
    vNormal = rotateY(normal, along < 0.5 ? from.z : to.z);
    // Faces between two tiles of one chunk are hidden: they would flicker at the seam.
    isHidden = abs(normal.z) > 0.5 && (normal.z > 0.0 ? shape.y : shape.z) < 0.5;
    return getTilePoint(position.x * ${PATH_WIDTH_M.toFixed(3)}, along, (position.y + 0.5) * shape.x);
  }
  void main() {
    readChunk();
    float hover = hoverAmount(int(chunk + 0.5));
    vec4 world = modelMatrix * vec4(kind < 0.5 ? placeCube(hover) : placeTile(), 1.0);
    vView = cameraPosition - world.xyz;
    vCorner = position;
    vColor = color;
    vPips = pips;
    vState = vec4(glow, lit(), hover, doubt());
    gl_Position = isHidden ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * viewMatrix * world;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${GLASS_GLSL}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vHasEnd;
  varying float vBrightness;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vState;
  varying float vPips;
  void main() {
    vec3 edgeDistance = getEdgeDistances(vCorner, vSize);
    // No edge is drawn between two tiles of one chunk.
    if ((vCorner.z > 0.0 ? vHasEnd.x : vHasEnd.y) < 0.5) edgeDistance.z = 9.0;
    float rim = min(edgeDistance.x, min(edgeDistance.y, edgeDistance.z));
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    vec3 light = shadeGlass(vColor, rim, facing, normal.y, vState, getPipMask(getFacePoint(vCorner, vSize), vPips)) * vBrightness;
    light = mix(HORIZON, light, clarity(length(vView)));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** Draws the cubes of the cloud and the tiles of the path in one draw call. */
export function createBoxesView(frameState: FrameState, chunkTexture: ChunkTexture): ChunkView {
  const { chunk, quaternion } = frameState.boxes.grabSlots
  const uniforms = {
    ...chunkTexture.uniforms,
    grabbedChunks: { value: chunk },
    grabbedRotations: { value: quaternion },
  }
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms })
  const cube = new BoxGeometry(1, 1, 1)
  const createInstances = () => mergeInstances([createCloudInstances(frameState), createTileInstances(frameState)])
  return new ChunkView(frameState, cube, createInstances, new RaycastableChunks(cube, material, frameState))
}
