import { writeArcPoints, writeTrailPoints } from '../geometry/curves.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { Ribbon, RibbonBand } from './ribbon.ts'

/** The thread passes through this many chunks back from the sounding one. */
const TRAIL_CHUNKS = 14
const POINTS_PER_SPAN = 8
const TRAIL_POINTS = (TRAIL_CHUNKS - 1) * POINTS_PER_SPAN + 1
const ARC_POINTS = 28
const SONG_ARC_OFFSET = TRAIL_POINTS
const PICK_ARC_OFFSET = TRAIL_POINTS + ARC_POINTS

/** The song's way through its own space, the arc of its sounding pair and that of the last picked chunk. */
export class Trails {
  private readonly band: RibbonBand
  private readonly order = new Int32Array(TRAIL_CHUNKS)
  /** Eases so that pausing and ending let the thread fade instead of vanish. */
  private opacity = 0

  constructor(
    private readonly frameState: FrameState,
    ribbon: Ribbon,
  ) {
    this.band = ribbon.addBand([TRAIL_POINTS, ARC_POINTS, ARC_POINTS], 0.015)
  }

  update(dt: number): void {
    const { frameState, order, band } = this
    const {
      playhead: { chunk, pickedChunk: picked },
      boxes: { count, glow },
    } = frameState
    this.opacity += ((frameState.playhead.playing ? 1 : 0.35) - this.opacity) * (1 - Math.exp(-dt * 2))
    if (count === 0 || frameState.boxes.embedding.progress <= 0.02) {
      band.hide()
      return
    }
    const from = Math.max(0, chunk - TRAIL_CHUNKS + 1)
    const length = chunk - from + 1
    for (let k = 0; k < length; k++) order[k] = from + k
    const written =
      length > 1 ? writeTrailPoints(frameState.boxes.position, order, length, POINTS_PER_SPAN, band.points) : 0
    this.writeTrail(written, from)
    this.writeArc(SONG_ARC_OFFSET, chunk, frameState.playhead.time > 0 ? 0.15 + 0.85 * glow[chunk]! : 0)
    this.writeArc(PICK_ARC_OFFSET, Math.max(0, picked), picked >= 0 ? glow[picked]! : 0)
  }

  private writeTrail(written: number, from: number): void {
    for (let k = 0; k < TRAIL_POINTS; k++) {
      // Unused points collapse onto the last one, without light.
      const source = Math.max(0, Math.min(k, written - 1))
      const age = written > 1 ? k / (written - 1) : 0
      const strength = k < written ? this.opacity * (age * age * 0.62 + 0.015) : 0
      this.writePoint(k, source, 0, Math.max(0, written - 1), from + Math.floor(source / POINTS_PER_SPAN), strength)
    }
  }

  private writeArc(at: number, chunk: number, strength: number): void {
    const { frameState } = this
    writeArcPoints(frameState.path.floorPath.center, frameState.boxes.position, chunk, ARC_POINTS, at, this.band.points)
    for (let k = at; k < at + ARC_POINTS; k++) this.writePoint(k, k, at, at + ARC_POINTS - 1, chunk, strength * 0.8)
  }

  /** A point in its chunk's color, paled so that thin lines stay visible. */
  private writePoint(k: number, source: number, first: number, last: number, chunk: number, strength: number): void {
    const {
      boxes: { colors, count },
    } = this.frameState
    const c = Math.min(count - 1, chunk) * 3
    const r = 0.12 + 0.88 * colors[c]!
    const g = 0.12 + 0.88 * colors[c + 1]!
    const b = 0.12 + 0.88 * colors[c + 2]!
    this.band.writePoint(k, source, first, last, r, g, b, strength)
  }
}
