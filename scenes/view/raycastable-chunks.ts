import { type BufferGeometry, type Intersection, Mesh, type Raycaster, type ShaderMaterial, Vector3 } from 'three'
import type { Meters } from '../../audio/units.ts'
import { type BoxHit, raycastBoxes, spherecastBoxes } from '../geometry/raycast.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import type { FrameState } from '../state/frame-state.ts'

/** Boxes are enlarged by this for rays, because hands tremble; in the room. */
const RAY_TOLERANCE_M: Meters = 0.006

/** Mesh whose raycasts hit the cubes of the cloud and the tiles of the path, with the chunk as `instanceId`. */
export class RaycastableChunks extends Mesh<BufferGeometry, ShaderMaterial> {
  private readonly cloud = createRaycastBoxes()
  private readonly hit: BoxHit = { index: -1, distance: 0 }

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
    raycastBoxes(cloud, x, y, z, dx, dy, dz, RAY_TOLERANCE_M / frameState.placement.scale, hit)
    const { tiles } = frameState.path.floorPath
    if (raycastBoxes(tiles, x, y, z, dx, dy, dz, 0, hit)) hit.index = tiles.chunk[hit.index]!
    this.pushIntersection(intersections, raycaster.ray.at(hit.distance, new Vector3()))
  }

  /** Called by @pmndrs/pointer-events for grabbing and touching hands. */
  override spherecast(sphere: { center: Vector3; radius: number }, intersections: Intersection[]): void {
    const { center, radius } = sphere
    this.resetHit(radius)
    spherecastBoxes(this.cloud, center.x, center.y, center.z, radius, this.hit)
    this.pushIntersection(intersections, center.clone())
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
