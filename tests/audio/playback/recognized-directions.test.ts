import { beforeAll, expect, test } from 'vitest'
import { createHeadListener } from '../../../audio/playback/audio-listener.ts'
import { BLOCK_SAMPLES } from '../../../audio/playback/binaural-ears.ts'
import type { MutablePoint, Point } from '../../../audio/playback/hrtf-panners.ts'
import { openNodeMixer } from '../../e2e/engines/sound/node-binaural.ts'
import {
  aimAt,
  createSideEstimator,
  ESTIMATOR_RATE_HZ,
  ESTIMATOR_SAMPLES,
  type HeardImpulse,
} from './direction-estimator.ts'

// Somebody with other ears than those of the table that ships says where our voices are.

let estimateSide: (heard: HeardImpulse) => number
beforeAll(async () => {
  estimateSide = await createSideEstimator()
})

/** An impulse from a place, for a head in a pose. */
async function hear(place: Point, forward: Point, up: Point): Promise<HeardImpulse> {
  const head = createHeadListener()
  head.setPose([0, 0, 0], forward, up)
  const inHead: MutablePoint = [0, 0, 0]
  head.toHeadSpace(place, inHead)
  const mixer = await openNodeMixer(ESTIMATOR_RATE_HZ, 1)
  mixer.positions.set(inHead)
  const heard = { left: new Float32Array(ESTIMATOR_SAMPLES), right: new Float32Array(ESTIMATOR_SAMPLES) }
  for (let at = 0; at < ESTIMATOR_SAMPLES; at += BLOCK_SAMPLES) {
    mixer.clear()
    mixer.addInput(
      0,
      Float32Array.from({ length: BLOCK_SAMPLES }, (_, i) => (at + i === 0 ? 1 : 0)),
      0,
    )
    heard.left.set(mixer.outputs[0]!.left, at)
    heard.right.set(mixer.outputs[0]!.right, at)
  }
  return heard
}

/** Ten directions all around, from -40 to 60 degrees of elevation; the same for a seed. */
function drawDirections(seed: number): Point[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: 10 }, () => aimAt(360 * next(), -40 + 100 * next()))
}

const toDegrees = (cosine: number): number => (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI
const computeMedian = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[4]! + sorted[5]!) / 2
}
const AHEAD: Point = [0, 0, -1]
const UP: Point = [0, 1, 0]
const HALF = Math.SQRT1_2

test.each([1, 2, 3])('a still head knows how far to the side ten sounds are; draw %d', async (seed) => {
  const errors: number[] = []
  for (const direction of drawDirections(seed)) {
    const side = estimateSide(await hear(direction, AHEAD, UP))
    // Angles to the right ear: before and behind, above and below are one to a still head with other ears.
    errors.push(Math.abs(toDegrees(side) - toDegrees(direction[0])))
  }
  console.log(`Angle to the side, draw ${seed}:`, errors.map(Math.round).join(' '))
  expect(computeMedian(errors)).toBeLessThan(10)
})

test.each([1, 2, 3])('a head that turns and tilts by 45 degrees knows where they are; draw %d', async (seed) => {
  const errors: number[] = []
  for (const direction of drawDirections(seed)) {
    const still = estimateSide(await hear(direction, AHEAD, UP))
    // Turned to the left its right ear points ahead to the right; tilted to the left, up to the right.
    const turned = estimateSide(await hear(direction, [-HALF, 0, -HALF], UP))
    const tilted = estimateSide(await hear(direction, AHEAD, [-HALF, HALF, 0]))
    const [x, y, z] = [still, (tilted - HALF * still) / HALF, (HALF * still - turned) / HALF]
    const length = Math.hypot(x, y, z)
    errors.push(toDegrees((x * direction[0] + y * direction[1] + z * direction[2]) / length))
  }
  console.log(`Whole directions, draw ${seed}:`, errors.map(Math.round).join(' '))
  expect(computeMedian(errors)).toBeLessThan(10)
})
