import { BackSide, BoxGeometry } from 'three'
import type { FrameState } from '../state/frame-state.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import { ChunkView, createCloudInstances } from './chunk-view.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { createLightMaterial, createShaderMesh } from './light-material.ts'
import { CHUNK_STATE_GLSL, CLOUD_BOX_GLSL, ENVIRONMENT_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${CHUNK_STATE_GLSL}
  ${CLOUD_BOX_GLSL}
  varying vec3 vLight;
  varying vec3 vCorner;
  varying float vBlur;
  uniform float floorHeight;
  void main() {
    readChunk();
    vec3 point = chunkPosition + position * edge * soundScale(0.0);
    float height = chunkPosition.y - floorHeight;
    vec4 world = modelMatrix * vec4(point.x, 2.0 * floorHeight - point.y, point.z, 1.0);
    vec3 view = cameraPosition - world.xyz;
    // More is mirrored at a flat angle; what hangs higher is blurred away.
    float flatness = 1.0 - min(1.0, abs(view.y) / length(view));
    float strength = exp(-height * 0.45) * (0.1 + 0.6 * flatness * flatness) * cloudAmount() * clarity(length(view));
    vec3 shine = color * mix(0.14, 0.5, lit()) * (1.0 - doubt()) + mix(color, vec3(1.0), 0.4) * glow * 1.2;
    vLight = shine * strength;
    vCorner = position * 2.0;
    vBlur = min(0.9, 0.1 + height * 0.3);
    bool isHidden = daylight > 0.0 || cameraPosition.y < floorHeight || max(max(vLight.r, vLight.g), vLight.b) < 0.004;
    gl_Position = isHidden ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * viewMatrix * world;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec3 vLight;
  varying vec3 vCorner;
  varying float vBlur;
  void main() {
    // The face's own coordinates; its edge is as soft as the floor blurs it.
    vec3 rim = 1.0 - abs(vCorner) + step(0.999, abs(vCorner)) * 9.0;
    float soft = smoothstep(0.0, vBlur, min(rim.x, min(rim.y, rim.z)));
    gl_FragColor = vec4(expose(vLight * mix(1.0, soft, 0.7)), 0.0);
    #include <colorspace_fragment>
  }
`

/** The cloud, faintly mirrored in the floor: one draw call, not in AR. */
export function createFloorMirror(frameState: FrameState, { uniforms }: ChunkTexture): ChunkView {
  const material = createLightMaterial(VERTEX, FRAGMENT, uniforms)
  // Mirrored faces are wound the other way round.
  material.side = BackSide
  const cube = new BoxGeometry(1, 1, 1)
  return new ChunkView(frameState, cube, createCloudInstances, createShaderMesh(cube, material, DRAW_ORDER.ground))
}
