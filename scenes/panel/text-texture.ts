import type { VanillaContainer } from '@react-three/uikit'
import {
  AddEquation,
  CanvasTexture,
  CustomBlending,
  Mesh,
  MeshBasicMaterial,
  OneFactor,
  OneMinusSrcAlphaFactor,
  PlaneGeometry,
  SRGBColorSpace,
} from 'three'
import type { Meters } from '../../audio/units.ts'
import { DRAW_ORDER } from '../view/draw-order.ts'
import { FONT_FAMILY } from '../view/text-plate.ts'
import { truncateText } from './fit-text.ts'
import { createPanelDepth } from './panel-depth.ts'
import { PIXEL_SIZE_M } from './panel-theme.ts'

/** Pixels of the canvas per pixel of the panel: at arm's length the resolution of a headset. */
const CANVAS_SCALE = 2
const CANVAS_PX_PER_M = CANVAS_SCALE / PIXEL_SIZE_M
/** In front of the panel, against z-fighting. */
const TEXT_OFFSET_M: Meters = 0.0015
/** Text that is too long is scaled down to this at most, then cut. */
const MIN_TEXT_SCALE = 0.65
const ARABIC_OR_HEBREW = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u

export type TextAlign = 'left' | 'center' | 'right'
type TextLine = { element: VanillaContainer; text: string; size: number; color: string; align: TextAlign }

const getFont = (size: number) => `500 ${size}px ${FONT_FAMILY}`

/**
 * @param size font size in pixels of the panel
 * @returns the width of a text, in the same pixels
 */
export function createTextMeasure(size: number): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d')
  if (context) context.font = getFont(size)
  return (text) => context?.measureText(text).width ?? 0
}

/** Center and size of an element in the panel's space, meters; null until it has been laid out. */
function getElementBounds({ globalMatrix, size }: VanillaContainer) {
  const matrix = globalMatrix.peek()?.elements
  const [width, height] = size.peek() ?? []
  if (!matrix || width === undefined || height === undefined) return null
  return { x: matrix[12], y: matrix[13], width: width * PIXEL_SIZE_M, height: height * PIXEL_SIZE_M }
}

/**
 * All text of the panel in one draw call: a canvas as large as the panel, on which the browser draws text of any script.
 * Redrawn only when text changes; numbers that change all the time use uikit's own font instead.
 */
export class TextTexture {
  readonly mesh = new Mesh(
    new PlaneGeometry(1, 1),
    new MeshBasicMaterial({
      transparent: true,
      depthWrite: false,
      toneMapped: false,
      // A canvas has premultiplied alpha.
      blending: CustomBlending,
      blendEquation: AddEquation,
      blendSrc: OneFactor,
      blendDst: OneMinusSrcAlphaFactor,
    }),
  )
  private readonly depth = createPanelDepth(this.mesh.geometry)
  private readonly lines = new Set<TextLine>()
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d')
  private isStale = false

  constructor() {
    this.mesh.visible = false
    this.mesh.renderOrder = DRAW_ORDER.panelText
    // Behind the panel itself.
    this.depth.position.z = -2 * TEXT_OFFSET_M
    this.mesh.add(this.depth)
  }

  /** @returns a function that removes the line */
  addLine(line: TextLine): () => void {
    const scheduleRedraw = () => {
      this.isStale = true
    }
    this.lines.add(line)
    // Subscribing calls back at once, too.
    const unsubscribers = [
      line.element.globalMatrix.subscribe(scheduleRedraw),
      line.element.size.subscribe(scheduleRedraw),
    ]
    return () => {
      for (const unsubscribe of unsubscribers) unsubscribe()
      this.lines.delete(line)
      scheduleRedraw()
    }
  }

  /** Called every frame, after the layout; changes are drawn together. @param panel the root container of the panel */
  update(panel: VanillaContainer): void {
    if (!this.isStale) return
    const panelBounds = getElementBounds(panel)
    const { context, mesh } = this
    if (!panelBounds || !context) return
    this.isStale = false
    this.resize(panelBounds.width, panelBounds.height)
    mesh.position.set(panelBounds.x, panelBounds.y, TEXT_OFFSET_M)
    context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    for (const line of this.lines) {
      const bounds = getElementBounds(line.element)
      if (!bounds) continue
      const x = bounds.x - panelBounds.x + panelBounds.width / 2
      const y = panelBounds.y - bounds.y + panelBounds.height / 2
      this.drawLine(context, line, x * CANVAS_PX_PER_M, y * CANVAS_PX_PER_M, bounds.width * CANVAS_PX_PER_M)
    }
    mesh.visible = true
    if (mesh.material.map) mesh.material.map.needsUpdate = true
  }

  private drawLine(context: CanvasRenderingContext2D, line: TextLine, x: number, y: number, maxWidth: number): void {
    const { size, text, color, align } = line
    const measure = (part: string) => context.measureText(part).width
    context.font = getFont(size * CANVAS_SCALE)
    const scale = Math.max(MIN_TEXT_SCALE, Math.min(1, maxWidth / measure(text)))
    context.font = getFont(size * CANVAS_SCALE * scale)
    context.direction = ARABIC_OR_HEBREW.test(text) ? 'rtl' : 'ltr'
    context.textAlign = align
    context.fillStyle = color
    const side = align === 'center' ? 0 : align === 'left' ? -maxWidth / 2 : maxWidth / 2
    context.fillText(truncateText(text, measure, maxWidth), x + side, y + size * CANVAS_SCALE * scale * 0.35)
  }

  /** Creates a new texture for another size of the panel: the size of a texture is fixed. */
  private resize(width: number, height: number): void {
    const { canvas, mesh } = this
    const pixels = (meters: number) => Math.round(meters * CANVAS_PX_PER_M)
    if (mesh.material.map && canvas.width === pixels(width) && canvas.height === pixels(height)) return
    canvas.width = pixels(width)
    canvas.height = pixels(height)
    mesh.material.map?.dispose()
    const texture = new CanvasTexture(canvas)
    texture.colorSpace = SRGBColorSpace
    texture.premultiplyAlpha = true
    texture.anisotropy = 4
    mesh.material.map = texture
    mesh.material.needsUpdate = true
    mesh.scale.set(width, height, 1)
  }

  dispose(): void {
    this.mesh.material.map?.dispose()
    this.mesh.material.dispose()
    this.depth.material.dispose()
    this.mesh.geometry.dispose()
  }
}
