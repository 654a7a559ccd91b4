import { expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { CHUNK_TEXTURE_WIDTH, ChunkTexture } from '../../../scenes/view/chunk-texture.ts'
import { createCloudInstances, createTileInstances, mergeInstances } from '../../../scenes/view/chunk-view.ts'
import { Ribbon } from '../../../scenes/view/ribbon.ts'

/** The first chunk is long enough for several tiles of the path. */
function someLive() {
  const frameState = createFrameState()
  const chunk = (start: number, end: number) => ({ start, end, loudness: -20 })
  setChunks(frameState, [chunk(0, 3), chunk(3, 3.2), chunk(3.2, 3.4)], 2)
  return frameState
}

test('kinds of instances are joined one after the other', () => {
  const frameState = someLive()
  const cloud = createCloudInstances(frameState)
  const tiles = createTileInstances(frameState)
  expect(tiles.count).toBeGreaterThan(cloud.count)
  const { count, attributes: still } = mergeInstances([cloud, tiles])
  expect(count).toBe(cloud.count + tiles.count)
  for (const [array, width] of Object.values(still)) expect(array.length).toBe(count * width)
  expect([...(still.kind?.[0] ?? [])]).toEqual([...Array(3).fill(0), ...Array(tiles.count).fill(1)])
  expect([...(still.chunk?.[0] ?? [])]).toEqual([0, 1, 2, ...frameState.path.floorPath.tiles.chunk])
  // What the cloud's boxes do not have is 0 for them.
  expect([...(still.shape?.[0].subarray(0, 9) ?? [])]).toEqual(Array(9).fill(0))
  expect(still.shape?.[0].slice(9)).toEqual(tiles.attributes.shape?.[0])
})

test('the table tells what moves of every chunk, also of the next song', () => {
  const frameState = someLive()
  const looks = new ChunkTexture(frameState)
  for (const count of [3, 700]) {
    const chunks = Array.from({ length: count }, (_, i) => ({ start: i, end: i + 1, loudness: -20 }))
    setChunks(frameState, chunks, 2)
    const last = count - 1
    frameState.boxes.position.set([1, 2, 3], last * 3)
    frameState.boxes.glow[last] = 0.25
    frameState.boxes.played[last] = 0.75
    looks.update()
    const { image } = looks.uniforms.chunks.value
    expect(image.width).toBe(CHUNK_TEXTURE_WIDTH)
    const table = image.data as Float32Array
    expect(table.length).toBe(image.width * image.height * 4)
    expect([...table.subarray(last * 8, last * 8 + 5)]).toEqual([1, 2, 3, 0.25, 0.75])
  }
})

test('bands of a ribbon do not touch each other', () => {
  const ribbon = new Ribbon(new ChunkTexture(someLive()))
  const first = ribbon.addBand([3], 0.1)
  const second = ribbon.addBand([2, 2], 0.2)
  const { geometry } = ribbon.mesh
  // Two triangles between the points of a band, none between bands.
  expect(geometry.index?.count).toBe(6 * (2 + 1 + 1))
  second.points.fill(5)
  for (let k = 0; k < 4; k++) second.writePoint(k, k, 0, 3, 1, 1, 1, 1)
  const light = geometry.getAttribute('light').array
  expect([...light.slice(0, 3 * 8)]).toEqual(Array(24).fill(0))
  expect([...light.slice(3 * 8, 7 * 8)]).toEqual(Array(32).fill(1))
  first.writePoint(0, 0, 0, 2, 1, 0, 0, 0.5)
  expect([...light.slice(0, 8)]).toEqual([1, 0, 0, 0.5, 1, 0, 0, 0.5])
  second.hide()
  expect([...light.slice(3 * 8, 7 * 8)]).toEqual(Array(32).fill(0))
  expect([...light.slice(0, 4)]).toEqual([1, 0, 0, 0.5])
  expect(() => ribbon.addBand([1000], 1)).toThrow(/256/)
})
