import type { Song } from '../../../audio/song/song.ts'
import { type BoxMesh, createBoxMesh } from '../../../scenes/geometry/box-mesh.ts'
import type { Palette } from '../../../scenes/geometry/palette.ts'
import type { PathLayout } from '../../../scenes/geometry/path.ts'
import { createCloudBoxes, createPathBoxes } from './song-boxes.ts'
import { fitToTable } from './table-size.ts'

/** glTF's constants for targets of buffer views and types of accessors (glTF 2.0, 5.11 and 5.1). */
const ARRAY_BUFFER = 34962
const ELEMENT_ARRAY_BUFFER = 34963
const FLOAT = 5126
const UNSIGNED_INT = 5125

const encodeUtf8 = (text: string) => new TextEncoder().encode(text)

/**
 * Writes the form as a binary glTF 2.0: cloud and path as one mesh each, in meters, y up, with vertex colors. No
 * extension and no texture: all viewers show it.
 * @param onTable sized for a table, instead of as large as in the scene
 */
export function createSongGlb(
  song: Song,
  layout: PathLayout,
  palette: Palette = 'rainbow',
  onTable = false,
): Uint8Array<ArrayBuffer> {
  const boxes = [createCloudBoxes(song, palette), createPathBoxes(song, layout, palette)] as const
  const solids: [string, BoxMesh][] = [
    ['Cloud', createBoxMesh(boxes[0])],
    ['Path', createBoxMesh(boxes[1])],
  ]
  const { x, z, scale } = onTable ? fitToTable(boxes) : { x: 0, z: 0, scale: 1 }
  const fit = onTable ? { scale: [scale, scale, scale], translation: [-x * scale, 0, -z * scale] } : {}
  const bufferViews: object[] = []
  const accessors: object[] = []
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const add = (array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, accessor: object): number => {
    const target = array instanceof Uint32Array ? ELEMENT_ARRAY_BUFFER : ARRAY_BUFFER
    bufferViews.push({ buffer: 0, byteOffset: length, byteLength: array.byteLength, target })
    parts.push(new Uint8Array(array.buffer))
    length += array.byteLength
    return accessors.push({ bufferView: bufferViews.length - 1, ...accessor }) - 1
  }
  const vectors = (array: Float32Array<ArrayBuffer>, more: object = {}) =>
    add(array, { componentType: FLOAT, count: array.length / 3, type: 'VEC3', ...more })
  const meshes = solids.map(([name, { position, normal, color, index }]) => ({
    name,
    primitives: [
      {
        attributes: {
          POSITION: vectors(position, computeBounds(position)),
          NORMAL: vectors(normal),
          COLOR_0: vectors(color),
        },
        indices: add(index, { componentType: UNSIGNED_INT, count: index.length, type: 'SCALAR' }),
        material: 0,
      },
    ],
  }))
  const { title, artist, license } = song
  const document = {
    asset: { version: '2.0', generator: 'songwalk', ...(license === undefined ? {} : { copyright: license }) },
    scene: 0,
    scenes: [{ name: title, nodes: solids.map((_, i) => i), extras: { title, artist, license } }],
    nodes: solids.map(([name], mesh) => ({ name, mesh, ...fit })),
    meshes,
    materials: [{ name: 'Glass', pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 0.5 } }],
    accessors,
    bufferViews,
    buffers: [{ byteLength: length }],
  }
  return packGlb(encodeUtf8(JSON.stringify(document)), parts, length)
}

function computeBounds(position: Float32Array): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  for (let i = 0; i < position.length; i++) {
    const value = position[i] as number
    const axis = i % 3
    if (value < (min[axis] as number)) min[axis] = value
    if (value > (max[axis] as number)) max[axis] = value
  }
  return { min, max }
}

/** GLB's header and two chunks (glTF 2.0, 4.4); each is padded to a multiple of 4. */
function packGlb(json: Uint8Array, parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const jsonLength = Math.ceil(json.length / 4) * 4
  const total = 12 + 8 + jsonLength + 8 + length
  const glb = new Uint8Array(total)
  const view = new DataView(glb.buffer)
  const words = (at: number, ...values: number[]) => {
    values.forEach((value, i) => {
      view.setUint32(at + i * 4, value, true)
    })
  }
  words(0, 0x46546c67, 2, total, jsonLength, 0x4e4f534a)
  glb.fill(0x20, 20, 20 + jsonLength)
  glb.set(json, 20)
  let at = 20 + jsonLength
  words(at, length, 0x004e4942)
  at += 8
  for (const part of parts) {
    glb.set(part, at)
    at += part.length
  }
  return glb
}
