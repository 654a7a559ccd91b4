import { expect, test } from 'vitest'
import { createHeadsetStatus } from '../../../src/spectator/headset-status.ts'

const MINUTE = 60_000
const say = (status: ReturnType<typeof createHeadsetStatus>, device: string, scene: 'free' | 'attract' | 'closed') => ({
  /** Messages twice a second until then. */
  until: (now: number, from: number) => {
    for (let at = from; at <= now; at += 500) status.addMessage({ device, scene }, at)
  },
})

test('a headset is free between visits, and in use for about as long as visits take', () => {
  const status = createHeadsetStatus(['quest-1'], 0)
  expect(status.read(0)).toEqual({ state: 'unknown' })
  say(status, 'quest-1', 'attract').until(1000, 0)
  expect(status.read(1000)).toEqual({ state: 'free' })
  say(status, 'quest-1', 'free').until(2 * MINUTE, 2000)
  expect(status.read(2 * MINUTE)).toEqual({ state: 'inUse', minutes: 4 })
  // Longer than expected: no figure is better than a wrong one.
  say(status, 'quest-1', 'free').until(6 * MINUTE, 2 * MINUTE)
  expect(status.read(6 * MINUTE)).toEqual({ state: 'inUse', minutes: null })
  say(status, 'quest-1', 'attract').until(6 * MINUTE + 500, 6 * MINUTE + 500)
  expect(status.read(6 * MINUTE + 500)).toEqual({ state: 'free' })
  expect(status.visitLengths()).toEqual([6 * MINUTE - 2000])
})

test('the exhibit’s limit, else the median of the visits that were seen, tells how long', () => {
  const limited = createHeadsetStatus([], 3 * MINUTE, [10 * MINUTE])
  limited.addMessage({ device: 'a', scene: 'free' }, 0)
  expect(limited.read(MINUTE / 2)).toEqual({ state: 'inUse', minutes: 3 })
  const learned = createHeadsetStatus(
    [],
    0,
    [2, 8, 9].map((minutes) => minutes * MINUTE),
  )
  learned.addMessage({ device: 'a', scene: 'free' }, 0)
  expect(learned.read(MINUTE / 2)).toEqual({ state: 'inUse', minutes: 8 })
})

test('of several headsets the first that is free counts; others’ devices do not', () => {
  const status = createHeadsetStatus(['quest-1', 'quest-2'], 5 * MINUTE)
  status.addMessage({ device: 'hall', scene: 'attract' }, 0)
  expect(status.read(0)).toEqual({ state: 'unknown' })
  status.addMessage({ device: 'quest-1', scene: 'free' }, 0)
  say(status, 'quest-1', 'free').until(MINUTE, 0)
  status.addMessage({ device: 'quest-2', scene: 'free' }, MINUTE)
  expect(status.read(MINUTE)).toEqual({ state: 'inUse', minutes: 4 })
  status.addMessage({ device: 'quest-2', scene: 'attract' }, MINUTE + 500)
  expect(status.read(MINUTE + 500)).toEqual({ state: 'free' })
})

test('a headset that has fallen asleep is free after a minute; a closed exhibit is neither', () => {
  const status = createHeadsetStatus([], 0)
  status.addMessage({ device: 'a', scene: 'free' }, 0)
  expect(status.read(59_000).state).toBe('inUse')
  expect(status.read(61_000).state).toBe('free')
  // Its next visit begins anew.
  status.addMessage({ device: 'a', scene: 'free' }, 10 * MINUTE)
  expect(status.read(10 * MINUTE)).toEqual({ state: 'inUse', minutes: 5 })
  status.addMessage({ device: 'a', scene: 'closed' }, 11 * MINUTE)
  expect(status.read(11 * MINUTE)).toEqual({ state: 'closed' })
})
