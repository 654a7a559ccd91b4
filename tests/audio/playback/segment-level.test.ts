import { expect, test } from 'vitest'
import type { Segment } from '../../../audio/playback/chunk-segments.ts'
import type { SampleStore } from '../../../audio/playback/sample-store.ts'
import { measureSegmentRms } from '../../../audio/playback/segment-level.ts'

/** A store that gives exactly what is asked for, as one of a long song does. */
function createStore(length: number, ...channels: ((i: number) => number)[]): SampleStore {
  return {
    sampleRate: 1000,
    length,
    maxSliceLength: 500,
    slice: (from, to) => ({
      startSample: from,
      buffer: {
        numberOfChannels: channels.length,
        getChannelData: (c: number) => Float32Array.from({ length: to - from }, (_, i) => channels[c]!(from + i)),
      } as AudioBuffer,
    }),
  }
}
const segment: Segment = { chunk: 0, offset: 0.2, duration: 0.1, fadeIn: 0, fadeOut: 0 }

test('the level of a stretch is that of all channels', () => {
  expect(
    measureSegmentRms(
      createStore(1000, () => 0.5),
      segment,
    ),
  ).toBeCloseTo(0.5, 6)
  expect(
    measureSegmentRms(
      createStore(
        1000,
        () => 0.5,
        () => 0,
      ),
      segment,
    ),
  ).toBeCloseTo(0.5 / Math.SQRT2, 6)
  const later = createStore(1000, (i) => (i >= 200 && i < 300 ? 1 : 0))
  expect(measureSegmentRms(later, segment)).toBeCloseTo(1, 6)
})

test('fades count', () => {
  const store = createStore(1000, () => 1)
  expect(measureSegmentRms(store, { ...segment, fadeOut: 0.1 })).toBeCloseTo(Math.sqrt(1 / 3), 1)
  expect(measureSegmentRms(store, { ...segment, fadeIn: 0.05, fadeOut: 0.05 })).toBeCloseTo(Math.sqrt(1 / 3), 1)
})

test('silence, and what is not there yet, has no level', () => {
  expect(
    measureSegmentRms(
      createStore(1000, () => 0),
      segment,
    ),
  ).toBe(0)
  expect(
    measureSegmentRms(
      createStore(150, () => 1),
      segment,
    ),
  ).toBe(0)
  expect(
    measureSegmentRms(
      createStore(250, () => 1),
      segment,
    ),
  ).toBeCloseTo(1, 6)
})
