import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTimeline } from '../../../src/spectator/timeline.ts'
import { createLiveMessage, standing } from './sample-messages.ts'

/** Simulates a visitor who walks one meter per second, with 30 messages per second that arrive after `delay`. */
function simulateWalk(seconds: number, delay: (k: number) => number) {
  const timeline = createTimeline(createLiveMessage({ at: 0, ear: standing(0) }))
  const samples: { now: number; x: number }[] = []
  const inTransit = Array.from({ length: Math.floor(seconds * 30) }, (_, k) => {
    const at = ((k + 1) * 1000) / 30
    return { at, due: at + delay(k) }
  })
  for (let now = 0; now < seconds * 1000; now += 1000 / 60) {
    while (inTransit[0] && inTransit[0].due <= now) {
      const { at } = inTransit.shift() as { at: number }
      timeline.addMessage(createLiveMessage({ at, ear: standing(at / 1000) }), now)
    }
    samples.push({ now, x: timeline.sample(now).position[0] })
  }
  return { seen: samples, timeline }
}

describe('createTimeline', () => {
  test('interpolates a walk smoothly, less than 100 ms behind', () => {
    const { seen: samples, timeline } = simulateWalk(3, () => 3)
    for (let k = 10; k < samples.length; k++) {
      const [before, here] = [samples[k - 1], samples[k]] as [{ now: number; x: number }, { now: number; x: number }]
      expect(here.x - before.x).toBeCloseTo(1 / 60, 5)
      expect(here.now / 1000 - here.x).toBeLessThan(0.06)
    }
    expect(timeline.sample(3000).delayMs).toBeLessThan(60)
  })

  test('increases its delay for late messages instead of stuttering', () => {
    const { seen: samples } = simulateWalk(6, (k) => (k % 5 === 0 ? 70 : 5))
    const steps = samples.slice(120).map(({ x }, k) => x - (samples[k + 119]?.x ?? 0))
    expect(Math.min(...steps)).toBeGreaterThan(0.8 / 60)
    expect(Math.max(...steps)).toBeLessThan(1.2 / 60)
  })

  test('shows only positions between two received ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 1, max: 400, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })), {
          minLength: 1,
          maxLength: 40,
        }),
        (steps) => {
          const timeline = createTimeline(createLiveMessage({ ear: standing(0) }))
          let now = 0
          const positions = [0]
          for (const [after, x] of steps) {
            now += after
            positions.push(x)
            timeline.addMessage(createLiveMessage({ at: now, ear: standing(x) }), now + 2)
            const samples = timeline.sample(now + 2).position[0]
            expect(samples).toBeGreaterThanOrEqual(Math.min(...positions) - 1e-9)
            expect(samples).toBeLessThanOrEqual(Math.max(...positions) + 1e-9)
          }
          // At the end it is where the last message says.
          expect(timeline.sample(now + 1000).position[0]).toBeCloseTo(positions.at(-1) as number, 9)
        },
      ),
    )
  })

  test('does not interpolate over a long rest', () => {
    const timeline = createTimeline(createLiveMessage({ at: 0, ear: standing(0) }))
    timeline.addMessage(createLiveMessage({ at: 500, ear: standing(1) }), 502)
    expect(timeline.sample(505).position[0]).toBe(0)
    expect(timeline.sample(600).position[0]).toBe(1)
  })

  test('drops messages that arrive out of order', () => {
    const timeline = createTimeline(createLiveMessage({ at: 1000, sounding: [1] }))
    timeline.addMessage(createLiveMessage({ at: 1066, sounding: [3] }), 1070)
    timeline.addMessage(createLiveMessage({ at: 1033, sounding: [2] }), 1071)
    expect(timeline.sample(1100).sounding).toEqual([3])
  })

  test('follows a device that restarts with another clock', () => {
    const timeline = createTimeline(createLiveMessage({ at: 100_000, ear: standing(1) }))
    timeline.addMessage(createLiveMessage({ at: 50_000, ear: standing(2) }), 100_100)
    expect(timeline.sample(100_200).position[0]).toBe(2)
  })

  test('shows discrete values at once, and extrapolates the playhead', () => {
    const timeline = createTimeline(createLiveMessage({ at: 1000, time: 10 }))
    const pointer = { origin: [0, 1, 0] as [number, number, number], direction: [0, 0, -1] as [number, number, number] }
    timeline.addMessage(
      createLiveMessage({ at: 1033, playing: true, time: 10, sounding: [7], pointer: { ...pointer, chunk: 4 } }),
      1035,
    )
    const state = timeline.sample(1036)
    expect(state).toMatchObject({ playing: true, sounding: [7], isPointing: true, pointedChunk: 4 })
    expect(state.time).toBeCloseTo(10.003, 9)
    expect(timeline.sample(2033).time).toBeCloseTo(11, 9)
  })

  test('turns the shorter way, and keeps directions normalized', () => {
    const createPlacement = (yaw: number) => ({ position: [0, 0, 0] as [number, number, number], yaw, scale: 1 })
    const createEar = (forward: [number, number, number]) => ({
      position: [0, 1.6, 0] as [number, number, number],
      forward,
    })
    const timeline = createTimeline(
      createLiveMessage({ at: 0, placement: createPlacement(3.1), ear: createEar([0, 0, -1]) }),
    )
    timeline.addMessage(createLiveMessage({ at: 33, placement: createPlacement(-3.1), ear: createEar([1, 0, 0]) }), 34)
    const state = timeline.sample(50.5)
    expect(state.placement.yaw).toBeCloseTo(Math.PI, 2)
    expect(Math.hypot(...state.forward)).toBeCloseTo(1, 9)
    expect(state.forward[0]).toBeCloseTo(Math.SQRT1_2, 2)
  })

  test('interpolates grabbed boxes, and drops released ones', () => {
    const timeline = createTimeline(createLiveMessage({ at: 0, moved: [[5, [0, 1, 0]]] }))
    timeline.addMessage(
      createLiveMessage({
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
    timeline.addMessage(createLiveMessage({ at: 66, moved: [] }), 67)
    expect(timeline.sample(200).moved).toEqual([])
  })
})
