import { AdditiveBlending, BufferGeometry, DoubleSide, Float32BufferAttribute, Mesh, ShaderMaterial } from 'three'
import { PATH_WIDTH } from '../geometry/path.ts'
import type { Live } from '../live.ts'
import { ChunkView, cloudInstances, type Instances, lookUniforms, tileInstances } from './chunk-view.ts'
import { AIR, CLOUD, LOOKS, TILE } from './shaders.ts'

const CLOUD_VERTEX = /* glsl */ `
  attribute float mirrored;
  ${AIR}
  ${LOOKS}
  ${CLOUD}
  varying vec2 vSpot;
  varying vec3 vLight;
  void main() {
    vSpot = position.xy;
    vec4 seen;
    float strength;
    if (mirrored < 0.5) {
      // A disc of light facing the eye around the box.
      float reach = edge * mix(1.55, 2.0, lit()) + glow * (0.28 + level * 0.7);
      seen = viewMatrix * vec4(place, 1.0);
      seen.xy += position.xy * reach;
      // Light fades close to the eye: all over the view it would only be haze.
      float near = smoothstep(0.25, 1.4, -seen.z);
      strength = near * (mix(0.022, 0.06, lit()) * (1.0 - doubt()) + glow * 0.75 + attentionTo(gl_InstanceID) * 0.2);
    } else {
      // Its smeared image in the polished floor.
      float reach = edge * 1.3 + 0.04 + glow * 0.22 + place.y * 0.09;
      seen = viewMatrix * vec4(place.x, -place.y * 0.8, place.z, 1.0);
      seen.xy += position.xy * vec2(reach, reach * 1.6);
      strength = (daylight > 0.0 ? 0.0 : exp(-place.y * 0.75)) * (mix(0.012, 0.045, lit()) * (1.0 - doubt()) + glow * 0.3);
    }
    vLight = mix(color, vec3(1.0), glow * 0.25) * strength * departed() * clarity(length(seen.xyz));
    gl_Position = projectionMatrix * seen;
  }
`

const FLOOR_VERTEX = /* glsl */ `
  ${AIR}
  ${TILE}
  ${LOOKS}
  varying vec2 vSpot;
  varying float vTile;
  varying vec3 vLight;
  varying vec3 vPool;
  void main() {
    float side = position.y < 0.0 ? shape.y : shape.z;
    float len = distance(from.xy, to.xy);
    float reach = ${(PATH_WIDTH / 2).toFixed(3)} + 0.26 + glow * 0.4;
    // Reaches into half the gap between chunks, and while it sounds over its neighbors.
    float along = 0.5 + (side * 0.006 + glow * 0.45) / len;
    vSpot = position.xy;
    // Where the tile itself ends, as a share of the spot.
    vTile = (0.5 + side * 0.006 / len) / along;
    vec4 seen = viewMatrix * vec4(onPath(position.x * reach, position.y * along + 0.5, 0.002), 1.0);
    float clear = clarity(length(seen.xyz));
    vLight = color * mix(0.035, 0.12, lit()) * (1.0 - doubt()) * clear;
    vPool = mix(color, vec3(1.0), 0.3) * glow * 0.75 * clear;
    gl_Position = projectionMatrix * seen;
  }
`

const FLOOR_FRAGMENT = /* glsl */ `
  ${AIR}
  varying vec2 vSpot;
  varying float vTile;
  varying vec3 vLight;
  varying vec3 vPool;
  // A gaussian brought to exactly zero at the rim.
  float falloff(float r) { return max(0.0, (exp(-r * 4.0) - exp(-4.0)) / (1.0 - exp(-4.0))); }
  void main() {
    // Along the path tiles continue each other; only across it does their light fall off.
    vec3 light = abs(vSpot.y) <= vTile ? vLight * falloff(vSpot.x * vSpot.x) : vec3(0.0);
    light += vPool * falloff(dot(vSpot, vSpot));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = veil(gl_FragColor.rgb);
  }
`

const HALO_FRAGMENT = /* glsl */ `
  ${AIR}
  varying vec2 vSpot;
  varying vec3 vLight;
  void main() {
    float r = dot(vSpot, vSpot);
    if (r >= 1.0) discard;
    // A gaussian brought to exactly zero at the rim.
    float falloff = (exp(-r * 4.0) - exp(-4.0)) / (1.0 - exp(-4.0));
    gl_FragColor = vec4(expose(vLight * falloff), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = veil(gl_FragColor.rgb);
  }
`

/** Squares from -1 to 1, each with its own value of `mirrored`. */
function squares(marks: readonly number[]): BufferGeometry {
  const shape = new BufferGeometry()
  const corners = marks.flatMap(() => [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0])
  shape.setAttribute('position', new Float32BufferAttribute(corners, 3))
  shape.setAttribute(
    'mirrored',
    new Float32BufferAttribute(
      marks.flatMap((mark) => [mark, mark, mark, mark]),
      1,
    ),
  )
  shape.setIndex(marks.flatMap((_, k) => [0, 1, 2, 0, 2, 3].map((corner) => corner + k * 4)))
  return shape
}

type Shaders = { vertexShader: string; fragmentShader: string }

function lightView(live: Live, shaders: Shaders, shape: BufferGeometry, describe: (live: Live) => Instances) {
  const material = new ShaderMaterial({
    ...shaders,
    uniforms: lookUniforms(),
    premultipliedAlpha: true,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    blending: AdditiveBlending,
  })
  const mesh = new Mesh(shape, material)
  mesh.renderOrder = 2
  // Light is not a thing to point at.
  mesh.raycast = () => {}
  return new ChunkView(live, shape, describe, mesh)
}

/** Halos of the cloud's boxes and their reflections in the floor: one draw call of added light. */
export const createHaloView = (live: Live): ChunkView =>
  lightView(live, { vertexShader: CLOUD_VERTEX, fragmentShader: HALO_FRAGMENT }, squares([0, 1]), cloudInstances)

/** The light that the path pours onto the floor: one draw call. */
export const createFloorLightView = (live: Live): ChunkView =>
  lightView(live, { vertexShader: FLOOR_VERTEX, fragmentShader: FLOOR_FRAGMENT }, squares([0]), tileInstances)
