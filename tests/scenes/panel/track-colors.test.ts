import { describe, expect, test } from 'vitest'
import { computeTrackColors, computeTrackHeights, TRACK_SEGMENTS } from '../../../scenes/panel/track-colors.ts'

const chunk = (start: number, end: number) => ({ start, end, loudness: 0 })

describe('computeTrackColors', () => {
  test('gives a rainbow without repeated colors if there is no song', () => {
    const colors = computeTrackColors({ chunks: [], colors: new Float32Array(0), count: 0 })
    expect(colors).toHaveLength(TRACK_SEGMENTS)
    expect(new Set(colors).size).toBe(TRACK_SEGMENTS)
  })

  test('gives each segment the color of the chunk at its middle', () => {
    const chunks = [chunk(0, 1), chunk(1, 4)]
    const colors = computeTrackColors({ chunks, colors: Float32Array.of(1, 0, 0, 0, 0, 1), count: 2 })
    expect(colors.slice(0, TRACK_SEGMENTS / 4)).toEqual(Array(TRACK_SEGMENTS / 4).fill('#ff0000'))
    expect(colors.slice(TRACK_SEGMENTS / 4)).toEqual(Array((TRACK_SEGMENTS * 3) / 4).fill('#0000ff'))
  })
})

test('computeTrackHeights makes segments as high as they are loud, level without a song', () => {
  const heights = computeTrackHeights([
    { start: 0, end: 1, loudness: -40 },
    { start: 1, end: 4, loudness: -10 },
  ])
  expect(heights).toHaveLength(TRACK_SEGMENTS)
  expect(new Set(heights.slice(0, TRACK_SEGMENTS / 4))).toEqual(new Set([5]))
  expect(new Set(heights.slice(TRACK_SEGMENTS / 4))).toEqual(new Set([40]))
  expect(new Set(computeTrackHeights([])).size).toBe(1)
})
