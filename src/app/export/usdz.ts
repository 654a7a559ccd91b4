import type { Song } from '../../../audio/song/song.ts'
import { computeChunkColors, type Palette } from '../../../scenes/geometry/palette.ts'
import { createPath } from '../../../scenes/geometry/path.ts'
import { linearToSrgbByte } from '../../../scenes/geometry/srgb.ts'
import { createColorPng } from './color-png.ts'
import { mergeCubes, mergeTiles } from './merge-boxes.ts'
import { packUsdz } from './pack-usdz.ts'
import { createCloudBoxes, createPathBoxes } from './song-boxes.ts'
import { writeSongUsda } from './song-usda.ts'
import { fitToTable } from './table-size.ts'

/** Cloud and path have at most as many boxes each: a phone shows and loads more of them slowly. */
const MAX_BOXES = 3000
/** Columns of the texture that colors the boxes. */
const TEXTURE_WIDTH_PX = 256
const TEXTURE_HEIGHT_PX = 4
const TEXTURE_FILE = 'textures/colors.png'

/**
 * Writes the form as USDZ for AR Quick Look on iPhone and iPad: cloud and spiral on the ground, sized for a table.
 * Quick Look has no vertex colors: a texture of the song's colors replaces them; it is emissive too, for dim rooms.
 * @param link page of the song
 */
export function createSongUsdz(song: Song, palette: Palette, link: string): Uint8Array<ArrayBuffer> {
  const shares = computeShares(song)
  const { chunk } = createPath(song.chunks, 'spiral').tiles
  const cloud = mergeCubes({ ...createCloudBoxes(song, palette), place: shares }, MAX_BOXES)
  const tiles = createPathBoxes(song, 'spiral', palette)
  const path = mergeTiles({ ...tiles, place: Float32Array.from(chunk, (c) => shares[c]!) }, MAX_BOXES)
  const text = writeSongUsda(song, {
    parts: [
      { name: 'Cloud', boxes: cloud },
      { name: 'Path', boxes: path },
    ],
    fit: fitToTable([cloud, path]),
    texture: TEXTURE_FILE,
    textureWidth: TEXTURE_WIDTH_PX,
    link,
  })
  return packUsdz([
    ['song.usda', new TextEncoder().encode(text)],
    [TEXTURE_FILE, createColorPng(createColorRow(computeChunkColors(song.chunks, palette), shares), TEXTURE_HEIGHT_PX)],
  ])
}

/** Where the middle of each chunk lies between those of the first and the last. */
function computeShares({ chunks }: Song): Float32Array {
  const middles = chunks.map(({ start, end }) => (start + end) / 2)
  const first = middles[0] ?? 0
  const span = (middles.at(-1) ?? 1) - first || 1
  return Float32Array.from(middles, (middle) => (middle - first) / span)
}

/** @param colors 3 × N linear sRGB of the chunks @param shares their places in the song, ascending */
function createColorRow(colors: Float32Array, shares: Float32Array): Uint8Array {
  const row = new Uint8Array(TEXTURE_WIDTH_PX * 3)
  let chunk = 0
  for (let k = 0; k < TEXTURE_WIDTH_PX; k++) {
    const share = k / (TEXTURE_WIDTH_PX - 1)
    const away = (i: number) => Math.abs((shares[i] ?? Number.POSITIVE_INFINITY) - share)
    while (away(chunk + 1) <= away(chunk)) chunk++
    for (let c = 0; c < 3; c++) row[k * 3 + c] = linearToSrgbByte(colors[chunk * 3 + c] ?? 0)
  }
  return row
}
