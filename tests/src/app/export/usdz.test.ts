import { beforeAll, describe, expect, test } from 'vitest'
import type { Song } from '../../../../audio/song/song.ts'
import { mergeCubes, mergeTiles, type PlacedBoxes } from '../../../../src/app/export/merge-boxes.ts'
import { packUsdz } from '../../../../src/app/export/pack-usdz.ts'
import { createSongUsdz } from '../../../../src/app/export/usdz.ts'
import { somePackedSong } from '../../../audio/song/packed-song.ts'
import { checkUsdz, readUsdz } from './check-usdz.ts'
import { parseUsda, type UsdPrim } from './parse-usda.ts'

const LINK = 'https://example.org/songwalk/?song=founders'
let song: Song
beforeAll(async () => {
  song = { ...(await somePackedSong()).song, title: 'A "quoted" title', artist: 'Someone', license: 'CC BY 4.0' }
})

/** The same song with another number of chunks, about a third of a second each, in a ball. */
function withChunks(count: number): Song {
  const [first] = song.chunks as [Song['chunks'][number]]
  const random = (k: number) => (Math.sin(k * 12.9898) * 43758.5453) % 1
  let start = 0
  const chunks = Array.from({ length: count }, (_, i) => {
    const end = start + 0.2 + Math.abs(random(i)) * 0.3
    const chunk = {
      ...first,
      start,
      end,
      position: [random(i + 0.1), random(i + 0.2), random(i + 0.3)],
    } as typeof first
    start = end
    return chunk
  })
  return { ...song, chunks }
}
const readModel = (usdz: Uint8Array) => parseUsda(new TextDecoder().decode(readUsdz(usdz)[0]?.data))
const findMeshes = (prim: UsdPrim): UsdPrim[] => prim.children.filter(({ type }) => type === 'Mesh')

describe.each([30, 437, 3000, 5000])('the USDZ of %i chunks', (count) => {
  let usdz: Uint8Array
  beforeAll(() => {
    usdz = createSongUsdz(withChunks(count), 'rainbow', LINK)
  })

  test('passes the rules that Apple and Pixar publish', () => {
    expect(checkUsdz(usdz)).toEqual([])
  })

  test('is of a size that a phone loads, with at most 3000 boxes each', () => {
    const [cloud, path] = findMeshes(readModel(usdz).prims[0]!) as [UsdPrim, UsdPrim]
    const countBoxes = ({ properties }: UsdPrim) => (properties.points as number[]).length / 24
    expect(countBoxes(cloud)).toBeLessThanOrEqual(3000)
    expect(countBoxes(path)).toBeLessThanOrEqual(3000)
    if (count <= 3000) expect(countBoxes(cloud)).toBe(count)
    else expect(countBoxes(cloud)).toBeGreaterThan(1500)
    expect(usdz.length).toBeLessThan(7_000_000)
  })

  test('is 60 cm wide and stands on the ground', () => {
    const meshes = findMeshes(readModel(usdz).prims[0]!)
    const scale = (readModel(usdz).prims[0]!.properties['xformOp:scale'] as number[])[0]!
    const extents = meshes.map(({ properties }) => properties.extent as [number[], number[]])
    const along = (axis: number) =>
      Math.max(...extents.map(([, high]) => high[axis]!)) - Math.min(...extents.map(([low]) => low[axis]!))
    expect(Math.max(along(0), along(2)) * scale).toBeCloseTo(0.6, 3)
    expect(Math.min(...extents.map(([low]) => low[1]!)) * scale).toBeCloseTo(0, 3)
  })
})

test('title, artist, license and the way back are written into the file', () => {
  const text = new TextDecoder().decode(readUsdz(createSongUsdz(song, 'rainbow', LINK))[0]?.data)
  expect(text).toContain('string title = "A \\"quoted\\" title"')
  expect(text).toContain('string artist = "Someone"')
  expect(text).toContain('string license = "CC BY 4.0"')
  expect(text).toContain(`string url = "${LINK}"`)
})

test('the checker finds each fault', () => {
  const good = createSongUsdz(withChunks(30), 'rainbow', LINK)
  const files = readUsdz(good)
  const text = new TextDecoder().decode(files[0]?.data)
  const texture = files[1]!
  const repack = (changed: string, name = texture.name) =>
    packUsdz([
      ['song.usda', new TextEncoder().encode(changed)],
      [name, texture.data],
    ])
  expect(checkUsdz(repack(text))).toEqual([])
  const break_ = (from: string | RegExp, to: string) => checkUsdz(repack(text.replace(from, to)))
  expect(break_('upAxis = "Y"', 'upAxis = "Z"')).toEqual(['The up axis is not Y.'])
  expect(break_('metersPerUnit = 1', '')).toEqual(['metersPerUnit is missing.'])
  expect(break_('defaultPrim = "Song"', 'defaultPrim = "Root"')).toHaveLength(1)
  expect(break_(/extent = \[\(-?\d+/, 'extent = [(12345')).toHaveLength(1)
  expect(break_('</Song/Materials/Colors>', '</Song/Materials/None>')).toHaveLength(1)
  expect(break_('prepend apiSchemas = ["MaterialBindingAPI"]', '')).toHaveLength(1)
  expect(break_('faceVertexIndices = [0,', 'faceVertexIndices = [99999,')).toHaveLength(1)
  expect(break_('Paint.outputs:rgb', 'Nowhere.outputs:rgb')).toHaveLength(1)
  expect(checkUsdz(repack(text, 'textures/other.png'))).toHaveLength(2)
  const shifted = good.slice()
  // The length of the first header's extra field, which pads it to 64 bytes.
  const view = new DataView(shifted.buffer)
  view.setUint16(28, view.getUint16(28, true) - 1, true)
  expect(() => expect(checkUsdz(shifted)).toEqual([])).toThrow()
})

const createRow = (count: number): PlacedBoxes => ({
  count,
  center: Float32Array.from({ length: count * 3 }, (_, j) => (j % 3 === 2 ? Math.floor(j / 3) * 0.1 : 0.05)),
  size: new Float32Array(count * 3).fill(0.1),
  color: new Float32Array(count * 3),
  yaw: new Float32Array(count),
  place: Float32Array.from({ length: count }, (_, i) => i / count),
})

test('merged tiles cover the same path, merged cubes have the same volume', () => {
  const row = createRow(100)
  const tiles = mergeTiles(row, 30)
  expect(tiles.count).toBe(25)
  expect(tiles.size[2]).toBeCloseTo(0.4, 5)
  expect(tiles.center[2]).toBeCloseTo(0.15, 5)
  const cubes = mergeCubes(row, 30)
  expect(cubes.count).toBeLessThanOrEqual(30)
  const volume = ({ size, count }: PlacedBoxes) =>
    Array.from({ length: count }, (_, i) => size[i * 3]! ** 3).reduce((sum, one) => sum + one, 0)
  expect(volume(cubes)).toBeCloseTo(volume(row), 6)
  expect(mergeTiles(row, 100)).toBe(row)
  expect(mergeCubes(row, 100)).toBe(row)
})
