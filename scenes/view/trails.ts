import type { Meters, Seconds } from '../../audio/units.ts'
import { writeArcPoints, writeTrailPoints } from '../geometry/curves.ts'
import { smoothstep } from '../geometry/math.ts'
import { roomToSong } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { Ribbon } from './ribbon.ts'
import type { RibbonBand } from './ribbon-band.ts'

/** Length of the trail, back from the current chunk. */
const TRAIL_CHUNKS = 14
const POINTS_PER_SPAN = 8
const TRAIL_POINTS = (TRAIL_CHUNKS - 1) * POINTS_PER_SPAN + 1
const ARC_POINTS = 28
const SONG_ARC_OFFSET = TRAIL_POINTS
const PICK_ARC_OFFSET = TRAIL_POINTS + ARC_POINTS

/** An arc that rises before the eyes would cover what it leads to. */
const NEAR_M: Meters = 0.8
const NEAR_FADE_M: Meters = 2
const eye: [x: Meters, y: Meters, z: Meters] = [0, 0, 0]

/** The trail through the latest chunks, and arcs from path to cloud of the current and of the last picked chunk. */
export class Trails {
  private readonly band: RibbonBand
  private readonly order = new Int32Array(TRAIL_CHUNKS)
  /** Eases, so that the trail fades when playback stops. */
  private opacity = 0

  constructor(
    private readonly frameState: FrameState,
    ribbon: Ribbon,
  ) {
    this.band = ribbon.addBand([TRAIL_POINTS, ARC_POINTS, ARC_POINTS], 0.015)
  }

  update(dt: Seconds): void {
    const { order, band } = this
    const { chunk, pickedChunk, playing, time } = this.frameState.playhead
    const { count, glow, embedding, position } = this.frameState.boxes
    this.opacity += ((playing ? 1 : 0.35) - this.opacity) * (1 - Math.exp(-dt * 2))
    if (count === 0 || embedding.progress <= 0.02) {
      band.hide()
      return
    }
    const from = Math.max(0, chunk - TRAIL_CHUNKS + 1)
    const length = chunk - from + 1
    for (let k = 0; k < length; k++) order[k] = from + k
    const pointCount = length > 1 ? writeTrailPoints(position, order, length, POINTS_PER_SPAN, band.points) : 0
    this.writeTrail(pointCount, from)
    const { viewer, placement } = this.frameState
    const [x, y, z] = viewer.head.position
    roomToSong(placement, x, y, z, eye)
    this.writeArc(SONG_ARC_OFFSET, chunk, time > 0 ? 0.15 + 0.85 * glow[chunk]! : 0)
    this.writeArc(PICK_ARC_OFFSET, Math.max(0, pickedChunk), pickedChunk >= 0 ? glow[pickedChunk]! : 0)
  }

  private writeTrail(pointCount: number, from: number): void {
    for (let k = 0; k < TRAIL_POINTS; k++) {
      // Unused points collapse onto the last one and are dark.
      const source = Math.max(0, Math.min(k, pointCount - 1))
      const age = pointCount > 1 ? k / (pointCount - 1) : 0
      const strength = k < pointCount ? this.opacity * (age * age * 0.62 + 0.015) : 0
      this.writePoint(k, source, 0, Math.max(0, pointCount - 1), from + Math.floor(source / POINTS_PER_SPAN), strength)
    }
  }

  /** @param first index of the arc's first point in the band */
  private writeArc(first: number, chunk: number, strength: number): void {
    const { frameState } = this
    writeArcPoints(
      frameState.path.floorPath.center,
      frameState.boxes.position,
      chunk,
      ARC_POINTS,
      first,
      this.band.points,
    )
    const { points } = this.band
    const last = first + ARC_POINTS - 1
    // No arc leads to where the floor shows another stretch of the song.
    const { boundaries } = frameState.boxes
    const { stretch, curve } = frameState.path
    const isShown =
      boundaries[chunk + 1]! * curve.metersPerSecond > stretch.from &&
      boundaries[chunk]! * curve.metersPerSecond < stretch.to
    const opacity = isShown ? strength * 0.8 : 0
    for (let k = first; k <= last; k++) {
      const away = Math.hypot(points[k * 3]! - eye[0], points[k * 3 + 1]! - eye[1], points[k * 3 + 2]! - eye[2])
      this.writePoint(k, k, first, last, chunk, opacity * smoothstep((away - NEAR_M) / NEAR_FADE_M))
    }
  }

  /** Writes a point in the color of its chunk, lightened so that thin lines stay visible. */
  private writePoint(k: number, source: number, first: number, last: number, chunk: number, strength: number): void {
    const { colors, count } = this.frameState.boxes
    const c = Math.min(count - 1, chunk) * 3
    const r = 0.12 + 0.88 * colors[c]!
    const g = 0.12 + 0.88 * colors[c + 1]!
    const b = 0.12 + 0.88 * colors[c + 2]!
    this.band.writePoint(k, source, first, last, r, g, b, strength)
  }
}
