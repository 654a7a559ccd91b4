import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ControlConfig, OscState } from '../../../protocol/control-config.ts'
import type { OscEvent } from '../../../server/control/osc-states.ts'
import { createOscTarget } from '../../../server/control/osc-target.ts'
import { createTimeTagQueue } from '../../../server/control/time-tag-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open(config: Partial<ControlConfig['oscOut'][number]> = {}) {
  const sent: [OscState, number, at: number][] = []
  const target = createOscTarget(
    { address: '127.0.0.1', port: 1, send: ['chunk', 'playhead'], devices: [], rate: 10, timeTags: false, ...config },
    ({ state, args }) => sent.push([state, args[0]?.value as number, performance.now() - start]),
  )
  const start = performance.now()
  const offer = (state: OscState, value: number, device = 'hall') =>
    target.offer({ device, state, args: [{ type: 'float', value }], at: 0 } satisfies OscEvent)
  return { offer, sent, target }
}

test('the first is sent at once, then at most as many a second as asked for, the newest last', () => {
  const { offer, sent } = open()
  for (let i = 0; i <= 50; i++) {
    offer('playhead', i)
    vi.advanceTimersByTime(11)
  }
  vi.advanceTimersByTime(1000)
  expect(sent.length).toBeLessThanOrEqual(7)
  expect(sent[0]).toEqual(['playhead', 0, 0])
  expect(sent.at(-1)?.[1]).toBe(50)
  for (let i = 1; i < sent.length; i++)
    expect((sent[i]?.[2] ?? 0) - (sent[i - 1]?.[2] ?? 0)).toBeGreaterThanOrEqual(100)
})

test('chunks are not lost when several come at once, but beyond eight', () => {
  const { offer, sent } = open()
  for (let i = 0; i < 4; i++) offer('chunk', i)
  vi.advanceTimersByTime(1000)
  expect(sent.map(([, value]) => value)).toEqual([0, 1, 2, 3])
  for (let i = 10; i < 30; i++) offer('chunk', i)
  vi.advanceTimersByTime(2000)
  expect(sent.slice(4).map(([, value]) => value)).toEqual([10, 22, 23, 24, 25, 26, 27, 28, 29])
})

test('a target gets its states of its devices alone, each at its own rate', () => {
  const { offer, sent } = open({ devices: ['hall', 'foyer'], send: ['playhead'] })
  offer('playhead', 1)
  offer('playhead', 2, 'foyer')
  offer('playhead', 3, 'quest-1')
  offer('chunk', 4)
  expect(sent.map(([, value]) => value)).toEqual([1, 2])
})

test('time tags: what is late runs at once, what is early in time, what is far ahead or too much never', () => {
  const queue = createTimeTagQueue()
  const ran: string[] = []
  const run = (delayMs: number | null, name: string) =>
    queue.run(delayMs === null ? null : Date.now() + delayMs, () => ran.push(name))
  expect([run(null, 'now'), run(-5000, 'late'), run(200, 'second'), run(100, 'first')]).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(ran).toEqual(['now', 'late'])
  vi.advanceTimersByTime(99)
  expect(ran).toHaveLength(2)
  vi.advanceTimersByTime(200)
  expect(ran.slice(2)).toEqual(['first', 'second'])
  expect(run(3_600_000, 'never')).toBe(false)
  const taken = Array.from({ length: 300 }, (_, i) => run(1000, String(i)))
  expect(taken.filter(Boolean)).toHaveLength(256)
  queue.clear()
  vi.advanceTimersByTime(2000)
  expect(ran).toHaveLength(4)
})
