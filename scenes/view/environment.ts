import { BackSide, BoxGeometry, Color, Mesh, ShaderMaterial } from 'three'
import type { Seconds } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const TINT_RATE_PER_S = 1.2

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
  varying vec3 vWorld;
  uniform vec3 tint;
  uniform float level;
  float grain(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
  void main() {
    vec3 direction = normalize(vWorld - cameraPosition);
    vec3 light;
    if (direction.y < 0.0 && cameraPosition.y > 0.0) {
      // The floor: polished, almost black, faintly lit by the song above it.
      vec3 floorPoint = cameraPosition + direction * (cameraPosition.y / -direction.y);
      float distance = length(floorPoint - cameraPosition);
      float fromCenter = length(floorPoint.xz);
      float pool = exp(-fromCenter * fromCenter * 0.035);
      vec3 floorLight = vec3(0.0011, 0.0013, 0.0022) + (vec3(0.0018, 0.002, 0.0036) + tint * 0.007) * pool;
      floorLight += HORIZON * pow(1.0 + direction.y, 6.0) * 0.6;
      light = mix(HORIZON, floorLight, clarity(distance));
    } else {
      light = mix(HORIZON, vec3(0.0003, 0.0004, 0.0009), smoothstep(-0.02, 0.6, direction.y));
    }
    // Mist in the color of the sounding chunk.
    light += tint * (0.0025 + min(level, 0.5) * 0.01) * exp(-abs(direction.y) * 5.0);
    // Grain hides the banding of dark gradients in 8-bit colors.
    light += (grain(gl_FragCoord.xy) - 0.5) * 0.0007;
    gl_FragColor = vec4(expose(max(light, 0.0)), 1.0);
    #include <colorspace_fragment>
  }
`

/** Floor, horizon and mist in one draw call, behind everything else. */
export class Environment {
  private readonly uniforms = { tint: { value: new Color(0, 0, 0) }, level: { value: 0 } }
  readonly mesh = new Mesh(
    new BoxGeometry(120, 120, 120),
    new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: this.uniforms,
      side: BackSide,
      depthWrite: false,
      depthTest: false,
    }),
  )

  constructor(private readonly frameState: FrameState) {
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = -1
    this.mesh.raycast = () => {}
  }

  update(dt: Seconds): void {
    const { colors } = this.frameState.boxes
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
