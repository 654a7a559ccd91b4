import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { ChunkStyles } from '../spectrogram/chunk-styles.ts'
import { MapMotion } from './map-motion.ts'
import { DEFAULT_EXTENT } from './map-places.ts'
import {
  computeBoxEdges,
  computeEdgeScale,
  createMapView,
  findBoxAt,
  getPixelsPerUnit,
  toPixelX,
  toPixelY,
} from './map-view.ts'

/** Height of the boxes on the line, and the distance at which a box still counts as hit. */
const LINE_HEIGHT_PX = 18
const HIT_SLACK_PX = 3
/** Smaller boxes are drawn without edges. */
const MIN_EDGED_SIDE_PX = 5
/** The trail connects this many chunks up to the sounding one. */
const TRAIL_CHUNKS = 14

/** Draws the map: boxes on a cached canvas while nothing moves, and highlights on top of it. */
export class MapPainter {
  readonly motion: MapMotion
  readonly view = createMapView(1, 1, DEFAULT_EXTENT)
  private readonly context: CanvasRenderingContext2D
  private readonly baseCanvas = document.createElement('canvas')
  private readonly baseContext = this.baseCanvas.getContext('2d') as CanvasRenderingContext2D
  private styles = new ChunkStyles(new Float32Array(0))
  private boxEdges = new Float32Array(0)
  private generation = -1
  private pixelRatio = 1
  /** The values that the canvases were last painted with. */
  private readonly paintedValues = new Float64Array(9)
  private readonly currentValues = new Float64Array(9)

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly room: SceneContext,
    /** Called after each paint that changed something. */
    private readonly onChange: () => void,
  ) {
    this.context = canvas.getContext('2d') as CanvasRenderingContext2D
    this.motion = new MapMotion(room.frameState)
    this.view.extent = this.motion.extent
  }

  resize(width: number, height: number, ratio: number): void {
    this.view.width = width
    this.view.height = height
    this.pixelRatio = ratio
    for (const canvas of [this.canvas, this.baseCanvas]) {
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(height * ratio)
    }
    this.generation = -1
  }

  findChunkAt({ x, y }: { x: number; y: number }): number {
    return findBoxAt(this.view, this.motion.positions, this.boxEdges, x, y, HIT_SLACK_PX)
  }

  paint(dt: Seconds): void {
    const { frameState, store } = this.room
    const { motion, currentValues, paintedValues, view } = this
    motion.step(dt)
    if (this.generation !== frameState.boxes.generation) {
      this.generation = frameState.boxes.generation
      this.styles = new ChunkStyles(frameState.boxes.colors)
      this.boxEdges = computeBoxEdges(frameState.boxes.chunks, view.width, view.height)
      paintedValues.fill(Number.NaN)
    }
    let glow = 0
    for (let i = 0; i < frameState.boxes.count; i++) glow += frameState.boxes.glow[i] as number
    currentValues[0] = motion.revision
    currentValues[1] = view.zoom
    currentValues[2] = view.panX
    currentValues[3] = view.panY
    currentValues[4] = frameState.playhead.time > 0 ? frameState.playhead.chunk : -1
    currentValues[5] = glow < 0.01 ? 0 : glow
    currentValues[6] = frameState.pointer.hoveredChunk
    currentValues[7] = store.getState().selected ?? -1
    currentValues[8] = this.room.services.playback?.playing ? 1 : 0
    let changed = false
    let rebased = false
    for (let k = 0; k < currentValues.length; k++) {
      if (currentValues[k] === paintedValues[k]) continue
      changed = true
      if (k < 5) rebased = true
    }
    paintedValues.set(currentValues)
    if (!changed) return
    if (rebased) this.drawBase()
    this.draw()
    this.onChange()
  }

  private drawBase(): void {
    const { baseContext: context, baseCanvas, styles, pixelRatio: ratio, motion, view, boxEdges } = this
    const { frameState } = this.room
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, baseCanvas.width, baseCanvas.height)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const heardTo = frameState.playhead.time > 0 ? frameState.playhead.chunk : 0
    for (let i = 0; i < boxEdges.length; i++) {
      const heard = i < heardTo
      const style = styles.get(i)
      this.fillBox(context, i, 0, heard ? style.playedEdge : style.played)
      // Small boxes are filled; edges fade in as a box grows.
      const grown =
        (boxEdges[i] as number) * computeEdgeScale(view.zoom) * (motion.departures[i] as number) - MIN_EDGED_SIDE_PX
      if (grown <= 0) continue
      context.globalAlpha = Math.min(1, grown / 2)
      this.fillBox(context, i, 1, heard ? style.played : style.unplayed)
      context.globalAlpha = 1
    }
  }

  /** @param inset CSS pixels, negative for larger boxes */
  private fillBox(context: CanvasRenderingContext2D, i: number, inset: number, color: string): void {
    const { motion, view, boxEdges } = this
    const { start, end } = this.room.frameState.boxes.chunks[i] as { start: Seconds; end: Seconds }
    const away = motion.departures[i] as number
    const edge = (boxEdges[i] as number) * computeEdgeScale(view.zoom)
    const duration = this.room.frameState.boxes.chunks.at(-1)?.end || 1
    const onLine = ((end - start) / duration) * 2 * view.extent.halfWidth * getPixelsPerUnit(view)
    const w = Math.max(1, onLine + (edge - onLine) * away - 2 * inset)
    const h = LINE_HEIGHT_PX + (edge - LINE_HEIGHT_PX) * away - 2 * inset
    context.fillStyle = color
    context.fillRect(
      toPixelX(view, motion.positions[i * 2] as number) - w / 2,
      toPixelY(view, motion.positions[i * 2 + 1] as number) - h / 2,
      w,
      h,
    )
  }

  private draw(): void {
    const { context, canvas, baseCanvas, styles, pixelRatio: ratio } = this
    const { frameState, store } = this.room
    const { selected } = store.getState()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, canvas.width, canvas.height)
    if (baseCanvas.width > 0 && baseCanvas.height > 0) context.drawImage(baseCanvas, 0, 0)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.drawTrail()
    for (let i = 0; i < this.boxEdges.length; i++) {
      const glow = frameState.boxes.glow[i] as number
      if (glow < 0.01) continue
      context.globalAlpha = glow
      context.shadowColor = styles.get(i).playedEdge
      context.shadowBlur = 22 * ratio * glow
      this.fillBox(context, i, -1 - 1.5 * glow, styles.get(i).highlight)
    }
    context.shadowBlur = 0
    context.globalAlpha = 1
    if (selected !== null && selected < this.boxEdges.length) this.drawRing(selected, 3.5, 'rgb(255 255 255 / 85%)')
    const {
      pointer: { hoveredChunk: hovered },
    } = frameState
    if (hovered < 0 || hovered >= this.boxEdges.length) return
    this.fillBox(context, hovered, -1.5, styles.get(hovered).highlight)
    this.drawRing(hovered, 5, '#fff')
  }

  private drawRing(i: number, distance: number, color: string): void {
    const { context, motion, view } = this
    const radius = ((this.boxEdges[i] as number) * computeEdgeScale(view.zoom)) / 2 + distance
    const x = toPixelX(view, motion.positions[i * 2] as number)
    const y = toPixelY(view, motion.positions[i * 2 + 1] as number)
    context.strokeStyle = color
    context.lineWidth = 1.25
    context.strokeRect(x - radius, y - radius, radius * 2, radius * 2)
  }

  /** A Catmull-Rom spline through the last chunks, older ones paler. */
  private drawTrail(): void {
    const { context, styles } = this
    const { frameState } = this.room
    const {
      playhead: { chunk },
    } = frameState
    if (frameState.playhead.time <= 0 || chunk >= this.boxEdges.length) return
    const first = Math.max(0, chunk - TRAIL_CHUNKS + 1)
    const strength = this.room.services.playback?.playing ? 0.9 : 0.4
    context.lineWidth = 1.5
    for (let i = first; i < chunk; i++) {
      const age = (i - first + 1) / (chunk - first)
      const before = Math.max(first, i - 1)
      const after = Math.min(chunk, i + 2)
      const x1 = this.toChunkX(i)
      const y1 = this.toChunkY(i)
      const x2 = this.toChunkX(i + 1)
      const y2 = this.toChunkY(i + 1)
      context.globalAlpha = strength * age * age
      context.strokeStyle = styles.get(i).highlight
      context.beginPath()
      context.moveTo(x1, y1)
      context.bezierCurveTo(
        x1 + (x2 - this.toChunkX(before)) / 6,
        y1 + (y2 - this.toChunkY(before)) / 6,
        x2 - (this.toChunkX(after) - x1) / 6,
        y2 - (this.toChunkY(after) - y1) / 6,
        x2,
        y2,
      )
      context.stroke()
    }
    context.globalAlpha = 1
  }

  private toChunkX(i: number): number {
    return toPixelX(this.view, this.motion.positions[i * 2] as number)
  }

  private toChunkY(i: number): number {
    return toPixelY(this.view, this.motion.positions[i * 2 + 1] as number)
  }
}
