import { describe, expect, test } from 'vitest'
import { BLOCK_SAMPLES } from '../../../../audio/playback/binaural-ears.ts'
import { computeSendGain } from '../../../../audio/playback/distance-gain.ts'
import { openNodeMixer } from '../../../e2e/engines/sound/node-binaural.ts'
import { measureClick, measureResidue } from '../../../e2e/full/audio-rendering/measure.ts'

// The room of the audio thread, rendered here; the tail is a ConvolverNode and is heard in a browser's test.

const RATE_HZ = 44_100
const EARS_M = 1.6
type Point = readonly [x: number, y: number, z: number]
type Scene = {
  signal: (i: number) => number
  seconds: number
  /** Relative to the head. */
  locate: (time: number) => Point
  /** Turn of the head to the right, degrees. */
  turn?: (time: number) => number
  room?: (time: number) => boolean
  size?: number
  framesPerSecond?: number
}

async function render({
  signal,
  seconds,
  locate,
  turn = () => 0,
  room = () => true,
  size = 0,
  framesPerSecond = 72,
}: Scene) {
  const mixer = await openNodeMixer(RATE_HZ, 1)
  mixer.sizes[0] = size
  mixer.room[0] = room(0) ? 1 : 0
  // The room has come before the sound.
  for (let block = 0; block < 100; block++) mixer.clear()
  const blocks = Math.ceil((seconds * RATE_HZ) / BLOCK_SAMPLES)
  const [left, right] = [new Float32Array(blocks * BLOCK_SAMPLES), new Float32Array(blocks * BLOCK_SAMPLES)]
  const input = new Float32Array(BLOCK_SAMPLES)
  for (let at = 0; at < left.length; at += BLOCK_SAMPLES) {
    const time = Math.floor((at / RATE_HZ) * framesPerSecond) / framesPerSecond
    const angle = (turn(time) * Math.PI) / 180
    mixer.room.set([room(time) ? 1 : 0, 0, 1, 0, Math.cos(angle), 0, -Math.sin(angle), EARS_M])
    mixer.positions.set(locate(time))
    for (let i = 0; i < BLOCK_SAMPLES; i++) input[i] = signal(at + i)
    mixer.clear()
    mixer.addInput(0, input, 0)
    mixer.addRoom()
    left.set(mixer.outputs[0]?.left as Float32Array, at)
    right.set(mixer.outputs[0]?.right as Float32Array, at)
  }
  return { left, right }
}

const impulse = (i: number) => (i === 0 ? 1 : 0)
const tone = (hertz: number) => (i: number) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / RATE_HZ)
/** Smooth: any edge is made by the room. */
const tones = (i: number) => 0.3 * (tone(220)(i) + tone(331)(i) + tone(487)(i)) * Math.min(1, i / RATE_HZ / 0.05)
const circle = (degrees: number, radius = 1.5): Point => [
  radius * Math.sin((degrees * Math.PI) / 180),
  0,
  -radius * Math.cos((degrees * Math.PI) / 180),
]
const sumSquares = (x: Float32Array, from = 0, to = x.length) =>
  x.subarray(from, to).reduce((sum, value) => sum + value * value, 0)

describe('a tone stays one', () => {
  test.each([
    [500, -70],
    [2000, -65],
    [6000, -50],
  ])('%i Hz: at most %i dB beside it, carried or turned about at 90 degrees a second', async (hertz, mostDb) => {
    for (const isTurned of [false, true]) {
      const residues: number[] = []
      for (const start of [0, 135]) {
        const { left } = await render({
          signal: tone(hertz),
          seconds: 1.6,
          locate: (time) => circle(start + 90 * time),
          turn: (time) => (isTurned ? -90 * time : 0),
        })
        residues.push(measureResidue(left.subarray(0.3 * RATE_HZ), hertz, RATE_HZ))
      }
      expect(Math.max(...residues)).toBeLessThan(mostDb)
    }
  })
})

test.each([
  ['carried at 2 m/s', (time: number): Point => [2 * (time - 1), 0, -0.4], () => 0],
  ['turning at 360 degrees a second', (time: number) => circle(-360 * time, 2), (time: number) => 360 * time],
  ['thrown about', (time: number): Point => (time % 0.5 < 0.25 ? [1, 0, 0] : [-4, 1, 3]), () => 0],
  ['a teleport', (time: number): Point => (time < 1 ? [0.3, 0, -0.3] : [9, 1, -12]), () => 0],
] as const)('no click above -50 dB: %s', async (_, locate, turn) => {
  const { left, right } = await render({ signal: tones, seconds: 2, locate, turn, size: 0.34 })
  expect(Math.max(measureClick(left), measureClick(right))).toBeLessThan(-50)
})

test('the room comes and goes without a click; before and after the samples are those without it, to the bit', async () => {
  const scene = { signal: tones, seconds: 3, locate: (time: number) => circle(60 * time, 0.4), size: 0.34 }
  const never = await render({ ...scene, room: () => false })
  const switched = await render({ ...scene, room: (time) => time >= 1 && time < 1.7 })
  expect(measureClick(switched.left)).toBeLessThan(-50)
  const difference = switched.left.map((value, i) => Math.abs(value - (never.left[i] as number)))
  const compare = (from: number, to: number) =>
    difference.subarray(Math.round(from * RATE_HZ), Math.round(to * RATE_HZ)).reduce((a, b) => Math.max(a, b), 0)
  expect(compare(0, 0.99)).toBe(0)
  expect(compare(1.2, 1.6)).toBeGreaterThan(0.01)
  expect(compare(2.2, 3)).toBe(0)
})

