import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTimeline } from '../../../src/spectator/timeline.ts'
import { standing, told } from './sample-messages.ts'

/** Somebody who walks one meter a second, told 30 times a second, each message so late. */
function walk(seconds: number, late: (k: number) => number) {
  const timeline = createTimeline(told({ at: 0, ear: standing(0) }))
  const seen: { now: number; x: number }[] = []
  const coming = Array.from({ length: Math.floor(seconds * 30) }, (_, k) => {
    const at = ((k + 1) * 1000) / 30
    return { at, due: at + late(k) }
  })
  for (let now = 0; now < seconds * 1000; now += 1000 / 60) {
    while (coming[0] && coming[0].due <= now) {
      const { at } = coming.shift() as { at: number }
      timeline.addMessage(told({ at, ear: standing(at / 1000) }), now)
    }
    seen.push({ now, x: timeline.sample(now).position[0] })
  }
  return { seen, timeline }
}

describe('between messages', () => {
  test('a walk is as smooth as it was, and less than 100 ms behind', () => {
    const { seen, timeline } = walk(3, () => 3)
    for (let k = 10; k < seen.length; k++) {
      const [before, here] = [seen[k - 1], seen[k]] as [{ now: number; x: number }, { now: number; x: number }]
      expect(here.x - before.x).toBeCloseTo(1 / 60, 5)
      expect(here.now / 1000 - here.x).toBeLessThan(0.06)
    }
    expect(timeline.sample(3000).delayMs).toBeLessThan(60)
  })

  test('messages that come late make it wait a little longer instead of stumbling', () => {
    const { seen } = walk(6, (k) => (k % 5 === 0 ? 70 : 5))
    const steps = seen.slice(120).map(({ x }, k) => x - (seen[k + 119]?.x ?? 0))
    expect(Math.min(...steps)).toBeGreaterThan(0.8 / 60)
    expect(Math.max(...steps)).toBeLessThan(1.2 / 60)
  })

  test('nothing is shown that was not between two poses that were told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 1, max: 400, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })), {
          minLength: 1,
          maxLength: 40,
        }),
        (steps) => {
          const timeline = createTimeline(told({ ear: standing(0) }))
          let now = 0
          const places = [0]
          for (const [after, x] of steps) {
            now += after
            places.push(x)
            timeline.addMessage(told({ at: now, ear: standing(x) }), now + 2)
            const seen = timeline.sample(now + 2).position[0]
            expect(seen).toBeGreaterThanOrEqual(Math.min(...places) - 1e-9)
            expect(seen).toBeLessThanOrEqual(Math.max(...places) + 1e-9)
          }
          // And in the end it is where it was told to be.
          expect(timeline.sample(now + 1000).position[0]).toBeCloseTo(places.at(-1) as number, 9)
        },
      ),
    )
  })

  test('who stood still for long has not crept all the while', () => {
    const timeline = createTimeline(told({ at: 0, ear: standing(0) }))
    timeline.addMessage(told({ at: 500, ear: standing(1) }), 502)
    expect(timeline.sample(505).position[0]).toBe(0)
    expect(timeline.sample(600).position[0]).toBe(1)
  })

  test('order is kept: what was overtaken is not shown any more', () => {
    const timeline = createTimeline(told({ at: 1000, sounding: [1] }))
    timeline.addMessage(told({ at: 1066, sounding: [3] }), 1070)
    timeline.addMessage(told({ at: 1033, sounding: [2] }), 1071)
    expect(timeline.sample(1100).sounding).toEqual([3])
  })

  test('a piece that begins anew with another clock is followed', () => {
    const timeline = createTimeline(told({ at: 100_000, ear: standing(1) }))
    timeline.addMessage(told({ at: 50_000, ear: standing(2) }), 100_100)
    expect(timeline.sample(100_200).position[0]).toBe(2)
  })

  test('what is or is not, shows at once; a song plays on by the clock', () => {
    const timeline = createTimeline(told({ at: 1000, time: 10 }))
    const pointer = { origin: [0, 1, 0] as [number, number, number], direction: [0, 0, -1] as [number, number, number] }
    timeline.addMessage(
      told({ at: 1033, playing: true, time: 10, sounding: [7], pointer: { ...pointer, chunk: 4 } }),
      1035,
    )
    const sight = timeline.sample(1036)
    expect(sight).toMatchObject({ playing: true, sounding: [7], isPointing: true, pointedChunk: 4 })
    expect(sight.time).toBeCloseTo(10.003, 9)
    expect(timeline.sample(2033).time).toBeCloseTo(11, 9)
  })

  test('the nearer way around is turned, and directions stay directions', () => {
    const turned = (yaw: number) => ({ position: [0, 0, 0] as [number, number, number], yaw, scale: 1 })
    const facing = (forward: [number, number, number]) => ({
      position: [0, 1.6, 0] as [number, number, number],
      forward,
    })
    const timeline = createTimeline(told({ at: 0, placement: turned(3.1), ear: facing([0, 0, -1]) }))
    timeline.addMessage(told({ at: 33, placement: turned(-3.1), ear: facing([1, 0, 0]) }), 34)
    const sight = timeline.sample(50.5)
    expect(sight.placement.yaw).toBeCloseTo(Math.PI, 2)
    expect(Math.hypot(...sight.forward)).toBeCloseTo(1, 9)
    expect(sight.forward[0]).toBeCloseTo(Math.SQRT1_2, 2)
  })

  test('boxes in hands move with them, and are let go', () => {
    const timeline = createTimeline(told({ at: 0, moved: [[5, [0, 1, 0]]] }))
    timeline.addMessage(
      told({
        at: 33,
        moved: [
          [5, [1, 1, 0]],
          [9, [4, 1, 0]],
        ],
      }),
      34,
    )
    const { moved } = timeline.sample(50.5)
    expect(moved.map(({ chunk }) => chunk)).toEqual([5, 9])
    expect(moved[0]?.position[0]).toBeCloseTo(0.5, 1)
    expect(moved[1]?.position[0]).toBe(4)
    timeline.addMessage(told({ at: 66, moved: [] }), 67)
    expect(timeline.sample(200).moved).toEqual([])
  })
})
