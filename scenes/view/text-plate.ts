import { CanvasTexture, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace } from 'three'
import type { Meters } from '../../audio/units.ts'
import { DRAW_ORDER } from './draw-order.ts'

/** Height of the canvas; from arm's length on finer than the display of a headset. */
const LINE_HEIGHT_PX = 64
/** Font of all text in the scene; the browser falls back to system fonts for other scripts. */
export const FONT_FAMILY = 'Inter, "Helvetica Neue", "Segoe UI", system-ui, sans-serif'
const FONT = `500 ${LINE_HEIGHT_PX * 0.62}px ${FONT_FAMILY}`
const PADDING_PX = LINE_HEIGHT_PX * 0.5

/**
 * One line of text on a dark plate, or bare, in front of everything: one draw call, none without text. Redrawn only when
 * the text changes. Its owner sets the pose and scale of `mesh`, which faces +z.
 */
export class TextPlate {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>
  private readonly canvas = document.createElement('canvas')
  private texture: CanvasTexture | null = null
  private text: string | null = null
  /** Width of the plate around the text. */
  width: Meters = 0

  /** @param height height of the plate; its width follows from the text */
  constructor(
    private readonly height: Meters,
    private readonly isBare = false,
  ) {
    const material = new MeshBasicMaterial({
      transparent: true,
      depthTest: false,
      depthWrite: false,
      toneMapped: false,
    })
    this.mesh = new Mesh(new PlaneGeometry(1, 1), material)
    this.mesh.visible = false
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = DRAW_ORDER.plate
    this.mesh.raycast = () => {}
  }

  setText(text: string | null): void {
    if (text === this.text) return
    this.text = text
    this.mesh.visible = text !== null
    if (text !== null) this.drawText(text)
  }

  private drawText(text: string): void {
    const { canvas } = this
    const context = canvas.getContext('2d')
    if (!context) return
    context.font = FONT
    const width = Math.ceil(context.measureText(text).width + PADDING_PX * 2)
    this.width = (this.height * width) / LINE_HEIGHT_PX
    // The size of a texture is fixed; one that is wide enough is kept.
    if (!this.texture || canvas.width < width || canvas.width > width * 1.5) this.resize(width)
    context.clearRect(0, 0, canvas.width, LINE_HEIGHT_PX)
    if (!this.isBare) {
      context.fillStyle = 'rgb(9 12 20 / 86%)'
      context.beginPath()
      context.roundRect((canvas.width - width) / 2, 0, width, LINE_HEIGHT_PX, LINE_HEIGHT_PX * 0.3)
      context.fill()
    }
    context.font = FONT
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillStyle = '#e9edf8'
    context.fillText(text, canvas.width / 2, LINE_HEIGHT_PX * 0.52)
    if (this.texture) this.texture.needsUpdate = true
  }

  private resize(width: number): void {
    const { mesh, height } = this
    this.texture?.dispose()
    this.canvas.width = Math.ceil(width / 64) * 64
    this.canvas.height = LINE_HEIGHT_PX
    this.texture = new CanvasTexture(this.canvas)
    this.texture.colorSpace = SRGBColorSpace
    this.texture.generateMipmaps = true
    mesh.material.map = this.texture
    mesh.material.needsUpdate = true
    mesh.geometry.dispose()
    mesh.geometry = new PlaneGeometry((height * this.canvas.width) / LINE_HEIGHT_PX, height)
  }

  dispose(): void {
    this.texture?.dispose()
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}
