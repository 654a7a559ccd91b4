import { type Report, validateBytes } from 'gltf-validator'
import { BufferGeometry, Float32BufferAttribute, Vector3 } from 'three'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Song } from '../../../../audio/song/song.ts'
import { createBoxMesh } from '../../../../scenes/geometry/box-mesh.ts'
import { createSongGlb } from '../../../../src/app/export/glb.ts'
import { somePackedSong } from '../../../audio/song/packed-song.ts'

let song: Song
beforeAll(async () => {
  song = (await somePackedSong()).song
})

type Document = {
  asset: { copyright?: string }
  nodes: { name: string; mesh: number; scale?: number[] }[]
  meshes: { primitives: { attributes: Record<string, number> }[] }[]
  accessors: { bufferView: number; count: number; min?: number[]; max?: number[] }[]
}
const documentOf = (glb: Uint8Array): Document => {
  const length = new DataView(glb.buffer).getUint32(12, true)
  return JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)))
}

describe.each(['spiral', 'line'] as const)('createSongGlb with a %s path', (layout) => {
  test('passes the Khronos validator', async () => {
    const report: Report = await validateBytes(createSongGlb(song, layout))
    expect(report.issues.messages).toEqual([])
    expect(report.mimeType).toBe('model/gltf-binary')
    expect(report.info).toMatchObject({ version: '2.0', drawCallCount: 2, hasTextures: false })
    expect(report.info.totalVertexCount).toBeGreaterThanOrEqual(song.chunks.length * 48)
  })

  test('names cloud and path, and stands on the floor', () => {
    const { nodes, accessors, meshes } = documentOf(createSongGlb(song, layout))
    expect(nodes.map(({ name }) => name)).toEqual(['Cloud', 'Path'])
    const lowest = meshes.map(({ primitives }) => accessors[primitives[0]?.attributes.POSITION as number]?.min?.[1])
    expect(lowest[0]).toBeGreaterThan(0)
    expect(lowest[1]).toBeCloseTo(0, 6)
  })
})

test('createSongGlb uses the requested palette', () => {
  const rainbow = createSongGlb(song, 'spiral')
  expect(createSongGlb(song, 'spiral', 'rainbow')).toEqual(rainbow)
  expect(createSongGlb(song, 'spiral', 'safe')).not.toEqual(rainbow)
})

test('createSongGlb for a table is 60 cm wide, and its license goes along', async () => {
  const glb = createSongGlb({ ...song, license: 'CC BY 4.0' }, 'spiral', 'rainbow', true)
  expect((await validateBytes(glb)).issues.messages).toEqual([])
  const { asset, nodes, accessors, meshes } = documentOf(glb)
  expect(asset.copyright).toBe('CC BY 4.0')
  const [scale] = nodes[0]?.scale ?? []
  const bounds = meshes.map(({ primitives }) => accessors[primitives[0]?.attributes.POSITION as number])
  const along = (axis: number) =>
    Math.max(...bounds.map((one) => one?.max?.[axis] ?? 0)) - Math.min(...bounds.map((one) => one?.min?.[axis] ?? 0))
  expect(Math.max(along(0), along(2)) * (scale ?? 0)).toBeCloseTo(0.6, 5)
})

test('createSongGlb works with one chunk', async () => {
  const [chunk] = song.chunks
  const one = { ...song, title: '', chunks: [{ ...(chunk as Song['chunks'][number]), end: song.source.duration }] }
  const { issues } = await validateBytes(createSongGlb(one, 'spiral'))
  expect(issues.messages).toEqual([])
})

test('createBoxMesh boxes are closed, face outward, and have the requested size and rotation', () => {
  const edge = 0.122
  const { position, normal, color, index } = createBoxMesh({
    count: 1,
    center: Float32Array.of(1, 2, 3),
    size: Float32Array.of(edge, 2, edge),
    yaw: Float32Array.of(Math.PI / 6),
    color: Float32Array.of(0.1, 0.2, 0.3),
  })
  const at = (array: Float32Array, i: number) => new Vector3().fromArray(array, i * 3)
  const middle = new Vector3(1, 2, 3)
  let volume = 0
  for (let t = 0; t < index.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => at(position, index[t + k] as number).sub(middle)) as [
      Vector3,
      Vector3,
      Vector3,
    ]
    const face = b.clone().sub(a).cross(c.clone().sub(a))
    volume += a.dot(face) / 6
    expect(face.normalize().dot(at(normal, index[t] as number))).toBeCloseTo(1, 5)
  }
  expect(volume).toBeCloseTo(edge * edge * 2, 5)
  expect(Array.from(color.slice(-3))).toEqual(Array.from(Float32Array.of(0.1, 0.2, 0.3)))
  // Turned as three turns it.
  const turned = new BufferGeometry().setAttribute('position', new Float32BufferAttribute([edge / 2, 1, edge / 2], 3))
  turned.rotateY(Math.PI / 6).translate(1, 2, 3)
  const corner = new Vector3().fromBufferAttribute(turned.getAttribute('position'), 0)
  const nearest = Math.min(...Array.from({ length: 24 }, (_, i) => at(position, i).distanceTo(corner)))
  expect(nearest).toBeLessThan(1e-6)
})
