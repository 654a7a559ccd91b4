import { BackSide, BoxGeometry, Color, type Mesh, ShaderMaterial, Vector2 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { CAST_LIGHT_GLSL } from './cast-light-shader.ts'
import type { CastLightUniforms } from './cast-light-uniforms.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { createShaderMesh } from './light-material.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'
import { HORIZON_GLSL } from './spectrum-shader.ts'
import type { SpectrumTextures } from './spectrum-textures.ts'

const TINT_RATE_PER_S = 1.2
/** Around the heart of the form; farther where the camera itself is far away, so that it always stands inside. */
const HORIZON_RADIUS_M: Meters = 26
const HORIZON_HEIGHT_M: Meters = 7.5
const HORIZON_CLEARANCE_M: Meters = 14

const VERTEX = /* glsl */ `
  varying vec3 vWorld;
  void main() {
    // Centered on the camera.
    vWorld = position + vec3(cameraPosition.x, 0.0, cameraPosition.z);
    // On the far plane, at any scale of the song.
    gl_Position = (projectionMatrix * viewMatrix * vec4(vWorld, 1.0)).xyww;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  ${CAST_LIGHT_GLSL}
  ${HORIZON_GLSL}
  varying vec3 vWorld;
  uniform vec3 tint;
  uniform float level;
  uniform vec2 heart;
  uniform float floorHeight;
  float grain(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
  void main() {
    vec3 direction = normalize(vWorld - cameraPosition);
    vec3 light;
    // Where the view meets the ring around the place: above the floor, or mirrored in it.
    vec2 from = cameraPosition.xz - heart, along = direction.xz;
    float radius = max(${HORIZON_RADIUS_M.toFixed(1)}, length(from) + ${HORIZON_CLEARANCE_M.toFixed(1)});
    float slope = max(dot(along, along), 1e-6), middle = dot(from, along);
    float away = (sqrt(middle * middle - slope * (dot(from, from) - radius * radius)) - middle) / slope;
    float eyeHeight = cameraPosition.y - floorHeight;
    float height = (eyeHeight + direction.y * away) / (${HORIZON_HEIGHT_M.toFixed(1)} * radius / ${HORIZON_RADIUS_M.toFixed(1)});
    bool isFloor = height < 0.0 && eyeHeight > 0.0;
    float grazing = 1.0 - min(1.0, abs(direction.y) * 1.6);
    grazing *= grazing;
    vec3 ring = shadeHorizon(from + along * away, abs(height), isFloor ? 3.0 : horizonBlur);
    if (isFloor) {
      // The floor: polished, almost black, lit by what sounds above it.
      vec3 floorPoint = cameraPosition + direction * (eyeHeight / -direction.y);
      float distance = length(floorPoint - cameraPosition);
      float fromCenter = length(floorPoint.xz - heart);
      float pool = exp(-fromCenter * fromCenter * 0.03);
      vec3 floorLight = vec3(0.0006, 0.0008, 0.0015) + (vec3(0.0007, 0.0009, 0.002) + tint * 0.0012) * pool;
      floorLight += gatherFloorLight(floorPoint, direction);
      light = mix(HORIZON * (0.35 + 0.65 * grazing), floorLight, clarity(distance)) + ring * (0.05 + 0.3 * grazing * grazing);
    } else {
      light = mix(HORIZON, vec3(0.0003, 0.0004, 0.0009), smoothstep(-0.02, 0.6, direction.y)) + ring;
    }
    // Mist in the color of the sounding chunk.
    light += tint * (0.0025 + min(level, 0.5) * 0.01) * exp(-abs(direction.y) * 5.0);
    // Grain hides the banding of dark gradients in 8-bit colors.
    light += (grain(gl_FragCoord.xy) - 0.5) * 0.0007;
    gl_FragColor = vec4(expose(max(light, 0.0)), 1.0);
    #include <colorspace_fragment>
  }
`

/** Floor, mist and the song's spectrogram around the place in one draw call, behind everything else. */
export class Environment {
  private readonly uniforms = {
    tint: { value: new Color(0, 0, 0) },
    level: { value: 0 },
    heart: { value: new Vector2() },
    /** Of the room, in the song's space. */
    floorHeight: { value: 0 },
  }
  readonly mesh: Mesh<BoxGeometry, ShaderMaterial>

  constructor(
    private readonly frameState: FrameState,
    spectrum: SpectrumTextures,
    lights: CastLightUniforms,
  ) {
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { ...this.uniforms, ...spectrum.uniforms, ...lights.uniforms },
      side: BackSide,
      depthWrite: false,
      depthTest: false,
    })
    this.mesh = createShaderMesh(new BoxGeometry(120, 120, 120), material, DRAW_ORDER.environment)
  }

  update(dt: Seconds): void {
    const { colors } = this.frameState.boxes
    const { heartX, heartZ } = this.frameState.path.curve
    this.uniforms.heart.value.set(heartX, heartZ)
    const { y, scale } = this.frameState.placement
    this.uniforms.floorHeight.value = -y / scale
    const { chunk, level, playing } = this.frameState.playhead
    const tint = this.uniforms.tint.value
    const ease = 1 - Math.exp(-dt * TINT_RATE_PER_S)
    const strength = playing ? 1 : 0.25
    const j = chunk * 3
    tint.r += ((colors[j] ?? 0) * strength - tint.r) * ease
    tint.g += ((colors[j + 1] ?? 0) * strength - tint.g) * ease
    tint.b += ((colors[j + 2] ?? 0) * strength - tint.b) * ease
    this.uniforms.level.value += (level - this.uniforms.level.value) * 0.1
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