test('reflections come when and as strongly as their images say', async () => {
  const { left, right } = await render({ signal: impulse, seconds: 0.15, locate: () => [0, 0, -2] })
  const energy = left.map((value, i) => value * value + (right[i] as number) ** 2)
  const total = sumSquares(left) + sumSquares(right)
  /** Loudest millisecond of each reflection: when, against the direct sound, and how strong. */
  const rows = [
    [0, 3],
    [3, 12],
    [30, 40],
    [40, 48],
    [48, 58],
    [58, 75],
  ].map(([from, to]) => {
    const window = RATE_HZ / 1000
    let best = { at: 0, sum: 0 }
    for (let at = Math.round((from as number) * window); at < (to as number) * window; at++) {
      const sum = energy.subarray(at, at + window).reduce((a, b) => a + b, 0)
      if (sum > best.sum) best = { at, sum }
    }
    return `${(best.at / window).toFixed(0)} ms ${(10 * Math.log10(best.sum / total)).toFixed(0)} dB`
  })
  expect(rows).toMatchInlineSnapshot(`
    [
      "0 ms -0 dB",
      "6 ms -19 dB",
      "36 ms -24 dB",
      "44 ms -26 dB",
      "48 ms -58 dB",
      "70 ms -32 dB",
    ]
  `)
})

test('with the tail, direct sound against the room falls by 5 to 8 dB from 1 to 6 m', async () => {
  const TAIL_GAIN = 0.2
  const measure = async (distance: number) => {
    const scene = { signal: impulse, seconds: 0.2, locate: (): Point => [0, 0, -distance] }
    const wet = await render(scene)
    const dry = await render({ ...scene, room: () => false })
    const energy = ({ left, right }: typeof wet) => (sumSquares(left) + sumSquares(right)) / 2
    const direct = energy(dry)
    // What reflections add to an impulse does not overlap with it but for the floor's at 6 m.
    const reflected = energy({
      left: wet.left.map((value, i) => value - (dry.left[i] as number)),
      right: wet.right.map((value, i) => value - (dry.right[i] as number)),
    })
    return 10 * Math.log10(direct / (reflected + (TAIL_GAIN * computeSendGain(distance)) ** 2))
  }
  const [near, far] = [await measure(1), await measure(6)]
  console.log('Direct to reverberant at 1 and 6 m, dB:', near.toFixed(1), far.toFixed(1))
  expect(near - far).toBeGreaterThan(5)
  expect(near - far).toBeLessThan(8)
  expect(near).toBeGreaterThan(9)
  expect(far).toBeGreaterThan(3)
})

test('a large box close by changes less when the head turns: it is wide, not a point', async () => {
  const listen = async (size: number, degrees: number) =>
    (await render({ signal: impulse, seconds: 0.003, locate: () => circle(degrees, 0.5), size })).left
  const measureChange = async (size: number) => {
    let most = 0
    for (const degrees of [20, 60, 100, 140]) {
      const [one, other] = [await listen(size, degrees), await listen(size, degrees + 8)]
      for (let hertz = 4000; hertz < 12_000; hertz += 250) {
        const level = (x: Float32Array) => {
          let [re, im] = [0, 0]
          x.forEach((value, i) => {
            re += value * Math.cos((2 * Math.PI * hertz * i) / RATE_HZ)
            im += value * Math.sin((2 * Math.PI * hertz * i) / RATE_HZ)
          })
          return 10 * Math.log10(re * re + im * im)
        }
        most = Math.max(most, Math.abs(level(one) - level(other)))
      }
    }
    return most
  }
  const [point, box] = [await measureChange(0), await measureChange(0.34)]
  console.log('Largest change by 8 degrees, dB: point', point.toFixed(1), 'box', box.toFixed(1))
  expect(box).toBeLessThan(0.7 * point)
})

test('what was heard is silent in the end, and an input that is used again begins where it is', async () => {
  const mixer = await openNodeMixer(RATE_HZ, 1)
  mixer.room[0] = 1
  for (let block = 0; block < 100; block++) mixer.clear()
  const renderBlock = (input: Float32Array | undefined, position: Point) => {
    mixer.positions.set(position)
    mixer.clear()
    mixer.addInput(0, input, 0)
    mixer.addRoom()
    return mixer.outputs[0]?.left.slice() as Float32Array
  }
  const loud = new Float32Array(BLOCK_SAMPLES).fill(0.5)
  renderBlock(loud, [1, 0, 0])
  let last = 0
  for (let block = 1; block < 60; block++) if (sumSquares(renderBlock(undefined, [1, 0, 0])) > 0) last = block
  // The latest reflection comes after 70 ms.
  expect((last * BLOCK_SAMPLES) / RATE_HZ).toBeGreaterThan(0.04)
  expect((last * BLOCK_SAMPLES) / RATE_HZ).toBeLessThan(0.09)
  const again = Array.from({ length: 30 }, () => renderBlock(loud, [-1, 0, 1])).at(-1) as Float32Array
  expect(sumSquares(again)).toBeGreaterThan(0)
})
