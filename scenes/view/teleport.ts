import { AdditiveBlending, Group, Mesh, MeshBasicMaterial, RingGeometry, type Vector3 } from 'three'
import { teleportArc } from '../geometry/teleport.ts'
import type { Band, Ribbon } from './ribbon.ts'

const POINTS = 32
const FARTHEST = 9

/** The arc from a hand to the floor, and the mark where one would stand. */
export class TeleportView {
  readonly group = new Group()
  private readonly band: Band
  private readonly mark = new Mesh(
    new RingGeometry(0.2, 0.24, 48),
    new MeshBasicMaterial({ color: '#9fd0ff', transparent: true, blending: AdditiveBlending, depthWrite: false }),
  )
  /** Whether a release now would land. */
  lands = false

  constructor(ribbon: Ribbon) {
    this.band = ribbon.band([POINTS], 0.03)
    this.mark.rotation.x = -Math.PI / 2
    this.mark.raycast = () => {}
    this.group.add(this.mark)
    this.group.visible = false
  }

  aim(origin: Vector3, direction: Vector3): void {
    const { band, mark } = this
    this.lands = teleportArc(
      origin.x,
      origin.y,
      origin.z,
      direction.x,
      direction.y,
      direction.z,
      POINTS,
      band.point,
      FARTHEST,
    )
    this.group.visible = true
    const red = this.lands ? 0.45 : 1
    const rest = this.lands ? 0.8 : 0.25
    for (let k = 0; k < POINTS; k++) band.write(k, k, 0, POINTS - 1, red, rest, rest * 1.2, 0.25 + (0.75 * k) / POINTS)
    mark.visible = this.lands
    mark.position.fromArray(band.point, (POINTS - 1) * 3)
    mark.position.y = 0.01
  }

  /** Hides the arc. @returns whether it pointed at a landing; `out` receives it. */
  release(out: Vector3): boolean {
    const landed = this.group.visible && this.lands
    this.group.visible = false
    this.band.hide()
    if (landed) out.copy(this.mark.position)
    return landed
  }

  dispose(): void {
    this.mark.geometry.dispose()
    this.mark.material.dispose()
  }
}
