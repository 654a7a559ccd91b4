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
import { FONT_FAMILY } from '../view/text-plate.ts'
import { truncateText } from './fit-text.ts'
import { PIXEL_SIZE_M } from './panel-theme.ts'

/** Of the canvas per pixel of the panel: at arm's length as fine as a headset shows. */
const CANVAS_SCALE = 2
const CANVAS_PX_PER_M = CANVAS_SCALE / PIXEL_SIZE_M
/** Before the panel. */
const TEXT_OFFSET_M = 0.0015
/** Several words that change come one after the other. */
const REDRAW_DELAY_FRAMES = 2
/** Words that are too long become so much smaller; still longer ones are cut. */
const MIN_TEXT_SCALE = 0.65
const ARABIC_OR_HEBREW = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u

export type TextAlign = 'left' | 'center' | 'right'
type TextLine = { element: VanillaContainer; text: string; size: number; color: string; align: TextAlign }

const getFont = (size: number) => `500 ${size}px ${FONT_FAMILY}`

/** @returns pixels of the panel */
export function createTextMeasure(size: number): (text: string) => number {
  const paper = document.createElement('canvas').getContext('2d')
  if (paper) paper.font = getFont(size)
  return (text) => paper?.measureText(text).width ?? 0
}

/** Middle and size of an element in the space of the panel, meters; null until it has a place. */
function getElementBounds({ globalMatrix, size }: VanillaContainer) {
  const place = globalMatrix.peek()?.elements
  const [width, height] = size.peek() ?? []
  if (!place || width === undefined || height === undefined) return null
  return { x: place[12], y: place[13], width: width * PIXEL_SIZE_M, height: height * PIXEL_SIZE_M }
}

/**
 * The panel's letters, all in one draw call: a canvas as large as the panel, written by the browser, which has every
 * script. Written anew only when words change; numbers that run stay with the panel's own font.
 */
export class TextTexture {
  readonly mesh = new Mesh(
    new PlaneGeometry(1, 1),
    new MeshBasicMaterial({
      transparent: true,
      depthWrite: false,
      toneMapped: false,
      // As a canvas has its letters: their edges already mixed.
      blending: CustomBlending,
      blendEquation: AddEquation,
      blendSrc: OneFactor,
      blendDst: OneMinusSrcAlphaFactor,
    }),
  )
  private readonly lines = new Set<TextLine>()
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d')
  private framesToRedraw = 0

  constructor() {
    this.mesh.visible = false
    this.mesh.renderOrder = 11
  }

  /** @returns to be called when it is no longer there */
  addLine(line: TextLine): () => void {
    const change = () => {
      this.framesToRedraw = REDRAW_DELAY_FRAMES
    }
    this.lines.add(line)
    // At once, and whenever it moves or is given another size.
    const stops = [line.element.globalMatrix.subscribe(change), line.element.size.subscribe(change)]
    return () => {
      for (const stop of stops) stop()
      this.lines.delete(line)
      change()
    }
  }

  /** Each frame. @param panel the whole of it */
  update(panel: VanillaContainer): void {
    if (this.framesToRedraw === 0 || --this.framesToRedraw > 0) return
    const whole = getElementBounds(panel)
    const { context: paper, mesh } = this
    if (!whole || !paper) return
    this.resize(whole.width, whole.height)
    mesh.position.set(whole.x, whole.y, TEXT_OFFSET_M)
    paper.clearRect(0, 0, this.canvas.width, this.canvas.height)
    for (const line of this.lines) {
      const box = getElementBounds(line.element)
      if (!box) continue
      const x = box.x - whole.x + whole.width / 2
      const y = whole.y - box.y + whole.height / 2
      this.drawLine(paper, line, x * CANVAS_PX_PER_M, y * CANVAS_PX_PER_M, box.width * CANVAS_PX_PER_M)
    }
    mesh.visible = true
    if (mesh.material.map) mesh.material.map.needsUpdate = true
  }

  private drawLine(paper: CanvasRenderingContext2D, line: TextLine, x: number, y: number, room: number): void {
    const { size, text, color, align } = line
    const measure = (words: string) => paper.measureText(words).width
    paper.font = getFont(size * CANVAS_SCALE)
    const scale = Math.max(MIN_TEXT_SCALE, Math.min(1, room / measure(text)))
    paper.font = getFont(size * CANVAS_SCALE * scale)
    paper.direction = ARABIC_OR_HEBREW.test(text) ? 'rtl' : 'ltr'
    paper.textAlign = align
    paper.fillStyle = color
    const side = align === 'center' ? 0 : align === 'left' ? -room / 2 : room / 2
    paper.fillText(truncateText(text, measure, room), x + side, y + size * CANVAS_SCALE * scale * 0.35)
  }

  /** A texture cannot change its size. */
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
    this.mesh.geometry.dispose()
  }
}
