import { CylinderGeometry, type Mesh, type ShaderMaterial } from 'three'
import type { Meters } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { createLightMaterial, createShaderMesh } from './light-material.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'
import { HORIZON_GLSL } from './spectrum-shader.ts'
import type { SpectrumTextures } from './spectrum-textures.ts'

/** Below the eyes of people who sit. */
const HEIGHT_M: Meters = 0.7
/** Outside of path and cloud. */
const CLEARANCE_M: Meters = 0.4

const VERTEX = /* glsl */ `
  varying vec3 vPoint;
  void main() {
    vPoint = vec3(position.x, position.y + 0.5, position.z);
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${HORIZON_GLSL}
  varying vec3 vPoint;
  void main() {
    gl_FragColor = vec4(expose(shadeHorizon(vPoint.xz, vPoint.y, horizonBlur) * 2.0), 1.0);
    #include <colorspace_fragment>
    // Like colored glass before a bright wall, on which added light alone would not be seen.
    gl_FragColor.a = min(0.9, 2.6 * max(gl_FragColor.r, max(gl_FragColor.g, gl_FragColor.b)));
  }
`

/** The song's spectrogram as a low ring around it, where it fills a real room; one draw call, in AR only. */
export class LowHorizon {
  readonly mesh: Mesh<CylinderGeometry, ShaderMaterial>

  constructor(
    private readonly frameState: FrameState,
    chunkTexture: ChunkTexture,
    spectrum: SpectrumTextures,
  ) {
    const { daylight } = chunkTexture.uniforms
    const material = createLightMaterial(VERTEX, FRAGMENT, { ...spectrum.uniforms, daylight })
    this.mesh = createShaderMesh(new CylinderGeometry(1, 1, 1, 128, 1, true), material, DRAW_ORDER.ground)
  }

  update(): void {
    const { x, z, radius } = this.frameState.ar.ground.footprint
    this.mesh.position.set(x, HEIGHT_M / 2, z)
    this.mesh.scale.set(radius + CLEARANCE_M, HEIGHT_M, radius + CLEARANCE_M)
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
