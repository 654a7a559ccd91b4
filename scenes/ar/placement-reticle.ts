import { Mesh, PlaneGeometry, ShaderMaterial } from 'three'
import type { Meters } from '../../audio/units.ts'
import { type Placement, roomToSong } from '../geometry/placement.ts'
import type { Point } from '../state/ar-state.ts'
import { DRAW_ORDER } from '../view/draw-order.ts'

const VERTEX = /* glsl */ `
  varying vec2 vSpot;
  void main() {
    vSpot = position.xy * 2.0;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`

const FRAGMENT = /* glsl */ `
  varying vec2 vSpot;
  // 1 less than width away from radius r, with a soft edge.
  float band(float distance, float r, float width) {
    float soft = fwidth(distance) + 0.008;
    return smoothstep(width + soft, width, abs(distance - r));
  }
  void main() {
    float distance = length(vSpot);
    float ring = band(distance, 0.7, 0.035) + band(distance, 0.0, 0.06);
    // A dark seam makes it visible on a white table.
    float seam = max(band(distance, 0.7, 0.085), band(distance, 0.0, 0.11));
    float disc = (1.0 - smoothstep(0.2, 0.7, distance)) * 0.12;
    float light = min(1.0, ring);
    float alpha = max(light, max(seam * 0.42, disc));
    gl_FragColor = vec4(mix(vec3(0.02, 0.03, 0.08), vec3(0.92, 0.96, 1.0), light), alpha);
  }
`

const RETICLE_DIAMETER_M: Meters = 0.24

const scratchPoint: Point = [0, 0, 0]

/** Mark on the real surface where the song would be placed: one draw call while it is shown. */
export class PlacementReticle {
  readonly mesh = new Mesh(
    new PlaneGeometry(1, 1),
    new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      transparent: true,
      depthWrite: false,
      depthTest: false,
    }),
  )

  constructor() {
    this.mesh.rotation.x = -Math.PI / 2
    this.mesh.renderOrder = DRAW_ORDER.placementReticle
    this.mesh.raycast = () => {}
    this.mesh.visible = false
  }

  /** @param point center of the mark, in the room. */
  show(placement: Placement, point: Readonly<Point>): void {
    roomToSong(placement, point[0], point[1], point[2], scratchPoint)
    this.mesh.position.fromArray(scratchPoint)
    this.mesh.scale.setScalar(RETICLE_DIAMETER_M / placement.scale)
    this.mesh.visible = true
  }

  hide(): void {
    this.mesh.visible = false
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
