import { expect, test } from 'vitest'
import type { SampleStore } from '../../../audio/playback/sample-store.ts'
import { playSegment } from '../../../audio/playback/segment-source.ts'

const RATE = 100
type Started = {
  first: number
  length: number
  when: number
  offset: number
  duration: number | undefined
  stop?: number
}

/** Plays a segment at context time 7 from a song whose buffers only record their start and length. */
function play(longestCut: number, offset: number, duration: number, whole = false) {
  const store: SampleStore = {
    sampleRate: RATE,
    length: 10_000,
    maxSliceLength: longestCut,
    slice: (from, to) =>
      whole
        ? { buffer: { first: 0, length: 10_000 } as unknown as AudioBuffer, startSample: 0 }
        : { buffer: { first: from, length: to - from } as unknown as AudioBuffer, startSample: from },
  }
  const started: Started[] = []
  const segment = { chunk: 0, offset, duration, fadeIn: 0, fadeOut: 0 }
  const source = playSegment(store, segment, 7, (buffer) => {
    const { first, length } = buffer as unknown as { first: number; length: number }
    const mine: Started = { first, length, when: 0, offset: 0, duration: undefined }
    return {
      start: (when, offset, duration) => started.push(Object.assign(mine, { when, offset, duration })),
      stop: (when) => {
        mine.stop = when
      },
    }
  })
  return { started, source }
}

test('a shared buffer is played from the offset of the segment', () => {
  expect(play(Infinity, 3.21, 0.5, true).started).toEqual([
    { first: 0, length: 10_000, when: 7, offset: 3.21, duration: 0.5 },
  ])
})

test('a segment with its own buffer keeps its offset between two samples', () => {
  const [on] = play(1000, 3.21, 0.5).started
  expect(on).toMatchObject({ first: 321, duration: 0.5 })
  expect(on?.offset).toBeCloseTo(0, 9)
  const [between] = play(1000, 3.215, 0.5).started
  expect(between).toMatchObject({ first: 321 })
  expect(between?.offset).toBeCloseTo(0.005, 9)
  expect((between?.first ?? 0) + (between?.length ?? 0)).toBeGreaterThanOrEqual(372)
})

test('a long segment is scheduled slice by slice, in time and without gaps', () => {
  const { started, source } = play(300, 10, 8)
  for (let now = 7; now < 15; now += 0.03) {
    const before = started.length
    source.scheduleNext(now)
    if (started.length > before) expect(started.at(-1)?.when).toBeGreaterThan(now + 1.9)
  }
  expect(started.map(({ first }) => first)).toEqual([1000, 1300, 1600])
  expect(started.map(({ when }) => when)).toEqual([7, 10, 13].map((time) => expect.closeTo(time, 9)))
  expect(started.map(({ duration }) => duration)).toEqual([undefined, undefined, expect.closeTo(2, 9)])
})

test('a stopped segment schedules no more slices', () => {
  const { started, source } = play(300, 10, 8)
  source.stop(8)
  for (let now = 7; now < 15; now += 0.03) source.scheduleNext(now)
  expect(started).toHaveLength(1)
  expect(started[0]?.stop).toBe(8)
})
