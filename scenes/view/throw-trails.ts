import type { Matrix4 } from 'three'
import type { Seconds } from '../../audio/units.ts'
import type { FrameState } from '../state/frame-state.ts'
import { MAX_GRABBED_BOXES } from '../state/grabbed-boxes.ts'
import { createNeutralLight, easeToChunkLight } from './chunk-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

/** Places a trail remembers, and how long it shows them. */
const POINT_COUNT = 18
const POINT_INTERVAL: Seconds = 1 / 36
const FADE_PER_S = 2.6

const from = new LightEnd()
const to = new LightEnd()

/** Behind boxes that were thrown: their way, in their color, fading. */
export class ThrowTrails {
  /** By slot and place: a ring of points in the song's space, and the times at which they were passed. */
  private readonly points = new Float32Array(MAX_GRABBED_BOXES * POINT_COUNT * 3)
  private readonly times = new Float64Array(MAX_GRABBED_BOXES * POINT_COUNT).fill(Number.NEGATIVE_INFINITY)
  private readonly newest = new Int32Array(MAX_GRABBED_BOXES)
  private readonly chunks = new Int32Array(MAX_GRABBED_BOXES).fill(-1)
  private readonly color = createNeutralLight()
  private now: Seconds = 0

  constructor(private readonly frameState: FrameState) {}

  /** @param songToRig from the song's space to that of the strokes */
  draw(strokes: LightStrokes, songToRig: Matrix4, dt: Seconds): void {
    this.now += dt
    for (let slot = 0; slot < MAX_GRABBED_BOXES; slot++) {
      this.record(slot)
      this.drawTrail(strokes, songToRig, slot)
    }
  }

  private record(slot: number): void {
    const { position, grabSlots } = this.frameState.boxes
    const chunk = grabSlots.chunk[slot]!
    const first = slot * POINT_COUNT
    // A box that is taken again leaves its trail.
    if (chunk !== this.chunks[slot] || grabSlots.grabbed[slot] === 1) {
      if (chunk >= 0) {
        this.chunks[slot] = chunk
        this.times.fill(Number.NEGATIVE_INFINITY, first, first + POINT_COUNT)
      }
      if (chunk < 0 || grabSlots.grabbed[slot] === 1) return
    }
    if (chunk < 0 || this.now - this.times[first + this.newest[slot]!]! < POINT_INTERVAL) return
    this.newest[slot] = (this.newest[slot]! + 1) % POINT_COUNT
    const at = first + this.newest[slot]!
    this.points.set(position.subarray(chunk * 3, chunk * 3 + 3), at * 3)
    this.times[at] = this.now
  }

  private drawTrail(strokes: LightStrokes, songToRig: Matrix4, slot: number): void {
    const { boxes, placement } = this.frameState
    const chunk = this.chunks[slot]!
    if (chunk < 0 || chunk >= boxes.count) return
    const radius = Math.min(0.03, boxes.edgeLength[chunk]! * placement.scale * 0.2)
    easeToChunkLight(this.color, boxes, chunk, 1)
    for (let age = 0; age < POINT_COUNT - 1; age++) {
      const k = slot * POINT_COUNT + ((this.newest[slot]! - age + POINT_COUNT) % POINT_COUNT)
      const before = slot * POINT_COUNT + ((this.newest[slot]! - age - 1 + POINT_COUNT) % POINT_COUNT)
      const strength = this.fade(k)
      const strengthBefore = this.fade(before)
      if (strengthBefore < 0.01) return
      from
        .give(radius, strengthBefore)
        .place.fromArray(this.points, before * 3)
        .applyMatrix4(songToRig)
      to.give(radius, strength)
        .place.fromArray(this.points, k * 3)
        .applyMatrix4(songToRig)
      strokes.addLink(from, to, this.color)
    }
  }

  private fade(k: number): number {
    return 0.9 * Math.exp((this.times[k]! - this.now) * FADE_PER_S)
  }
}
