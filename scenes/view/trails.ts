import { arcPoints, threadPoints } from '../geometry/curves.ts'
import type { Live } from '../state/frame-state.ts'
import type { Band, Ribbon } from './path-ribbon.ts'

/** The thread passes through this many chunks back from the sounding one. */
const THREAD_CHUNKS = 14
const PER_SPAN = 8
const THREAD_POINTS = (THREAD_CHUNKS - 1) * PER_SPAN + 1
const ARC_POINTS = 28
const SONG_ARC = THREAD_POINTS
const PICK_ARC = THREAD_POINTS + ARC_POINTS

/** The song's way through its own space, the arc of its sounding pair and that of the last picked chunk. */
export class ThreadsView {
  private readonly band: Band
  private readonly order = new Int32Array(THREAD_CHUNKS)
  /** Eases so that pausing and ending let the thread fade instead of vanish. */
  private presence = 0

  constructor(
    private readonly live: Live,
    ribbon: Ribbon,
  ) {
    this.band = ribbon.band([THREAD_POINTS, ARC_POINTS, ARC_POINTS], 0.015)
  }

  paint(dt: number): void {
    const { live, order, band } = this
    const { chunk, count, picked, glow } = live
    this.presence += ((live.playback?.playing ? 1 : 0.35) - this.presence) * (1 - Math.exp(-dt * 2))
    if (count === 0 || live.form.progress <= 0.02) {
      band.hide()
      return
    }
    const from = Math.max(0, chunk - THREAD_CHUNKS + 1)
    const length = chunk - from + 1
    for (let k = 0; k < length; k++) order[k] = from + k
    const written = length > 1 ? threadPoints(live.place, order, length, PER_SPAN, band.point) : 0
    this.layThread(written, from)
    this.layArc(SONG_ARC, chunk, live.time > 0 ? 0.15 + 0.85 * (glow[chunk] as number) : 0)
    this.layArc(PICK_ARC, Math.max(0, picked), picked >= 0 ? (glow[picked] as number) : 0)
  }

  private layThread(written: number, from: number): void {
    for (let k = 0; k < THREAD_POINTS; k++) {
      // Unused points collapse onto the last one, without light.
      const source = Math.max(0, Math.min(k, written - 1))
      const age = written > 1 ? k / (written - 1) : 0
      const strength = k < written ? this.presence * (age * age * 0.62 + 0.015) : 0
      this.light(k, source, 0, Math.max(0, written - 1), from + Math.floor(source / PER_SPAN), strength)
    }
  }

  private layArc(at: number, chunk: number, strength: number): void {
    const { live } = this
    arcPoints(live.path.center, live.place, chunk, ARC_POINTS, at, this.band.point)
    for (let k = at; k < at + ARC_POINTS; k++) this.light(k, k, at, at + ARC_POINTS - 1, chunk, strength * 0.8)
  }

  /** A point in its chunk's color, paled so that thin lines stay visible. */
  private light(k: number, source: number, first: number, last: number, chunk: number, strength: number): void {
    const { colors, count } = this.live
    const c = Math.min(count - 1, chunk) * 3
    const r = 0.12 + 0.88 * (colors[c] as number)
    const g = 0.12 + 0.88 * (colors[c + 1] as number)
    const b = 0.12 + 0.88 * (colors[c + 2] as number)
    this.band.write(k, source, first, last, r, g, b, strength)
  }
}
