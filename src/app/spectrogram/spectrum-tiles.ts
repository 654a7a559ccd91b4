import { ANALYSIS_RATE_HZ, HOP_LENGTH } from '../../../audio/analysis/mel-spectrogram.ts'
import type { Seconds } from '../../../audio/units.ts'
import { colorGainTable, srgbByteTable, whiteGainTable } from './chunk-styles.ts'
import { readColumn, type SpectrumMipmap } from './mipmap.ts'

export const FRAMES_PER_S = ANALYSIS_RATE_HZ / HOP_LENGTH

/** Columns per tile. */
const TILE_WIDTH_PX = 512

type Tile = {
  canvas: HTMLCanvasElement
  context: CanvasRenderingContext2D
  /** Index of the tile in the song at the current scale; -1 while unused. */
  index: number
  /** True if it was drawn before all its frames were built. */
  partial: boolean
}

/** Used before the chunks, and with them the colors, are known. */
const NEUTRAL_COLOR = [0.42, 0.5, 0.66] as const

/**
 * The spectrum in tiles of 512 columns, painted once per scale and reused while the view moves: brightness is the level,
 * hue the chunk's color.
 */
export class SpectrumTiles {
  private tiles: Tile[] = []
  private mipmap: SpectrumMipmap | null = null
  private boundaries = new Float64Array(0)
  private colors = new Float32Array(0)
  private secondsPerColumn: Seconds = 0
  private columnLevels = new Uint8Array(0)
  private image: ImageData | null = null

  /** @param borders N + 1 times, @param colors 3 × N linear sRGB */
  setSpectrum(
    mipmap: SpectrumMipmap | null,
    boundaries: Float64Array<ArrayBuffer>,
    colors: Float32Array<ArrayBuffer>,
  ): void {
    if (mipmap && mipmap.bands !== this.mipmap?.bands) {
      this.columnLevels = new Uint8Array(mipmap.bands)
      this.image = new ImageData(TILE_WIDTH_PX, mipmap.bands)
      new Uint32Array(this.image.data.buffer).fill(0xff000000)
      this.tiles = []
    }
    this.mipmap = mipmap
    this.boundaries = boundaries
    this.colors = colors
    this.invalidate()
  }

  /**
   * @param first the column at the left edge; a column is `scale` seconds
   * @param width of the view in columns of one pixel
   */
  draw(
    context: CanvasRenderingContext2D,
    first: number,
    secondsPerColumn: Seconds,
    width: number,
    height: number,
  ): void {
    const { mipmap } = this
    if (!mipmap) return
    if (secondsPerColumn !== this.secondsPerColumn) this.invalidate()
    this.secondsPerColumn = secondsPerColumn
    const from = Math.max(0, Math.floor(first / TILE_WIDTH_PX))
    const to = Math.min(
      Math.floor((first + width - 1) / TILE_WIDTH_PX),
      Math.floor(mipmap.frames / FRAMES_PER_S / secondsPerColumn / TILE_WIDTH_PX),
    )
    for (let index = from; index <= to; index++) {
      const tile = this.getTile(index, from, to, mipmap)
      context.drawImage(tile.canvas, index * TILE_WIDTH_PX - first, 0, TILE_WIDTH_PX, height)
    }
  }

  private invalidate(): void {
    for (const tile of this.tiles) tile.index = -1
  }

  private getTile(index: number, from: number, to: number, mipmap: SpectrumMipmap): Tile {
    let free: Tile | null = null
    for (const tile of this.tiles) {
      if (tile.index === index) {
        if (tile.partial) this.paintTile(tile, mipmap)
        return tile
      }
      if (tile.index < from || tile.index > to) free = tile
    }
    const tile = free ?? this.addTile(mipmap.bands)
    tile.index = index
    this.paintTile(tile, mipmap)
    return tile
  }

  private addTile(height: number): Tile {
    const canvas = document.createElement('canvas')
    canvas.width = TILE_WIDTH_PX
    canvas.height = height
    const tile = { canvas, context: canvas.getContext('2d') as CanvasRenderingContext2D, index: -1, partial: true }
    this.tiles.push(tile)
    return tile
  }

  private paintTile(tile: Tile, mipmap: SpectrumMipmap): void {
    const { secondsPerColumn, columnLevels, boundaries, colors, image } = this
    if (!image) return
    const { data } = image
    const { bands } = mipmap
    const count = boundaries.length - 1
    let chunk = 0
    let [r, g, b]: readonly [number, number, number] | readonly number[] = NEUTRAL_COLOR
    for (let x = 0; x < TILE_WIDTH_PX; x++) {
      const start = (tile.index * TILE_WIDTH_PX + x) * secondsPerColumn
      const middle = start + secondsPerColumn / 2
      if (count > 0) {
        while (chunk < count - 1 && (boundaries[chunk + 1] as number) <= middle) chunk++
        r = colors[chunk * 3] as number
        g = colors[chunk * 3 + 1] as number
        b = colors[chunk * 3 + 2] as number
      }
      readColumn(mipmap, start * FRAMES_PER_S, (start + secondsPerColumn) * FRAMES_PER_S, columnLevels)
      let at = ((bands - 1) * TILE_WIDTH_PX + x) * 4
      for (let band = 0; band < bands; band++, at -= TILE_WIDTH_PX * 4) {
        const level = columnLevels[band] as number
        const light = colorGainTable[level] as number
        const white = whiteGainTable[level] as number
        data[at] = srgbByteTable[Math.min(4095, (r as number) * light + white) | 0] as number
        data[at + 1] = srgbByteTable[Math.min(4095, (g as number) * light + white) | 0] as number
        data[at + 2] = srgbByteTable[Math.min(4095, (b as number) * light + white) | 0] as number
      }
    }
    tile.partial =
      (tile.index + 1) * TILE_WIDTH_PX * secondsPerColumn * FRAMES_PER_S > mipmap.builtFrames &&
      mipmap.builtFrames < mipmap.frames
    tile.context.putImageData(image, 0, 0)
  }
}
