import { expect, test } from 'vitest'
import { createFrameState, setChunks, setSmallestEdge } from '../../../scenes/state/frame-state.ts'
import { chunksOf } from '../sample-chunks.ts'

test('small boxes are made larger, large ones stay; another song begins with its own edges', () => {
  const frameState = createFrameState()
  const { boxes } = frameState
  setChunks(frameState, chunksOf([0.05, 1, 2]), 2)
  const own = [...boxes.edgeLength]
  setSmallestEdge(frameState, own[1]!)
  expect([...boxes.edgeLength]).toEqual([own[1], own[1], own[2]])
  expect([...boxes.size.subarray(0, 3)]).toEqual([own[1], own[1], own[1]])
  setSmallestEdge(frameState, 0)
  expect([...boxes.edgeLength]).toEqual(own)
  setSmallestEdge(frameState, 1)
  setChunks(frameState, chunksOf([0.05, 1, 2]), 2)
  expect([...boxes.edgeLength]).toEqual(own)
})
