import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitProgress } from '../../audio/limit-progress.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('beginning and end of each stage are passed on, and what lies between every 50 ms', () => {
  const seen: [string, number][] = []
  const report = limitProgress((stage: string, fraction) => seen.push([stage, fraction]))
  for (let step = 0; step <= 10; step++) {
    report('decoding', step / 10)
    vi.advanceTimersByTime(20)
  }
  report('spectrum', 0)
  report('spectrum', 0.5)
  report('spectrum', 1)
  expect(seen).toEqual([
    ['decoding', 0],
    ['decoding', 0.3],
    ['decoding', 0.6],
    ['decoding', 0.9],
    ['decoding', 1],
    ['spectrum', 0],
    ['spectrum', 1],
  ])
})
