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
      float reach = edge * mix(1.55, 2.0, heard) + glow * (0.28 + level * 0.7);
      seen = viewMatrix * vec4(place, 1.0);
      seen.xy += position.xy * reach;
      // Light fades close to the eye: all over the view it would only be haze.
      float near = smoothstep(0.25, 1.4, -seen.z);
      strength = near * (mix(0.022, 0.075, heard) + glow * 0.75 + attentionTo(gl_InstanceID) * 0.2);
    } else {
      // Its smeared image in the polished floor.
      float reach = edge * 1.3 + 0.04 + glow * 0.22 + place.y * 0.09;
      seen = viewMatrix * vec4(place.x, -place.y * 0.8, place.z, 1.0);
      seen.xy += position.xy * vec2(reach, reach * 1.6);
      strength = exp(-place.y * 0.75) * (mix(0.012, 0.045, heard) + glow * 0.3);
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
  varying vec3 vLight;
  void main() {
    // Only across the path does the light fall off; along it, tiles continue each other.
    vSpot = vec2(position.x, 0.0);
    float reach = ${(PATH_WIDTH / 2).toFixed(3)} + 0.26 + glow * 0.45;
    vec4 seen = viewMatrix * vec4(onPath(position.x * reach, position.y * 0.512 + 0.5, 0.002), 1.0);
    vLight = mix(color, vec3(1.0), glow * 0.25) * (mix(0.035, 0.12, heard) + glow * 0.8) * clarity(length(seen.xyz));
    gl_Position = projectionMatrix * seen;
  }
`

const FRAGMENT = /* glsl */ `
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

function lightView(live: Live, vertexShader: string, shape: BufferGeometry, describe: (live: Live) => Instances) {
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader: FRAGMENT,
    uniforms: lookUniforms(),
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
export const createHaloView = (live: Live): ChunkView => lightView(live, CLOUD_VERTEX, squares([0, 1]), cloudInstances)

/** The light that the path pours onto the floor: one draw call. */
export const createFloorLightView = (live: Live): ChunkView =>
  lightView(live, FLOOR_VERTEX, squares([0]), tileInstances)
