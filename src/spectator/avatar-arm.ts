import { roomToSong } from '../../scenes/geometry/placement.ts'
import type { FrameState } from '../../scenes/state/frame-state.ts'
import type { Ribbon } from '../../scenes/view/ribbon.ts'
import type { RibbonBand } from '../../scenes/view/ribbon-band.ts'
import type { InterpolatedState } from './timeline.ts'

const RAY_POINTS = 8
const ARM_POINTS = 10
/** Length of a ray that hits no box, in the room. */
const MAX_RAY_LENGTH_M = 2.2
const RAY_WIDTH_M = 0.007
const ARM_WIDTH_M = 0.03

/** An arm from the visitor's shoulder to the hand, and the pointer ray from the hand to the box. */
export class AvatarArm {
  private readonly band: RibbonBand
  private opacity = 0
  private readonly rayEnd: [number, number, number] = [0, 0, 0]

  constructor(
    private readonly frameState: FrameState,
    ribbon: Ribbon,
  ) {
    this.band = ribbon.addBand([RAY_POINTS, ARM_POINTS], RAY_WIDTH_M)
  }

  /** @param state null: the visitor does not point */
  paint(state: InterpolatedState | null, dt: number): void {
    const { band, frameState, rayEnd } = this
    this.opacity += ((state ? 1 : 0) - this.opacity) * (1 - Math.exp(-dt * 4))
    if (!state) {
      band.hide()
      return
    }
    const {
      boxes: { position: place },
      placement,
    } = frameState
    const { origin, direction, pointedChunk: chunk, position } = state
    roomToSong(placement, origin[0], origin[1], origin[2], band.points)
    const chunkOffset = chunk >= 0 && chunk < frameState.boxes.count ? chunk * 3 : -1
    if (chunkOffset >= 0) for (let axis = 0; axis < 3; axis++) rayEnd[axis] = place[chunkOffset + axis] as number
    else {
      const [x, y, z] = origin
      roomToSong(
        placement,
        x + direction[0] * MAX_RAY_LENGTH_M,
        y + direction[1] * MAX_RAY_LENGTH_M,
        z + direction[2] * MAX_RAY_LENGTH_M,
        rayEnd,
      )
    }
    const { points } = band
    for (let k = RAY_POINTS - 1; k >= 0; k--)
      for (let axis = 0; axis < 3; axis++)
        points[k * 3 + axis] =
          (points[axis] as number) + (((rayEnd[axis] as number) - (points[axis] as number)) * k) / (RAY_POINTS - 1)
    // The shoulder is offset from the neck toward the hand.
    const [dx, dz] = [origin[0] - position[0], origin[2] - position[2]]
    const shoulderOffset = 0.19 / Math.max(0.25, Math.hypot(dx, dz))
    this.updateArm(position[0] + dx * shoulderOffset, position[1] - 0.24, position[2] + dz * shoulderOffset)
    const { opacity: strength } = this
    band.width = RAY_WIDTH_M / placement.scale
    for (let k = 0; k < RAY_POINTS; k++) {
      const fade = chunkOffset >= 0 ? 0.35 + (0.4 * k) / (RAY_POINTS - 1) : 0.4 * (1 - k / (RAY_POINTS - 1))
      band.writePoint(k, k, 0, RAY_POINTS - 1, 0.72, 0.82, 1, fade * strength)
    }
    band.width = ARM_WIDTH_M / placement.scale
    for (let k = 0; k < ARM_POINTS; k++)
      band.writePoint(
        RAY_POINTS + k,
        RAY_POINTS + k,
        RAY_POINTS,
        RAY_POINTS + ARM_POINTS - 1,
        1,
        0.84,
        0.64,
        0.12 * strength,
      )
  }

  /** Draws the arm from a shoulder in the room to the start of the ray, with some sag. */
  private updateArm(x: number, y: number, z: number): void {
    const { points } = this.band
    const first = RAY_POINTS * 3
    roomToSong(this.frameState.placement, x, y, z, shoulderPosition)
    const sag = 0.035 / this.frameState.placement.scale
    for (let k = 0; k < ARM_POINTS; k++) {
      const t = k / (ARM_POINTS - 1)
      for (let axis = 0; axis < 3; axis++) {
        const from = shoulderPosition[axis] as number
        points[first + k * 3 + axis] = from + ((points[axis] as number) - from) * t
      }
      points[first + k * 3 + 1] = (points[first + k * 3 + 1] as number) - sag * 4 * t * (1 - t)
    }
  }
}

const shoulderPosition: [number, number, number] = [0, 0, 0]
