import {
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type IUniform,
  type Mesh,
  PlaneGeometry,
  type ShaderMaterial,
  Sphere,
} from 'three'
import { DRAW_ORDER } from './draw-order.ts'
import type { LightEnd } from './light-end.ts'
import { createLightMaterial, createShaderMesh, uploadAttributes } from './light-material.ts'
import { ENVIRONMENT_GLSL } from './shader-chunks.ts'

const VERTEX = /* glsl */ `
  attribute vec3 start;
  attribute vec3 end;
  // Radius at start and end, strength at start and end.
  attribute vec4 body;
  // Color, and shape: 0 a stroke with round ends, -1 one that joins others, 1 a ring.
  attribute vec4 look;
  varying vec2 vPlace;
  varying vec2 vEnds;
  varying vec3 vLight;
  varying float vRing;
  void main() {
    vec3 a = (modelViewMatrix * vec4(start, 1.0)).xyz;
    vec3 b = (modelViewMatrix * vec4(end, 1.0)).xyz;
    vec3 between = b - a;
    float len = length(between);
    // A point or a ring is a stroke without length that faces the camera.
    vec3 along = len > 1e-5 ? between / len : vec3(0.0, 1.0, 0.0);
    vec3 side = cross(along, a + b);
    side = len > 1e-5 && length(side) > 1e-6 ? normalize(side) : vec3(1.0, 0.0, 0.0);
    bool isEnd = position.y > 0.0;
    vec3 at = isEnd ? b : a;
    float radius = isEnd ? body.y : body.x;
    // At least about two pixels of a headset, or it would flicker.
    float shown = max(radius, -at.z * 0.0016);
    float cap = look.a < -0.5 ? 0.0 : 1.0;
    gl_Position = projectionMatrix * vec4(at + (along * position.y * cap + side * position.x) * shown, 1.0);
    // Across and along in radii.
    vPlace = vec2(position.x, isEnd ? len / shown + cap : -cap);
    vEnds = vec2(0.0, len / shown);
    vLight = look.rgb * (isEnd ? body.w : body.z) * min(1.0, radius / shown + 0.2);
    vRing = look.a;
  }
`

const FRAGMENT = /* glsl */ `
  ${ENVIRONMENT_GLSL}
  varying vec2 vPlace;
  varying vec2 vEnds;
  varying vec3 vLight;
  varying float vRing;
  void main() {
    float d = length(vec2(vPlace.x, vPlace.y - clamp(vPlace.y, vEnds.x, vEnds.y)));
    float stroke = exp(-d * d * 16.0) * 1.7 + exp(-d * d * 3.2) * 0.3 - 0.0123;
    float off = (d - 0.8) / max(0.035, fwidth(d) * 0.8);
    float ring = exp(-off * off) + exp(-off * off * 0.05) * 0.1 * smoothstep(1.0, 0.85, d);
    gl_FragColor = vec4(expose(vLight * max(0.0, vRing > 0.5 ? ring : stroke)), 1.0);
    #include <colorspace_fragment>
    gl_FragColor.a = arAlpha(gl_FragColor.rgb);
  }
`

const createAttribute = (count: number, itemSize: number) =>
  new InstancedBufferAttribute(new Float32Array(count * itemSize), itemSize).setUsage(DynamicDrawUsage)

/** In `look.a`. */
const STROKE = 0
const LINK = -1
const RING = 1
/** The line of a ring lies at this share of its square. */
const RING_SHARE = 0.8

/** A color in linear sRGB. */
export type Rgb = Float32Array

/** Fine light in one draw call: strokes, points and rings that face the eye; filled again each frame. */
export class LightStrokes {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>
  private readonly starts: InstancedBufferAttribute
  private readonly ends: InstancedBufferAttribute
  private readonly bodies: InstancedBufferAttribute
  private readonly looks: InstancedBufferAttribute
  private readonly attributes: readonly InstancedBufferAttribute[]
  private count = 0

  constructor(
    private readonly maxCount: number,
    daylight: IUniform<number>,
  ) {
    this.starts = createAttribute(maxCount, 3)
    this.ends = createAttribute(maxCount, 3)
    this.bodies = createAttribute(maxCount, 4)
    this.looks = createAttribute(maxCount, 4)
    this.attributes = [this.starts, this.ends, this.bodies, this.looks]
    // Corners at -1 and 1.
    const square = new PlaneGeometry(2, 2)
    const geometry = new InstancedBufferGeometry()
    geometry.index = square.index
    geometry.setAttribute('position', square.getAttribute('position'))
    geometry.setAttribute('start', this.starts)
    geometry.setAttribute('end', this.ends)
    geometry.setAttribute('body', this.bodies)
    geometry.setAttribute('look', this.looks)
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    // After the panel (10), which hands pass in front of.
    this.mesh = createShaderMesh(geometry, createLightMaterial(VERTEX, FRAGMENT, { daylight }), DRAW_ORDER.hands)
    this.mesh.visible = false
  }

  clear(): void {
    this.count = 0
  }

  /** A stroke that changes evenly in radius and strength; beyond the capacity it is left out. */
  addStroke(start: LightEnd, end: LightEnd, color: Rgb): void {
    this.add(start, end, color, STROKE, 1)
  }

  /** A stroke without round ends, which would overlap where many make a line. */
  addLink(start: LightEnd, end: LightEnd, color: Rgb): void {
    this.add(start, end, color, LINK, 1)
  }

  addPoint(center: LightEnd, color: Rgb): void {
    this.add(center, center, color, STROKE, 1)
  }

  addRing(center: LightEnd, color: Rgb): void {
    this.add(center, center, color, RING, 1 / RING_SHARE)
  }

  private add(start: LightEnd, end: LightEnd, color: Rgb, shape: number, width: number): void {
    if (this.count === this.maxCount) return
    const i = this.count++
    this.starts.setXYZ(i, start.place.x, start.place.y, start.place.z)
    this.ends.setXYZ(i, end.place.x, end.place.y, end.place.z)
    this.bodies.setXYZW(i, start.radius * width, end.radius * width, start.strength, end.strength)
    this.looks.setXYZW(i, color[0]!, color[1]!, color[2]!, shape)
  }

  flush(): void {
    this.mesh.visible = this.count > 0
    this.mesh.geometry.instanceCount = this.count
    uploadAttributes(this.attributes)
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
