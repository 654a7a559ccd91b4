import { BoxGeometry, ShaderMaterial } from 'three'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import type { FrameState } from '../state/frame-state.ts'
import { MAX_GRABBED_BOXES } from '../state/grabbed-boxes.ts'
import { CAST_LIGHT_GLSL } from './cast-light-shader.ts'
import type { CastLightUniforms } from './cast-light-uniforms.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import { ChunkView, createCloudInstances, createTileInstances, mergeInstances } from './chunk-view.ts'
import { RaycastableChunks } from './raycastable-chunks.ts'
import { CHUNK_STATE_GLSL, CLOUD_BOX_GLSL, ENVIRONMENT_GLSL, GLASS_GLSL, PATH_TILE_GLSL } from './shader-chunks.ts'
import { ENGRAVING_GLSL } from './spectrum-shader.ts'
import type { SpectrumTextures } from './spectrum-textures.ts'

const VERTEX = /* glsl */ `
  // 0: a cube of the cloud, 1: a tile of the path.
  attribute float kind;
  ${CHUNK_STATE_GLSL}
  ${CLOUD_BOX_GLSL}
  ${PATH_TILE_GLSL}
  ${CAST_LIGHT_GLSL}
  // Seconds: beginning and end of the chunk, and of this instance's share of it.
  attribute vec4 span;
  // Seconds and band (0-1) at this corner of the face's picture; 1 on faces that have one.
  varying vec3 vPicture;
  // Seconds: as far as the chunk has sounded.
  varying float vCursor;
  varying vec3 vCast;
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
    // Read from outside, time runs to the right and bands upward; on top and bottom bands lead away from the viewer.
    vec2 face = abs(normal.y) > 0.5
      ? vec2(position.x, -position.z * normal.y)
      : vec2(abs(normal.x) > 0.5 ? -position.z * normal.x : position.x * normal.z, position.y);
    vPicture = vec3(mix(span.z, span.w, face.x + 0.5), face.y + 0.5, 1.0);
    // Hidden while it still lies inside its tile.
    isHidden = cloudShare < 0.002;
    return chunkPosition + applyGrabRotation(rotateY(position * vSize, angle));
  }
  vec3 placeTile() {
    // Paths lead along -z, so the -z side of the unit cube is the end of the tile.
    float along = 0.5 - position.z;
    float amount = shownAmount(mix(span.z, span.w, along));
    vSize = vec3(${PATH_WIDTH_M.toFixed(3)}, shape.x, distance(from.xy, to.xy));
    vHasEnd = shape.yz;
    vBrightness = 0.85 * amount;
    vNormal = rotateY(normal, along < 0.5 ? from.z : to.z);
    // Time runs along the path.
    vPicture = vec3(mix(span.z, span.w, along), (abs(normal.y) > 0.5 ? position.x : position.y) + 0.5, 1.0 - abs(normal.z));
    // Faces between two tiles of one chunk are hidden: they would flicker at the seam.
    isHidden = abs(normal.z) > 0.5 && (normal.z > 0.0 ? shape.y : shape.z) < 0.5;
    isHidden = isHidden || max(shownAmount(span.z), shownAmount(span.w)) < 0.01 || vSize.z < 1e-4;
    return getTilePoint(position.x * ${PATH_WIDTH_M.toFixed(3)}, along, (position.y + 0.5) * shape.x * amount);
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
    vCursor = mix(span.x, span.y, progress);
    if (kind > 0.5) vState.x *= tileShine(vPicture.x - vCursor);
    vCast = gatherCastLight(world.xyz, vNormal, int(chunk + 0.5));
    gl_Position = isHidden ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * viewMatrix * world;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${GLASS_GLSL}
  ${ENGRAVING_GLSL}
  varying vec3 vPicture;
  varying float vCursor;
  varying vec3 vCast;
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vHasEnd;
  varying float vBrightness;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vState;
  varying float vPips;
  // ahead: seconds from what sounds now.
  vec3 shadeEngraving(vec2 groove, vec3 color, vec4 state, float ahead) {
    float depth = groove.x * groove.x;
    vec3 light = color * depth * mix(0.16, 0.75, state.y) + color * max(groove.y, 0.0) * mix(0.1, 0.3, state.y);
    float passed = smoothstep(0.02, -0.02, ahead);
    vec3 hot = mix(color, vec3(1.0), 0.02 + 0.3 * depth * depth) * (depth * 1.5 + 0.03);
    float cursor = exp(-ahead * ahead * 1600.0) + 0.3 * exp(-max(-ahead, 0.0) * 7.0) * passed;
    return light + state.x * (mix(color * depth * 0.5, hot, passed) + mix(color, vec3(1.0), 0.7) * cursor * (0.5 + groove.x));
  }
  void main() {
    vec3 edgeDistance = getEdgeDistances(vCorner, vSize);
    // No edge is drawn between two tiles of one chunk.
    if ((vCorner.z > 0.0 ? vHasEnd.x : vHasEnd.y) < 0.5) edgeDistance.z = 9.0;
    float rim = min(edgeDistance.x, min(edgeDistance.y, edgeDistance.z));
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    float away = length(vView);
    // Fades into calm glass with distance, and where trust is shown instead; large faces that sound are read from farther.
    float pixels = 1.0 / max(length(fwidth(vCorner)), 1e-4);
    float reach = engravingReach * (1.0 + 1.5 * vState.x * smoothstep(14.0, 32.0, pixels));
    float engraved = vPicture.z * spectrumShown * smoothstep(reach, reach * 0.25, away) * (1.0 - vState.w);
    vec2 groove = readEngraving(vPicture.xy, engraved);
    // A sounding face is not all white: it leaves its light to what sounds.
    vec4 state = vState;
    state.x *= 1.0 - 0.95 * engraved;
    float pip = getPipMask(getFacePoint(vCorner, vSize), vPips);
    vec3 light = shadeGlass(vColor, rim, facing, normal.y, state, pip);
    light = mix(light, light * (0.45 + 0.5 * groove.y), engraved) + vCast * (vColor * 0.75 + 0.05);
    light += engraved * shadeEngraving(groove, vColor, vState, vPicture.x - vCursor);
    light *= vBrightness;
    light = mix(HORIZON, light, clarity(away));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** Draws the cubes of the cloud and the tiles of the path in one draw call. */
export function createBoxesView(
  frameState: FrameState,
  chunkTexture: ChunkTexture,
  spectrum: SpectrumTextures,
  lights: CastLightUniforms,
): ChunkView {
  const { chunk, quaternion } = frameState.boxes.grabSlots
  const uniforms = {
    ...chunkTexture.uniforms,
    ...spectrum.uniforms,
    ...lights.uniforms,
    grabbedChunks: { value: chunk },
    grabbedRotations: { value: quaternion },
  }
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms })
  const cube = new BoxGeometry(1, 1, 1)
  const createInstances = () => mergeInstances([createCloudInstances(frameState), createTileInstances(frameState)])
  return new ChunkView(frameState, cube, createInstances, new RaycastableChunks(cube, material, frameState))
}
