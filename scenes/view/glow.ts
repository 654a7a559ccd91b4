import { AdditiveBlending, DoubleSide, Mesh, PlaneGeometry, ShaderMaterial } from 'three'
import type { Seconds } from '../../audio/units.ts'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { ChunkTexture } from './chunk-texture.ts'
import {
  ChunkView,
  createCloudInstances,
  createRange,
  createTileInstances,
  type InstanceAttributes,
  mergeInstances,
} from './chunk-view.ts'
import { CHUNK_STATE_GLSL, CLOUD_BOX_GLSL, ENVIRONMENT_GLSL, PATH_TILE_GLSL, PROJECTION_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  // 0: halo of a cube, 1: its reflection in the floor, 2: light around a tile, 3: a mote of dust.
  attribute float kind;
  uniform float seconds;
  ${ENVIRONMENT_GLSL}
  ${PROJECTION_GLSL}
  ${CHUNK_STATE_GLSL}
  ${CLOUD_BOX_GLSL}
  ${PATH_TILE_GLSL}
  varying vec2 vSpot;
  varying float vTile;
  varying vec3 vLight;
  varying vec3 vPool;
  vec4 placeHalo() {
    vec4 viewPosition;
    float strength;
    if (kind < 0.5) {
      // A disc of light around the cube, facing the camera.
      float reach = edge * mix(1.55, 2.0, lit()) + glow * (0.28 + level * 0.43);
      viewPosition = toViewSpace(chunkPosition);
      viewPosition.xy += vSpot * reach;
      // Fades near the camera, where it would cover the view as haze.
      float near = smoothstep(0.25, 1.4, -viewPosition.z);
      strength = near * (mix(0.022, 0.06, lit()) * (1.0 - doubt()) + glow * 0.75 + hoverAmount(int(chunk + 0.5)) * 0.2);
    } else {
      // The blurred reflection in the polished floor.
      float reach = edge * 1.3 + 0.04 + glow * 0.22 + chunkPosition.y * 0.09;
      viewPosition = toViewSpace(vec3(chunkPosition.x, -chunkPosition.y * 0.8, chunkPosition.z));
      viewPosition.xy += vSpot * vec2(reach, reach * 1.6);
      strength = exp(-chunkPosition.y * 0.75) * (mix(0.012, 0.045, lit()) * (1.0 - doubt()) + glow * 0.3);
    }
    vPool = mix(color, vec3(1.0), glow * 0.25) * strength * cloudAmount() * clarity(length(viewPosition.xyz));
    return viewPosition;
  }
  vec4 placeTileLight() {
    float side = vSpot.y < 0.0 ? shape.y : shape.z;
    float len = distance(from.xy, to.xy);
    float reach = ${(PATH_WIDTH_M / 2).toFixed(3)} + 0.26 + glow * 0.4;
    // Covers half of the gap to the next chunk; while sounding it also reaches over its neighbors.
    float along = 0.5 + (side * 0.006 + glow * 0.45) / len;
    // End of the tile itself, as a share of the spot's length.
    vTile = (0.5 + side * 0.006 / len) / along;
    vec4 viewPosition = toViewSpace(getTilePoint(vSpot.x * reach, vSpot.y * along + 0.5, 0.002));
    float clear = clarity(length(viewPosition.xyz));
    vLight = color * mix(0.035, 0.12, lit()) * (1.0 - doubt()) * clear;
    vPool = mix(color, vec3(1.0), 0.3) * glow * 0.75 * clear;
    return viewPosition;
  }
  vec4 placeMote() {
    // Roberts' R3 low-discrepancy sequence: even spacing, the same in every run.
    vec3 mote = fract(chunk * vec3(0.8191725, 0.6710436, 0.5497005)) * vec3(16.0, 6.0, 16.0) - vec3(8.0, 0.0, 8.0);
    // Each mote drifts on its own slow ellipse.
    float phase = fract(mote.x * 13.7 + mote.z * 7.3) * 6.2832;
    vec3 drift = vec3(sin(seconds * 0.05 + phase), sin(seconds * 0.031 + phase * 1.7) * 0.6, cos(seconds * 0.043 + phase));
    vec4 viewPosition = toViewSpace(mote + drift * 0.35);
    float distance = length(viewPosition.xyz);
    float light = smoothstep(0.4, 1.5, distance) * exp(-distance * distance * 0.012) * (0.5 + 0.5 * sin(phase * 3.0));
    vPool = vec3(0.53, 0.65, 1.0) * light * light * 0.028;
    // 5 mm, limited so that on the screen it is neither a disc nor smaller than a pixel.
    viewPosition.xy += vSpot * clamp(0.005, distance * 0.0007, distance * 0.0026);
    return viewPosition;
  }
  void main() {
    vSpot = position.xy;
    vTile = 0.0;
    vLight = vec3(0.0);
    // AR has neither reflections nor dust.
    if (daylight > 0.0 && (kind > 2.5 || (kind > 0.5 && kind < 1.5))) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    vec4 viewPosition;
    if (kind > 2.5) viewPosition = placeMote();
    else {
      readChunk();
      viewPosition = kind < 1.5 ? placeHalo() : placeTileLight();
    }
    gl_Position = projectFromView(viewPosition);
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec2 vSpot;
  varying float vTile;
  varying vec3 vLight;
  varying vec3 vPool;
  // Gaussian shifted and scaled to be 0 at r = 1.
  float falloff(float r) { return max(0.0, (exp(-r * 4.0) - exp(-4.0)) / (1.0 - exp(-4.0))); }
  void main() {
    // The light of a tile falls off only across the path: along it tiles join.
    vec3 light = abs(vSpot.y) <= vTile ? vLight * falloff(vSpot.x * vSpot.x) : vec3(0.0);
    light += vPool * falloff(dot(vSpot, vSpot));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = arAlpha(gl_FragColor.rgb);
  }
`

/** Dust gives the dark room depth in stereo. */
const DUST_INSTANCES: InstanceAttributes = { count: 700, attributes: { chunk: [createRange(700), 1] } }

const createGlowInstances = (frameState: FrameState): InstanceAttributes => {
  const cloud = createCloudInstances(frameState)
  return mergeInstances([cloud, cloud, createTileInstances(frameState), DUST_INSTANCES])
}

/** Everything that adds light: halos, reflections, light of the path on the floor, and dust. One draw call. */
export class Glow {
  private readonly seconds = { value: 0 }
  private readonly view: ChunkView
  readonly mesh: ChunkView['mesh']

  constructor(frameState: FrameState, { uniforms }: ChunkTexture) {
    const material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: { ...uniforms, seconds: this.seconds },
      premultipliedAlpha: true,
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
      blending: AdditiveBlending,
    })
    // Corners at -1 and 1.
    const square = new PlaneGeometry(2, 2)
    this.mesh = new Mesh(square, material)
    this.mesh.renderOrder = 2
    // Pointers pass through light.
    this.mesh.raycast = () => {}
    this.view = new ChunkView(frameState, square, createGlowInstances, this.mesh)
  }

  /** @param reducedMotion dust does not drift */
  update(dt: Seconds, reducedMotion: boolean): void {
    if (!reducedMotion) this.seconds.value += dt
    this.view.update()
  }

  dispose(): void {
    this.view.dispose()
  }
}
