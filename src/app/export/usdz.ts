import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  Color,
  Mesh,
  MeshStandardMaterial,
  Scene,
  SRGBColorSpace,
  Vector2,
} from 'three'
import { USDZExporter } from 'three/addons/exporters/USDZExporter.js'
import type { Song } from '../../../audio/song/song.ts'
import type { Meters } from '../../../audio/units.ts'
import { type BoxMesh, createBoxMesh } from '../../../scenes/geometry/box-mesh.ts'
import type { Palette } from '../../../scenes/geometry/palette.ts'
import { computeChunkColors } from '../../../scenes/geometry/palette.ts'
import { createPath } from '../../../scenes/geometry/path.ts'
import { createCloudBoxes, createPathBoxes } from './song-boxes.ts'

/** The longer side of the form on a table. */
const TABLE_SIZE_METERS: Meters = 0.6
/** Columns of the texture that colors the boxes. */
const TEXTURE_WIDTH_PX = 256

/**
 * Writes the form as USDZ for AR Quick Look on iPhone and iPad: cloud and spiral on the ground, sized for a table.
 * Quick Look has no vertex colors: a texture of the song's colors replaces them; it is emissive too, for dim rooms.
 */
export async function createSongUsdz(song: Song, palette: Palette): Promise<Uint8Array<ArrayBuffer>> {
  const { chunks } = song
  const middle = ({ start, end }: { start: number; end: number }) => (start + end) / 2
  const first = chunks[0] ? middle(chunks[0]) : 0
  const last = chunks.at(-1)
  const span = (last ? middle(last) : 1) - first || 1
  const shares = chunks.map((chunk) => (middle(chunk) - first) / span)
  const tiles = createPath(chunks, 'spiral').tiles.chunk
  const picture = new CanvasTexture(drawColorTexture(computeChunkColors(chunks, palette), shares))
  picture.colorSpace = SRGBColorSpace
  const material = new MeshStandardMaterial({ map: picture, emissiveMap: picture, roughness: 0.5, metalness: 0 })
  material.emissive = new Color(1, 1, 1).multiplyScalar(0.35)
  const scene = new Scene()
  const parts = [
    { name: 'Cloud', solid: createBoxMesh(createCloudBoxes(song, palette)), share: (box: number) => shares[box] },
    {
      name: 'Path',
      solid: createBoxMesh(createPathBoxes(song, 'spiral', palette)),
      share: (box: number) => shares[tiles[box] as number],
    },
  ]
  for (const { name, solid, share } of parts) {
    const mesh = new Mesh(createGeometry(solid, share), material)
    mesh.name = name
    scene.add(mesh)
  }
  const meshes = scene.children as Mesh[]
  fitToTable(meshes.map(({ geometry }) => geometry))
  const usdz = await new USDZExporter().parseAsync(scene, { quickLookCompatible: true })
  for (const { geometry } of meshes) geometry.dispose()
  material.dispose()
  picture.dispose()
  return new Uint8Array(usdz)
}

function createGeometry(
  { position, normal, index }: BoxMesh,
  share: (box: number) => number | undefined,
): BufferGeometry {
  const geometry = new BufferGeometry()
  const vertices = position.length / 3
  const uv = new Float32Array(vertices * 2)
  for (let v = 0; v < vertices; v++) {
    // The center of a column, so that filtering mixes in no neighbor.
    uv[v * 2] = (Math.round((share(Math.floor(v / 24)) ?? 0) * (TEXTURE_WIDTH_PX - 1)) + 0.5) / TEXTURE_WIDTH_PX
    uv[v * 2 + 1] = 0.5
  }
  geometry.setAttribute('position', new BufferAttribute(position, 3))
  geometry.setAttribute('normal', new BufferAttribute(normal, 3))
  geometry.setAttribute('uv', new BufferAttribute(uv, 2))
  geometry.setIndex(new BufferAttribute(index, 1))
  return geometry
}

/** Scales all geometries together to the size of a table, centered, on the ground. */
function fitToTable(geometries: readonly BufferGeometry[]): void {
  const low = new Vector2(Infinity, Infinity)
  const high = new Vector2(-Infinity, -Infinity)
  for (const geometry of geometries) {
    const { array } = geometry.getAttribute('position')
    for (let i = 0; i < array.length; i += 3) {
      const x = array[i] as number
      const z = array[i + 2] as number
      low.set(Math.min(low.x, x), Math.min(low.y, z))
      high.set(Math.max(high.x, x), Math.max(high.y, z))
    }
  }
  const scale = TABLE_SIZE_METERS / Math.max(high.x - low.x, high.y - low.y)
  for (const geometry of geometries)
    geometry.translate(-(low.x + high.x) / 2, 0, -(low.y + high.y) / 2).scale(scale, scale, scale)
}

/** @param colors 3 × N linear sRGB of the chunks @param shares their places in the song, 0-1, ascending */
function drawColorTexture(colors: Float32Array, shares: readonly number[]): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = TEXTURE_WIDTH_PX
  canvas.height = 4
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  const color = new Color()
  let chunk = 0
  for (let k = 0; k < TEXTURE_WIDTH_PX; k++) {
    const share = k / (TEXTURE_WIDTH_PX - 1)
    const away = (i: number) => Math.abs((shares[i] ?? Infinity) - share)
    while (away(chunk + 1) <= away(chunk)) chunk++
    pen.fillStyle = color.fromArray(colors, chunk * 3).getStyle(SRGBColorSpace)
    pen.fillRect(k, 0, 1, 4)
  }
  return canvas
}
