import type { Seconds } from '../../../audio/units.ts'
import type { FrameState } from '../../../scenes/state/frame-state.ts'
import {
  computeExtent,
  computeLinePositions,
  computeMapPositions,
  DEFAULT_EXTENT,
  type MapExtent,
} from './map-places.ts'

/** Duration of the animation from line to map. */
const CLUSTERING_SECONDS: Seconds = 6
/** How quickly the extent follows a growing map, per second. */
const FIT_RATE_PER_SECOND = 4

/** Positions of the boxes between line and map. */
export class MapMotion {
  /** 0 = the line, 1 = the finished map. */
  progress = 0
  running = true
  positions = new Float32Array(0)
  departures = new Float32Array(0)
  /** The part of the plane that the canvas shows. */
  readonly extent: MapExtent = { ...DEFAULT_EXTENT }
  /** Increases whenever a box has moved. */
  revision = 0
  private linePositions = new Float32Array(0)
  private generation = -1
  private latestSnapshot: Float32Array | undefined
  private targetExtent: MapExtent = DEFAULT_EXTENT
  private appliedProgress = -1

  constructor(private readonly frameState: FrameState) {}

  play(): void {
    this.progress = 0
    this.running = true
  }

  scrub(progress: number): void {
    this.progress = progress
    this.running = false
  }

  step(dt: Seconds): void {
    const { frameState } = this
    const fresh = this.generation !== frameState.boxes.generation && this.updateSong()
    const {
      boxes: { mapSnapshots: stills, embedding: form },
    } = frameState
    const still = stills.at(-1)
    const grown = still !== this.latestSnapshot
    if (grown) {
      this.latestSnapshot = still
      this.targetExtent = computeExtent(still)
    }
    const eased = this.easeExtent(dt, form.complete && this.appliedProgress < 0)
    const last = stills.length - 1
    if (this.running) this.advance(dt, form.complete ? 1 : Math.max(0, last / form.expectedSnapshots))
    if (!fresh && !grown && !eased && this.progress === this.appliedProgress) return
    this.appliedProgress = this.progress
    const cursor = this.progress * (form.complete ? last : form.expectedSnapshots)
    computeMapPositions(this.linePositions, stills, cursor, this.progress, this.extent, this.positions, this.departures)
    this.revision++
  }

  private updateSong(): boolean {
    const { frameState } = this
    this.generation = frameState.boxes.generation
    // A new path layout keeps the map.
    if (
      this.positions.length === frameState.boxes.count * 2 &&
      this.latestSnapshot &&
      frameState.boxes.mapSnapshots.includes(this.latestSnapshot)
    )
      return false
    this.linePositions = computeLinePositions(frameState.boxes.chunks)
    this.positions = new Float32Array(frameState.boxes.count * 2)
    this.departures = new Float32Array(frameState.boxes.count)
    this.play()
    return true
  }

  /** Limited to the snapshots that t-SNE has sent so far. */
  private advance(dt: Seconds, known: number): void {
    const next = this.frameState.viewer.reducedMotion ? 1 : this.progress + dt / CLUSTERING_SECONDS
    this.progress = Math.max(this.progress, Math.min(next, known))
    if (this.progress >= 1) this.running = false
  }

  private easeExtent(dt: Seconds, atOnce: boolean): boolean {
    const { extent, targetExtent } = this
    const share = atOnce || this.frameState.viewer.reducedMotion ? 1 : 1 - Math.exp(-dt * FIT_RATE_PER_SECOND)
    let left = 0
    for (const side of EXTENT_KEYS) {
      const rest = targetExtent[side] - extent[side]
      left = Math.max(left, Math.abs(rest))
      extent[side] = Math.abs(rest) < 1e-3 ? targetExtent[side] : extent[side] + rest * share
    }
    return left > 0
  }
}

const EXTENT_KEYS = ['x', 'y', 'halfWidth', 'halfHeight'] as const
