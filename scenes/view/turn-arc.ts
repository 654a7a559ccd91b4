import type { Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import type { PoseInRig } from '../state/viewer-state.ts'
import { createNeutralLight, easeToChunkLight } from './chunk-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

const SEGMENT_COUNT = 16
const RADIUS_M: Meters = 0.95
const BELOW_EYES_M: Meters = 0.42
const FADE_PER_S = 4.5
/** A turn beyond it is a new place, such as the start of the path. */
const MAX_TURN_RAD: Radians = 1.2
const MIN_TURN_RAD: Radians = 0.02

const WIDTH_M: Meters = 0.006
const from = new LightEnd()
const to = new LightEnd()

/** Writes the place before the head, `angle` to the left of where it looks; in the visitor's own space. */
function placeBeforeHead({ position, orientation: o }: PoseInRig, angle: Radians, out: Vector3): void {
  const heading = angle + Math.atan2(2 * (o.x * o.z + o.w * o.y), 1 - 2 * (o.x * o.x + o.y * o.y))
  const { x, y, z } = position
  out.set(x - Math.sin(heading) * RADIUS_M, y - BELOW_EYES_M, z - Math.cos(heading) * RADIUS_M)
}

/** After a turn: an arc before the visitor, as long as the turn, which sweeps on to the new heading; calm, it only fades. */
export class TurnArc {
  private readonly color = createNeutralLight()
  private lastYaw: Radians = 0
  /** Turned and not yet caught up with; and the longest of this turn. */
  private lag: Radians = 0
  private span: Radians = 0

  constructor(private readonly frameState: FrameState) {}

  /** Draws into the visitor's own space, which turns with `rig.yaw`. */
  draw(strokes: LightStrokes, dt: Seconds): void {
    const { viewer, boxes, playhead } = this.frameState
    const turned = wrapAngle(viewer.rig.yaw - this.lastYaw)
    this.lastYaw = viewer.rig.yaw
    this.lag = this.lag * Math.exp(-dt * FADE_PER_S) + (Math.abs(turned) < MAX_TURN_RAD ? turned : 0)
    if (this.lag * this.span <= 0 || Math.abs(this.lag) > Math.abs(this.span)) this.span = this.lag
    if (Math.abs(this.lag) < MIN_TURN_RAD) {
      this.span = 0
      easeToChunkLight(this.color, boxes, playhead.chunk, 1)
      return
    }
    const calm = prefersReducedMotion(this.frameState)
    const length = calm ? this.span : this.lag
    const strength = 0.7 * (calm ? this.lag / this.span : Math.min(1, Math.abs(this.lag) * 3))
    placeBeforeHead(viewer.headInRig, 0, from.place)
    for (let k = 0; k < SEGMENT_COUNT; k++) {
      // Back from where the visitor looks now to where they looked before.
      placeBeforeHead(viewer.headInRig, (-length * (k + 1)) / SEGMENT_COUNT, to.place)
      const far = strength * (1 - (k + 1) / SEGMENT_COUNT)
      strokes.addLink(from.give(WIDTH_M, far + strength / SEGMENT_COUNT), to.give(WIDTH_M, far), this.color)
      from.place.copy(to.place)
    }
  }
}
