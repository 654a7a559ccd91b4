import { describe, expect, test } from 'vitest'
import { createHeadListener } from '../../../audio/playback/audio-listener.ts'
import type { MutablePoint, Point } from '../../../audio/playback/hrtf-panners.ts'

/** x to the right, y up, z to the back. */
function hear(place: Point, position: Point, forward: Point, up: Point = [0, 1, 0]): number[] {
  const ear = createHeadListener()
  ear.setPose(position, forward, up)
  const out: MutablePoint = [0, 0, 0]
  ear.toHeadSpace(place, out)
  return out.map((x) => Math.round(x * 1e6) / 1e6 + 0)
}

describe('the head listener', () => {
  test('in the default pose does not change positions', () => {
    expect(hear([1, 2, -3], [0, 0, 0], [0, 0, -1])).toEqual([1, 2, -3])
  })

  test('subtracts its own position', () => {
    expect(hear([1, 2, -3], [1, 1.5, 2], [0, 0, -1])).toEqual([0, 0.5, -5])
  })

  test('scales distances and keeps directions', () => {
    const ear = createHeadListener()
    ear.setPose([1, 1, 1], [0, 0, -1], [0, 1, 0])
    ear.setDistanceScale(4)
    const out: MutablePoint = [0, 0, 0]
    ear.toHeadSpace([1.5, 1, 0], out)
    expect(out).toEqual([2, 0, -4])
  })

  test('turned around swaps left and right', () => {
    expect(hear([-1, 0, 0], [0, 0, 0], [0, 0, 1])).toEqual([1, 0, 0])
    expect(hear([-1, 0, 0], [0, 0, 0], [-2, 0, 0])).toEqual([0, 0, -1])
  })

  test('lying on its side turns up into sideways', () => {
    expect(hear([0, 1, 0], [0, 0, 0], [0, 0, -1], [1, 0, 0])).toEqual([-1, 0, 0])
  })

  test('accepts an up vector that is not perpendicular to forward', () => {
    const [, above, behind] = hear([0, 0, -1], [0, 0, 0], [0, -1, -1])
    expect([above, behind]).toEqual([Math.SQRT1_2, -Math.SQRT1_2].map((x) => Math.round(x * 1e6) / 1e6))
  })

  test('keeps its direction for parallel vectors', () => {
    const ear = createHeadListener()
    ear.setPose([0, 0, 0], [1, 0, 0], [0, 1, 0])
    ear.setPose([0, 0, 5], [0, 1, 0], [0, 1, 0])
    const out: MutablePoint = [0, 0, 0]
    ear.toHeadSpace([1, 0, 5], out)
    expect(out.map((x) => x + 0)).toEqual([0, 0, -1])
  })
})
