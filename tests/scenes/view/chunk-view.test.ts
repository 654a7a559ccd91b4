import { expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { createCloudInstances, createTileInstances, mergeInstances } from '../../../scenes/view/chunk-view.ts'

test('mergeInstances joins attributes one after the other and fills missing ones with 0', () => {
  const frameState = createFrameState()
  const chunk = (start: number, end: number) => ({ start, end, loudness: -20 })
  // The first chunk is long enough for several tiles of the path.
  setChunks(frameState, [chunk(0, 3), chunk(3, 3.2), chunk(3.2, 3.4)], 2)
  const cloud = createCloudInstances(frameState)
  const tiles = createTileInstances(frameState)
  expect(tiles.count).toBeGreaterThan(cloud.count)
  const { count, attributes } = mergeInstances([cloud, tiles])
  expect(count).toBe(cloud.count + tiles.count)
  for (const [array, itemSize] of Object.values(attributes)) expect(array.length).toBe(count * itemSize)
  expect([...(attributes.kind?.[0] ?? [])]).toEqual([...Array(3).fill(0), ...Array(tiles.count).fill(1)])
  expect([...(attributes.chunk?.[0] ?? [])]).toEqual([0, 1, 2, ...frameState.path.floorPath.tiles.chunk])
  // Cubes have no attribute `shape`.
  expect([...(attributes.shape?.[0].subarray(0, 9) ?? [])]).toEqual(Array(9).fill(0))
  expect(attributes.shape?.[0].slice(9)).toEqual(tiles.attributes.shape?.[0])
})
