import { PlaneGeometry } from 'three'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import {
  ChunkView,
  createCloudInstances,
  createTileInstances,
  type InstanceAttributes,
  mergeInstances,
} from './chunk-view.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { createLightMaterial, createShaderMesh } from './light-material.ts'
import { CHUNK_STATE_GLSL, CLOUD_BOX_GLSL, ENVIRONMENT_GLSL, PATH_TILE_GLSL, PROJECTION_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  // 0: halo of a cube, 1: light around a tile.
  attribute float kind;
  attribute vec4 span;
  ${ENVIRONMENT_GLSL}
  ${PROJECTION_GLSL}
  ${CHUNK_STATE_GLSL}
  ${CLOUD_BOX_GLSL}
  ${PATH_TILE_GLSL}
  varying vec2 vSpot;
  varying vec3 vLight;
  varying vec3 vPool;
  float haloReach() { return edge * 1.7 + glow * (0.2 + level * 0.3); }
  vec4 placeHalo() {
    // A disc of light around the cube, facing the camera.
    float bright = max(glow, hoverAmount(int(chunk + 0.5)) * 0.3);
    vec4 viewPosition = toViewSpace(chunkPosition);
    viewPosition.xy += vSpot * haloReach();
    // Fades near the camera, where it would cover the view as haze.
    float near = smoothstep(0.4, 2.2, -viewPosition.z);
    // A large box is bright enough without: its halo would be a sun.
    bright *= 0.7 * min(1.0, 0.2 / edge);
    vPool = mix(color, vec3(1.0), glow * 0.25) * near * bright * cloudAmount() * clarity(length(viewPosition.xyz));
    return viewPosition;
  }
  vec4 placeTileLight() {
    float side = vSpot.y < 0.0 ? shape.y : shape.z;
    float len = distance(from.xy, to.xy);
    // What sounds shines farther, there where the chunk has got to.
    float shine = glow * tileShine(mix(span.z, span.w, vSpot.y * 0.5 + 0.5) - mix(span.x, span.y, progress));
    float reach = ${(PATH_WIDTH_M / 2).toFixed(3)} + 0.14 + shine * 0.3;
    // Covers half of the gap to the next chunk.
    float along = 0.5 + side * 0.006 / max(len, 0.006);
    vec4 viewPosition = toViewSpace(getTilePoint(vSpot.x * reach, vSpot.y * along + 0.5, 0.002));
    float clear = clarity(length(viewPosition.xyz)) * shownAmount(mix(span.z, span.w, vSpot.y * 0.5 + 0.5));
    vLight = (color * mix(0.03, 0.1, lit()) * (1.0 - doubt()) + mix(color, vec3(1.0), 0.2) * shine * 0.4) * clear;
    return viewPosition;
  }
  void main() {
    vSpot = position.xy;
    vLight = vec3(0.0);
    vPool = vec3(0.0);
    readChunk();
    vec4 viewPosition = kind < 0.5 ? placeHalo() : placeTileLight();
    // What is too faint to be seen costs no fragment.
    if (max(max(vPool.r, vPool.g), vPool.b) + max(max(vLight.r, vLight.g), vLight.b) < 0.002) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    gl_Position = projectFromView(viewPosition);
    // A halo lies as far before its box as it reaches: it lights neighbors evenly instead of being cut by them.
    if (kind < 0.5) {
      vec4 front = projectFromView(viewPosition + vec4(0.0, 0.0, min(haloReach(), -0.5 * viewPosition.z), 0.0));
      gl_Position.z = front.z / front.w * gl_Position.w;
    }
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec2 vSpot;
  varying vec3 vLight;
  varying vec3 vPool;
  // Nearly Gaussian; level at r = 1, where it is 0: no rim is seen.
  float falloff(float r) { float rest = max(0.0, 1.0 - r); return rest * rest * exp(-r * 2.2); }
  void main() {
    // The light of a tile falls off only across the path: along it tiles join.
    vec3 light = vLight * falloff(vSpot.x * vSpot.x) + vPool * falloff(dot(vSpot, vSpot));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = arAlpha(gl_FragColor.rgb);
  }
`

const createGlowInstances = (frameState: FrameState): InstanceAttributes =>
  mergeInstances([createCloudInstances(frameState), createTileInstances(frameState)])

/** Light around what sounds, and of the path on the floor: added, in one draw call. */
export function createGlow(frameState: FrameState, { uniforms }: ChunkTexture): ChunkView {
  // Corners at -1 and 1.
  const square = new PlaneGeometry(2, 2)
  const mesh = createShaderMesh(square, createLightMaterial(VERTEX, FRAGMENT, uniforms), DRAW_ORDER.glow)
  return new ChunkView(frameState, square, createGlowInstances, mesh)
}
