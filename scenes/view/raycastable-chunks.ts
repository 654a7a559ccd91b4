import { type BufferGeometry, type Intersection, Mesh, type Raycaster, type ShaderMaterial, Vector3 } from 'three'
import type { Radians } from '../../audio/units.ts'
import { type Aim, aimAtBoxes } from '../geometry/aim.ts'
import { type BoxHit, raycastBoxes, spherecastBoxes } from '../geometry/raycast.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import { findTouchedBox } from '../state/find-touched-box.ts'
import type { FrameState } from '../state/frame-state.ts'

/** Half the angle of the cone in which rays of trembling hands mean a box. */
const HAND_CONE_RAD: Radians = 0.0105

/** Mesh whose raycasts hit the cubes of the cloud and the tiles of the path, with the chunk as `instanceId`. */
export class RaycastableChunks extends Mesh<BufferGeometry, ShaderMaterial> {
  private readonly cloud = createRaycastBoxes()
  private readonly hit: BoxHit = { index: -1, distance: 0 }
  /** What each pointer of a headset aims at: each has its own raycaster. */
  private readonly aims = new WeakMap<Raycaster, Aim>()

  constructor(
    geometry: BufferGeometry,
    material: ShaderMaterial,
    private readonly frameState: FrameState,
  ) {
    super(geometry, material)
  }

  override raycast(raycaster: Raycaster, intersections: Intersection[]): void {
    const { origin, direction } = raycaster.ray
    const { hit, cloud, frameState } = this
    const { x, y, z } = origin
    const { x: dx, y: dy, z: dz } = direction
    this.resetHit(raycaster.far)
    raycastBoxes(cloud, x, y, z, dx, dy, dz, 0, hit)
    const { floorPath, shownTiles } = frameState.path
    const meetsTile = raycastBoxes(shownTiles, x, y, z, dx, dy, dz, 0, hit)
    if (meetsTile) hit.index = floorPath.tiles.chunk[shownTiles.first + hit.index]!
    // A mouse is exact. Rays of hands have no camera.
    const { cone, skip } = frameState.pointer.fingertip
    if (raycaster.camera === null) this.aimFromHand(raycaster, meetsTile)
    else if (cone > 0) findTouchedBox(frameState, raycaster.ray, cone, skip, hit)
    this.pushIntersection(intersections, raycaster.ray.at(hit.distance, new Vector3()))
  }

  /** Called by @pmndrs/pointer-events for grabbing and touching hands. */
  override spherecast(sphere: { center: Vector3; radius: number }, intersections: Intersection[]): void {
    const { center, radius } = sphere
    this.resetHit(radius)
    spherecastBoxes(this.cloud, center.x, center.y, center.z, radius, this.hit)
    this.pushIntersection(intersections, center.clone())
  }

  /** @param meetsTile a tile lies before every box: boxes that are only near the ray are not meant. */
  private aimFromHand(raycaster: Raycaster, meetsTile: boolean): void {
    const { aims, hit, cloud, frameState } = this
    let aim = aims.get(raycaster)
    if (!aim) {
      aim = { index: -1, distance: 0 }
      aims.set(raycaster, aim)
    }
    // What is meant of another song means nothing here.
    if (meetsTile || aim.index >= frameState.boxes.count) aim.index = -1
    if (meetsTile) return
    const { origin: o, direction: d } = raycaster.ray
    aimAtBoxes(cloud, o.x, o.y, o.z, d.x, d.y, d.z, HAND_CONE_RAD, aim)
    if (aim.distance > raycaster.far) aim.index = -1
    hit.index = aim.index
    hit.distance = aim.distance
  }

  private resetHit(maxDistance: number): void {
    updateCloudBoxes(this.cloud, this.frameState.boxes)
    this.hit.index = -1
    this.hit.distance = maxDistance
  }

  private pushIntersection(intersections: Intersection[], point: Vector3): void {
    const { index, distance } = this.hit
    if (index >= 0) intersections.push({ distance, point, object: this, instanceId: index })
  }
}
