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
import { TEXT_FONT } from '../view/text-plate.ts'
import { fitted } from './fit-text.ts'
import { PIXEL } from './panel-theme.ts'

/** Of the canvas per pixel of the panel: at arm's length as fine as a headset shows. */
const FINE = 2
const PER_METER = FINE / PIXEL
/** Before the panel. */
const AHEAD = 0.0015
/** Several words that change come one after the other. */
const FRAMES = 2
/** Words that are too long become so much smaller; still longer ones are cut. */
const SMALLEST = 0.65
const ARABIC_OR_HEBREW = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u

export type Align = 'left' | 'center' | 'right'
type Line = { element: VanillaContainer; text: string; size: number; color: string; align: Align }

const fontOf = (size: number) => `500 ${size}px ${TEXT_FONT}`

/** @returns pixels of the panel */
export function widthOf(size: number): (text: string) => number {
  const paper = document.createElement('canvas').getContext('2d')
  if (paper) paper.font = fontOf(size)
  return (text) => paper?.measureText(text).width ?? 0
}

/** Middle and size of an element in the space of the panel, meters; null until it has a place. */
function boxOf({ globalMatrix, size }: VanillaContainer) {
  const place = globalMatrix.peek()?.elements
  const [width, height] = size.peek() ?? []
  if (!place || width === undefined || height === undefined) return null
  return { x: place[12], y: place[13], width: width * PIXEL, height: height * PIXEL }
}

/**
 * The panel's letters, all in one draw call: a canvas as large as the panel, written by the browser, which has every
 * script. Written anew only when words change; numbers that run stay with the panel's own font.
 */
export class Letters {
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
  private readonly lines = new Set<Line>()
  private readonly canvas = document.createElement('canvas')
  private readonly paper = this.canvas.getContext('2d')
  private wait = 0

  constructor() {
    this.mesh.visible = false
    this.mesh.renderOrder = 11
  }

  /** @returns to be called when it is no longer there */
  add(line: Line): () => void {
    const change = () => {
      this.wait = FRAMES
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
  write(panel: VanillaContainer): void {
    if (this.wait === 0 || --this.wait > 0) return
    const whole = boxOf(panel)
    const { paper, mesh } = this
    if (!whole || !paper) return
    this.resize(whole.width, whole.height)
    mesh.position.set(whole.x, whole.y, AHEAD)
    paper.clearRect(0, 0, this.canvas.width, this.canvas.height)
    for (const line of this.lines) {
      const box = boxOf(line.element)
      if (!box) continue
      const x = box.x - whole.x + whole.width / 2
      const y = whole.y - box.y + whole.height / 2
      this.writeLine(paper, line, x * PER_METER, y * PER_METER, box.width * PER_METER)
    }
    mesh.visible = true
    if (mesh.material.map) mesh.material.map.needsUpdate = true
  }

  private writeLine(paper: CanvasRenderingContext2D, line: Line, x: number, y: number, room: number): void {
    const { size, text, color, align } = line
    const measure = (words: string) => paper.measureText(words).width
    paper.font = fontOf(size * FINE)
    const scale = Math.max(SMALLEST, Math.min(1, room / measure(text)))
    paper.font = fontOf(size * FINE * scale)
    paper.direction = ARABIC_OR_HEBREW.test(text) ? 'rtl' : 'ltr'
    paper.textAlign = align
    paper.fillStyle = color
    const side = align === 'center' ? 0 : align === 'left' ? -room / 2 : room / 2
    paper.fillText(fitted(text, measure, room), x + side, y + size * FINE * scale * 0.35)
  }

  /** A texture cannot change its size. */
  private resize(width: number, height: number): void {
    const { canvas, mesh } = this
    const pixels = (meters: number) => Math.round(meters * PER_METER)
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
