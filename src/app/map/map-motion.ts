import type { Seconds } from '../../../audio/units.ts'
import type { FrameState } from '../../../scenes/state/frame-state.ts'
import { type Extent, extentOf, lineShares, mapPlaces, NO_MAP } from './map-places.ts'

/** The clustering takes this long, however fast t-SNE was. */
const CLUSTERING: Seconds = 6
/** How quickly the frame eases after a growing map, per second. */
const FIT_RATE = 4

/** Where the boxes of the map are, and how far they have come from the line. */
export class MapMotion {
  /** 0 = the line, 1 = the finished map. */
  progress = 0
  running = true
  places = new Float32Array(0)
  away = new Float32Array(0)
  /** What the picture has to hold. */
  readonly extent: Extent = { ...NO_MAP }
  /** Grows whenever a box has moved. */
  moves = 0
  private shares = new Float32Array(0)
  private generation = -1
  private still: Float32Array | undefined
  private target: Extent = NO_MAP
  private laid = -1

  constructor(private readonly live: FrameState) {}

  play(): void {
    this.progress = 0
    this.running = true
  }

  scrub(progress: number): void {
    this.progress = progress
    this.running = false
  }

  step(dt: Seconds): void {
    const { live } = this
    const fresh = this.generation !== live.generation && this.takeSong()
    const { mapStills: stills, form } = live
    const still = stills.at(-1)
    const grown = still !== this.still
    if (grown) {
      this.still = still
      this.target = extentOf(still)
    }
    const eased = this.fit(dt, form.complete && this.laid < 0)
    const last = stills.length - 1
    if (this.running) this.advance(dt, form.complete ? 1 : Math.max(0, last / form.expectedSnapshots))
    if (!fresh && !grown && !eased && this.progress === this.laid) return
    this.laid = this.progress
    const cursor = this.progress * (form.complete ? last : form.expectedSnapshots)
    mapPlaces(this.shares, stills, cursor, this.progress, this.extent, this.places, this.away)
    this.moves++
  }

  private takeSong(): boolean {
    const { live } = this
    this.generation = live.generation
    // Another layout of the path is no new song.
    if (this.places.length === live.count * 2 && this.still && live.mapStills.includes(this.still)) return false
    this.shares = lineShares(live.chunks)
    this.places = new Float32Array(live.count * 2)
    this.away = new Float32Array(live.count)
    this.play()
    return true
  }

  /** Never ahead of what t-SNE has sent so far. */
  private advance(dt: Seconds, known: number): void {
    const next = this.live.reducedMotion ? 1 : this.progress + dt / CLUSTERING
    this.progress = Math.max(this.progress, Math.min(next, known))
    if (this.progress >= 1) this.running = false
  }

  private fit(dt: Seconds, atOnce: boolean): boolean {
    const { extent, target } = this
    const share = atOnce || this.live.reducedMotion ? 1 : 1 - Math.exp(-dt * FIT_RATE)
    let left = 0
    for (const side of SIDES) {
      const rest = target[side] - extent[side]
      left = Math.max(left, Math.abs(rest))
      extent[side] = Math.abs(rest) < 1e-3 ? target[side] : extent[side] + rest * share
    }
    return left > 0
  }
}

const SIDES = ['x', 'y', 'halfWidth', 'halfHeight'] as const
