import { BoxGeometry, Mesh, ShaderMaterial } from 'three'
import { PATH_WIDTH } from '../geometry/path.ts'
import type { Live } from '../live.ts'
import { ChunkView, lookUniforms, tileInstances } from './chunk-view.ts'
import { AIR, GLASS, LOOKS, TILE } from './shaders.ts'

const VERTEX = /* glsl */ `
  ${TILE}
  ${LOOKS}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vEnds;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vLook;
  varying float vPips;
  void main() {
    // The shape's -z side is where the tile ends: paths lead along -z.
    float along = 0.5 - position.z;
    vec3 local = onPath(position.x * ${PATH_WIDTH.toFixed(3)}, along, (position.y + 0.5) * shape.x);
    vec4 world = modelMatrix * vec4(local, 1.0);
    float heading = along < 0.5 ? from.z : to.z;
    vNormal = vec3(cos(heading) * normal.x + sin(heading) * normal.z, normal.y, -sin(heading) * normal.x + cos(heading) * normal.z);
    vSize = vec3(${PATH_WIDTH.toFixed(3)}, shape.x, distance(from.xy, to.xy));
    vEnds = shape.yz;
    vView = cameraPosition - world.xyz;
    vCorner = position;
    vColor = color;
    vPips = pips;
    vLook = vec4(glow, lit(), attentionTo(int(chunk + 0.5)), doubt());
    gl_Position = projectionMatrix * viewMatrix * world;
    // Walls between two tiles of one chunk would shimmer through the seam.
    if (abs(normal.z) > 0.5 && (normal.z > 0.0 ? shape.y : shape.z) < 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  }
`

const FRAGMENT = /* glsl */ `
  ${AIR}
  ${GLASS}
  varying vec3 vCorner;
  varying vec3 vSize;
  varying vec2 vEnds;
  varying vec3 vColor;
  varying vec3 vNormal;
  varying vec3 vView;
  varying vec4 vLook;
  varying float vPips;
  void main() {
    vec3 to = (0.5 - abs(vCorner)) * vSize + step(0.4999, abs(vCorner)) * 9.0;
    // Between two tiles of one chunk there is no edge.
    if ((vCorner.z > 0.0 ? vEnds.x : vEnds.y) < 0.5) to.z = 9.0;
    float rim = min(to.x, min(to.y, to.z));
    vec3 normal = normalize(vNormal);
    float facing = abs(dot(normal, normalize(vView)));
    vec3 light = glass(vColor, rim, facing, normal.y, vLook, pipAt(onFace(vCorner, vSize), vPips)) * 0.85;
    light = mix(HORIZON, light, clarity(length(vView)));
    gl_FragColor = vec4(expose(light), 1.0);
    #include <colorspace_fragment>
  }
`

/** The path on the floor: all tiles in one draw call. */
export function createPathView(live: Live): ChunkView {
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: lookUniforms() })
  const box = new BoxGeometry(1, 1, 1)
  const mesh = new Mesh(box, material)
  // The cloud's mesh answers for both.
  mesh.raycast = () => {}
  return new ChunkView(live, box, tileInstances, mesh)
}
