import { CanvasTexture, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace } from 'three'
import type { Meters } from '../../audio/units.ts'

/** Pixels of a line of text; at arm's length and beyond finer than a headset shows. */
const LINE_HEIGHT_PX = 64
/** What writes in the room: the browser finds the letters of other scripts by itself. */
export const FONT_FAMILY = 'Inter, "Helvetica Neue", "Segoe UI", system-ui, sans-serif'
const FONT = `500 ${LINE_HEIGHT_PX * 0.62}px ${FONT_FAMILY}`
const PADDING_PX = LINE_HEIGHT_PX * 0.5

/**
 * One line of text on a dark plate: one draw call, none while it has nothing to say. It is drawn anew only when its
 * words change, and lies over everything. Its owner places, turns and scales `mesh`; it faces +z.
 */
export class TextPlate {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>
  private readonly canvas = document.createElement('canvas')
  private texture: CanvasTexture | null = null
  private text: string | null = null

  /** @param height of the plate; its width follows from the words */
  constructor(private readonly height: Meters) {
    const material = new MeshBasicMaterial({
      transparent: true,
      depthTest: false,
      depthWrite: false,
      toneMapped: false,
    })
    this.mesh = new Mesh(new PlaneGeometry(1, 1), material)
    this.mesh.visible = false
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = 20
    this.mesh.raycast = () => {}
  }

  setText(words: string | null): void {
    if (words === this.text) return
    this.text = words
    this.mesh.visible = words !== null
    if (words !== null) this.drawText(words)
  }

  private drawText(words: string): void {
    const { canvas } = this
    const paper = canvas.getContext('2d')
    if (!paper) return
    paper.font = FONT
    const width = Math.ceil(paper.measureText(words).width + PADDING_PX * 2)
    // A texture cannot change its size; one that is wide enough is kept.
    if (!this.texture || canvas.width < width || canvas.width > width * 1.5) this.resize(width)
    paper.clearRect(0, 0, canvas.width, LINE_HEIGHT_PX)
    paper.fillStyle = 'rgb(9 12 20 / 86%)'
    paper.beginPath()
    paper.roundRect((canvas.width - width) / 2, 0, width, LINE_HEIGHT_PX, LINE_HEIGHT_PX * 0.3)
    paper.fill()
    paper.font = FONT
    paper.textAlign = 'center'
    paper.textBaseline = 'middle'
    paper.fillStyle = '#e9edf8'
    paper.fillText(words, canvas.width / 2, LINE_HEIGHT_PX * 0.52)
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
