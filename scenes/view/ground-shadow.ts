import { BufferGeometry, Float32BufferAttribute, ShaderMaterial } from 'three'
import type { FrameState } from '../state/frame-state.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import { ChunkView, createCloudInstances } from './chunk-view.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { createShaderMesh } from './light-material.ts'
import { CHUNK_STATE_GLSL, ENVIRONMENT_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  ${CHUNK_STATE_GLSL}
  varying vec2 vSpot;
  varying float vDark;
  void main() {
    readChunk();
    vSpot = position.xz;
    // The shadow of a higher box is wider and fainter.
    float reach = edge * 0.9 + 0.12 + chunkPosition.y * 0.32;
    vDark = min(0.5, 0.9 * edge * edge / (reach * reach) + 0.006);
    vec3 spot = vec3(chunkPosition.x, 0.0, chunkPosition.z) + position * reach;
    gl_Position = projectionMatrix * viewMatrix * vec4(spot, 1.0);
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec2 vSpot;
  varying float vDark;
  void main() {
    float r = dot(vSpot, vSpot);
    if (r >= 1.0) discard;
    float soft = (exp(-r * 3.0) - exp(-3.0)) / (1.0 - exp(-3.0));
    gl_FragColor = vec4(0.0, 0.0, 0.01, vDark * soft * min(1.0, daylight));
  }
`

/** Soft shadows of the boxes on a real surface in one draw call, in AR only. */
export function createGroundShadow(frameState: FrameState, { uniforms }: ChunkTexture): ChunkView {
  const square = new BufferGeometry()
  square.setAttribute('position', new Float32BufferAttribute([-1, 0, -1, -1, 0, 1, 1, 0, 1, 1, 0, -1], 3))
  square.setIndex([0, 1, 2, 0, 2, 3])
  const material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms,
    transparent: true,
    depthWrite: false,
  })
  return new ChunkView(frameState, square, createCloudInstances, createShaderMesh(square, material, DRAW_ORDER.ground))
}
