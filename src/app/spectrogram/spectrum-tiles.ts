import { ANALYSIS_RATE_HZ, HOP_LENGTH } from '../../../audio/analysis/mel-spectrogram.ts'
import type { Seconds } from '../../../audio/units.ts'
import { bleach, screenBytes, tint } from './chunk-styles.ts'
import { type Pyramid, readColumn } from './mipmap.ts'

export const framesPerSecond = ANALYSIS_RATE_HZ / HOP_LENGTH

/** Columns a tile. */
const WIDTH = 512

type Tile = {
  canvas: HTMLCanvasElement
  context: CanvasRenderingContext2D
  /** Its first column is the index'th tile's of the song at the present scale; -1 while it is free. */
  index: number
  /** Drawn before all its frames were there. */
  partial: boolean
}

/** Before the song is cut there are no colors yet. */
const COLORLESS = [0.42, 0.5, 0.66] as const

/**
 * The spectrum as pictures of 512 columns, painted once per scale and kept while one moves along the song: brightness is
 * level, hue the chunk's own color.
 */
export class SpectrumTiles {
  private tiles: Tile[] = []
  private pyramid: Pyramid | null = null
  private borders = new Float64Array(0)
  private colors = new Float32Array(0)
  private scale: Seconds = 0
  private levels = new Uint8Array(0)
  private image: ImageData | null = null

  /** @param borders N + 1 times, @param colors 3 × N linear sRGB */
  show(pyramid: Pyramid | null, borders: Float64Array<ArrayBuffer>, colors: Float32Array<ArrayBuffer>): void {
    if (pyramid && pyramid.bands !== this.pyramid?.bands) {
      this.levels = new Uint8Array(pyramid.bands)
      this.image = new ImageData(WIDTH, pyramid.bands)
      new Uint32Array(this.image.data.buffer).fill(0xff000000)
      this.tiles = []
    }
    this.pyramid = pyramid
    this.borders = borders
    this.colors = colors
    this.forget()
  }

  /**
   * @param first the column at the left edge, of columns of `scale` seconds each
   * @param width of the view in columns, each one pixel wide
   */
  draw(context: CanvasRenderingContext2D, first: number, scale: Seconds, width: number, height: number): void {
    const { pyramid } = this
    if (!pyramid) return
    if (scale !== this.scale) this.forget()
    this.scale = scale
    const from = Math.max(0, Math.floor(first / WIDTH))
    const to = Math.min(
      Math.floor((first + width - 1) / WIDTH),
      Math.floor(pyramid.frames / framesPerSecond / scale / WIDTH),
    )
    for (let index = from; index <= to; index++) {
      const tile = this.tileFor(index, from, to, pyramid)
      context.drawImage(tile.canvas, index * WIDTH - first, 0, WIDTH, height)
    }
  }

  private forget(): void {
    for (const tile of this.tiles) tile.index = -1
  }

  private tileFor(index: number, from: number, to: number, pyramid: Pyramid): Tile {
    let free: Tile | null = null
    for (const tile of this.tiles) {
      if (tile.index === index) {
        if (tile.partial) this.paint(tile, pyramid)
        return tile
      }
      if (tile.index < from || tile.index > to) free = tile
    }
    const tile = free ?? this.addTile(pyramid.bands)
    tile.index = index
    this.paint(tile, pyramid)
    return tile
  }

  private addTile(height: number): Tile {
    const canvas = document.createElement('canvas')
    canvas.width = WIDTH
    canvas.height = height
    const tile = { canvas, context: canvas.getContext('2d') as CanvasRenderingContext2D, index: -1, partial: true }
    this.tiles.push(tile)
    return tile
  }

  private paint(tile: Tile, pyramid: Pyramid): void {
    const { scale, levels, borders, colors, image } = this
    if (!image) return
    const { data } = image
    const { bands } = pyramid
    const count = borders.length - 1
    let chunk = 0
    let [r, g, b]: readonly [number, number, number] | readonly number[] = COLORLESS
    for (let x = 0; x < WIDTH; x++) {
      const start = (tile.index * WIDTH + x) * scale
      const middle = start + scale / 2
      if (count > 0) {
        while (chunk < count - 1 && (borders[chunk + 1] as number) <= middle) chunk++
        r = colors[chunk * 3] as number
        g = colors[chunk * 3 + 1] as number
        b = colors[chunk * 3 + 2] as number
      }
      readColumn(pyramid, start * framesPerSecond, (start + scale) * framesPerSecond, levels)
      let at = ((bands - 1) * WIDTH + x) * 4
      for (let band = 0; band < bands; band++, at -= WIDTH * 4) {
        const level = levels[band] as number
        const light = tint[level] as number
        const white = bleach[level] as number
        data[at] = screenBytes[Math.min(4095, (r as number) * light + white) | 0] as number
        data[at + 1] = screenBytes[Math.min(4095, (g as number) * light + white) | 0] as number
        data[at + 2] = screenBytes[Math.min(4095, (b as number) * light + white) | 0] as number
      }
    }
    tile.partial = (tile.index + 1) * WIDTH * scale * framesPerSecond > pyramid.built && pyramid.built < pyramid.frames
    tile.context.putImageData(image, 0, 0)
  }
}
